"""Thinning takes points off a stroke from all sides until only its centre line is left."""

from __future__ import annotations

import numpy as np

NEIGHBOURS = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))  # (y, x), clockwise from the top


def thinned(shape: np.ndarray) -> np.ndarray:
    """The centre lines of `shape` bool (n, h, w), mostly one point wide: bool (n, h, w); its pieces, holes and ends stay.

    Only a piece that comes to be a square of two by two points vanishes, which with digits is rare: a dot in one of 3,000.
    A point goes if its 2 to 6 neighbours of ink lie in one run and it is on the south-east border, then on the north-west.
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


def _stays(first: int, second: int, third: int, fourth: int) -> np.ndarray:
    """For each of the 256 codes of neighbours whether a point of ink stays, uint8 (256,).

    It lies inside if the neighbours first, second, third are all ink, or second, third, fourth.
    """
    ink = (np.arange(256)[:, None] >> np.arange(8)) & 1  # (256, 8), clockwise from the top
    count = ink.sum(axis=1)
    runs = ((ink == 0) & (np.roll(ink, -1, axis=1) == 1)).sum(axis=1)
    inside = (ink[:, [first, second, third]].all(axis=1)) | (ink[:, [second, third, fourth]].all(axis=1))
    return (~((count >= 2) & (count <= 6) & (runs == 1) & ~inside)).astype(np.uint8)


TOP, RIGHT, BOTTOM, LEFT = 0, 2, 4, 6  # places in NEIGHBOURS
_STAYS = (_stays(TOP, RIGHT, BOTTOM, LEFT), _stays(RIGHT, TOP, LEFT, BOTTOM))
