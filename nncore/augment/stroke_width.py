"""The same digit can be written with a thicker or thinner stroke: find the centre lines of its strokes, then draw them anew.

MNIST was written with pens of the 1980s, a screen is written on with a finger; the lines are the same.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

from ..digits import SIDE
from .thinning import thinned

SUPERSAMPLING = 3  # points along the side of a pixel: lines are thinned and drawn on this finer grid
GRID = SIDE * SUPERSAMPLING
THINNEST, THICKEST = 1.5, 3.5  # pixels
INK_THRESHOLD = 110  # of 255: a point with more ink belongs to a stroke


class StrokeWidthChange:
    """Draws some of many images, uint8 (all, 28, 28), again with strokes of random width.

    Centre lines take a while to find; those of an image are kept when they have been asked for once, in 882 bytes.
    """

    def __init__(self, images: np.ndarray, *, rng: np.random.Generator):
        self.rng, self._images = rng, images
        self._lines = np.zeros((len(images), -(-GRID * GRID // 8)), np.uint8)  # (all, 882), one bit a point
        self._known = np.zeros(len(images), bool)

    def __call__(self, rows: np.ndarray) -> np.ndarray:
        """The images of `rows`, int (n,), each with strokes of another random width: uint8 (n, 28, 28)."""
        new = rows[~self._known[rows]]
        self._lines[new] = np.packbits(centre_lines(self._images[new]).reshape(-1, GRID * GRID), axis=1)
        self._known[new] = True
        lines = np.unpackbits(self._lines[rows], axis=1, count=GRID * GRID).view(bool)
        return draw_lines(lines.reshape(-1, GRID, GRID), self.rng.uniform(THINNEST, THICKEST, len(rows)))


def centre_lines(images: np.ndarray) -> np.ndarray:
    """The centre lines of the strokes of `images` uint8 (n, 28, 28), one point wide: bool (n, 84, 84)."""
    return thinned(supersampled(images))


def supersampled(images: np.ndarray) -> np.ndarray:
    """Where the strokes of `images` uint8 (n, 28, 28) are on the finer grid: bool (n, 84, 84)."""
    return _UPSAMPLE @ images.astype(np.float32) @ _UPSAMPLE.T > INK_THRESHOLD


def draw_lines(lines: np.ndarray, widths: np.ndarray) -> np.ndarray:
    """Centre lines, bool (n, 84, 84), drawn as strokes, each image's of its width, (n,) in pixels: uint8 (n, 28, 28)."""
    radius = np.asarray(widths) * SUPERSAMPLING / 2  # (n,)
    reach = int(np.ceil(radius.max(initial=0)))
    padded = np.pad(lines, ((0, 0), (reach, reach), (reach, reach)))
    ink = np.zeros_like(lines)
    for y in range(-reach, reach + 1):
        for x in range(-reach, reach + 1):
            wide_enough = np.flatnonzero(y * y + x * x <= radius * radius)
            if wide_enough.size:
                ink[wide_enough] |= padded[wide_enough, reach + y:reach + y + GRID, reach + x:reach + x + GRID]
    share = ink.reshape(-1, SIDE, SUPERSAMPLING, SIDE, SUPERSAMPLING).mean(axis=(2, 4), dtype=np.float32)  # (n, 28, 28)
    return np.round(255 * share).astype(np.uint8)


_IDENTITY = Image.fromarray(np.eye(SIDE, dtype=np.float32))
_UPSAMPLE = np.asarray(_IDENTITY.resize((SIDE, GRID), Image.Resampling.BICUBIC))  # (84, 28): bicubic interpolation of a column
