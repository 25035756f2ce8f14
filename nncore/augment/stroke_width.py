"""The same digit can be written with a thicker or thinner stroke: find the centre lines of its strokes, then draw them anew.

MNIST was written with pens of the 1980s, a screen is written on with a finger; the lines are the same.
"""

from __future__ import annotations

import math

import numpy as np
from PIL import Image

from ..digits import SIDE
from .stroke_rendering import GRID, SUPERSAMPLING, ink
from .thinning import thinned

THINNEST, THICKEST = 1.5, 3.5  # pixels
INK_THRESHOLD = 110  # of 255: a point with more ink belongs to a stroke
STEPS = 64  # of a pixel, in which distances are kept
FARTHEST = THICKEST / 2 + 0.5  # pixels from a centre line that are of interest


class StrokeWidthChange:
    """Draws some of many images, uint8 (all, 28, 28), again with strokes of random width.

    Centre lines take a while to find; how far an image's pixels lie from them is kept when it has been asked for once.
    """

    def __init__(self, images: np.ndarray, *, rng: np.random.Generator):
        self.rng, self._images = rng, images
        self._distances = np.empty(images.shape, np.uint8)  # (all, 28, 28), in STEPS of a pixel
        self._known = np.zeros(len(images), bool)

    def __call__(self, rows: np.ndarray) -> np.ndarray:
        """The images of `rows`, int (n,), each with strokes of another random width: uint8 (n, 28, 28)."""
        new = rows[~self._known[rows]]
        self._distances[new] = distances_from(centre_lines(self._images[new]))
        self._known[new] = True
        return ink(self._distances[rows] / np.float32(STEPS), self.rng.uniform(THINNEST, THICKEST, len(rows)).astype(np.float32))


def centre_lines(images: np.ndarray) -> np.ndarray:
    """The centre lines of the strokes of `images` uint8 (n, 28, 28), one point wide: bool (n, 84, 84)."""
    return thinned(supersampled(images))


def supersampled(images: np.ndarray) -> np.ndarray:
    """Where the strokes of `images` uint8 (n, 28, 28) are on the finer grid: bool (n, 84, 84)."""
    return _UPSAMPLE @ images.astype(np.float32) @ _UPSAMPLE.T > INK_THRESHOLD


def distances_from(lines: np.ndarray) -> np.ndarray:
    """How far the middle of each pixel lies from the nearest point of `lines`, bool (n, 84, 84): uint8 (n, 28, 28).

    In STEPS of a pixel; whatever lies farther than FARTHEST has the largest number.
    """
    reach = math.ceil(FARTHEST * SUPERSAMPLING)
    padded = np.pad(lines, ((0, 0), (reach, reach), (reach, reach)))
    result = np.full((len(lines), SIDE, SIDE), 255, np.uint8)
    middle = reach + SUPERSAMPLING // 2  # of the first pixel
    for far, y, x in sorted(((math.hypot(y, x), y, x) for y in range(-reach, reach + 1) for x in range(-reach, reach + 1)),
                            reverse=True):  # the nearest last, as it counts
        if far <= reach:
            here = padded[:, middle + y::SUPERSAMPLING, middle + x::SUPERSAMPLING][:, :SIDE, :SIDE]
            np.copyto(result, round(far / SUPERSAMPLING * STEPS), where=here)
    return result


_IDENTITY = Image.fromarray(np.eye(SIDE, dtype=np.float32))
_UPSAMPLE = np.asarray(_IDENTITY.resize((SIDE, GRID), Image.Resampling.BICUBIC))  # (84, 28): bicubic interpolation of a column
