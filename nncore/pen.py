"""The same digit can be written with another pen: find the centre lines of its strokes, then ink them anew.

MNIST was written with pens of the 1980s, a screen is written on with a finger; the lines are the same.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

from .digits import SIDE

FINE = 3  # points along the side of a pixel; lines are thinned and inked on this finer grid
GRID = SIDE * FINE
THINNEST, THICKEST = 1.5, 3.5  # pixels
INK = 110  # of 255: from here on a point belongs to the stroke
NEIGHBOURS = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))  # (y, x), clockwise from the top


class Pens:
    """Writes some of many images, uint8 (all, 28, 28), again with other pens.

    Centre lines take a while to find; each is kept when it has been asked for once, in 882 bytes.
    """

    def __init__(self, images: np.ndarray, *, rng: np.random.Generator):
        self.rng, self._images = rng, images
        self._lines = np.zeros((len(images), -(-GRID * GRID // 8)), np.uint8)
        self._known = np.zeros(len(images), bool)

    def __call__(self, rows: np.ndarray) -> np.ndarray:
        """The images of `rows`, int (n,), each with a pen of random width: uint8 (n, 28, 28)."""
        new = rows[~self._known[rows]]
        self._lines[new] = np.packbits(centre_lines(self._images[new]).reshape(-1, GRID * GRID), axis=1)
        self._known[new] = True
        lines = np.unpackbits(self._lines[rows], axis=1, count=GRID * GRID).view(bool)
        return inked(lines.reshape(-1, GRID, GRID), self.rng.uniform(THINNEST, THICKEST, len(rows)))


def centre_lines(images: np.ndarray) -> np.ndarray:
    """The centre lines of the strokes of `images` uint8 (n, 28, 28), one point wide: bool (n, 84, 84)."""
    fine = _ENLARGE @ images.astype(np.float32) @ _ENLARGE.T  # (n, 84, 84)
    return thinned(fine > INK)


def thinned(shape: np.ndarray) -> np.ndarray:
    """Shapes, bool (n, h, w), worn down from all sides until they are one point wide; their ends and holes stay.

    A point goes if it has 2 to 6 neighbours of ink in one run, and if it lies on the south-east (then on the north-west) border.
    Zhang and Suen: "A fast parallel algorithm for thinning digital patterns", Communications of the ACM 27 (1984).
    """
    padded = np.pad(shape, ((0, 0), (1, 1), (1, 1))).view(np.uint8)  # (n, h + 2, w + 2)
    inner = padded[:, 1:-1, 1:-1]
    height, width = inner.shape[1:]
    code, shifted = np.empty_like(shape, np.uint8), np.empty_like(shape, np.uint8)
    removed = True
    while removed:
        removed = False
        for stays in _STAYS:
            code.fill(0)
            for bit, (y, x) in enumerate(NEIGHBOURS):
                neighbour = padded[:, 1 + y:1 + y + height, 1 + x:1 + x + width]
                np.bitwise_or(code, np.left_shift(neighbour, bit, out=shifted), out=code)
            before = np.count_nonzero(inner)
            inner &= stays.take(code, out=shifted, mode="clip")
            removed |= np.count_nonzero(inner) < before
    return inner.astype(bool)


def inked(lines: np.ndarray, widths: np.ndarray) -> np.ndarray:
    """Centre lines, bool (n, 84, 84), drawn with a round pen, each by its width, (n,) in pixels: uint8 (n, 28, 28)."""
    radius = np.asarray(widths) * FINE / 2  # (n,)
    reach = int(np.ceil(radius.max(initial=0)))
    padded = np.pad(lines, ((0, 0), (reach, reach), (reach, reach)))
    ink = np.zeros_like(lines)
    for y in range(-reach, reach + 1):
        for x in range(-reach, reach + 1):
            touched = np.flatnonzero(y * y + x * x <= radius * radius)
            if touched.size:
                ink[touched] |= padded[touched, reach + y:reach + y + GRID, reach + x:reach + x + GRID]
    share = ink.reshape(-1, SIDE, FINE, SIDE, FINE).mean(axis=(2, 4), dtype=np.float32)  # (n, 28, 28)
    return np.round(255 * share).astype(np.uint8)


def _stays(first: int, second: int, third: int, fourth: int) -> np.ndarray:
    """For each of the 256 codes of neighbours whether a point of ink stays, uint8 (256,).

    It lies inside if the neighbours first, second, third are all ink, or second, third, fourth.
    """
    ink = (np.arange(256)[:, None] >> np.arange(8)) & 1  # (256, 8), clockwise from the top
    count = ink.sum(axis=1)
    runs = ((ink == 0) & (np.roll(ink, -1, axis=1) == 1)).sum(axis=1)
    inside = (ink[:, [first, second, third]].all(axis=1)) | (ink[:, [second, third, fourth]].all(axis=1))
    return (~((count >= 2) & (count <= 6) & (runs == 1) & ~inside)).astype(np.uint8)


TOP, RIGHT, BOTTOM, LEFT = 0, 2, 4, 6  # of NEIGHBOURS
_STAYS = (_stays(TOP, RIGHT, BOTTOM, LEFT), _stays(RIGHT, TOP, LEFT, BOTTOM))
_ENLARGE = np.asarray(Image.fromarray(np.eye(SIDE, dtype=np.float32)).resize((SIDE, GRID), Image.Resampling.BICUBIC))  # (84, 28)
