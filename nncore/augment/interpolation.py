"""A picture can be read between its pixels: a place takes from the four pixels around it, from the nearest most."""

from __future__ import annotations

import numpy as np

from ..digits import PIXELS, SIDE

AT_ONCE = 128  # pictures that are read together: what they need stays in a core's cache
PADDED = SIDE + 2  # a picture with a margin of paper, so that reading between pixels needs no exceptions


class BilinearInterpolation:
    """Bilinear interpolation, in room that is made once: to ask the system for it each time takes longer than to read."""

    def __init__(self):
        self._padded = np.zeros((AT_ONCE, PADDED, PADDED), np.float32)
        self._flat = self._padded.ravel()
        self._start = np.arange(0, AT_ONCE * PADDED**2, PADDED**2, dtype=np.float32)[:, None]  # of each picture in `flat`
        self._room = np.empty((4, AT_ONCE, PIXELS), np.float32)
        self._corner = np.empty((AT_ONCE, PIXELS), np.intp)

    def read(self, pixels: np.ndarray, x: np.ndarray, y: np.ndarray, out: np.ndarray) -> None:
        """Pictures, uint8 (n, 784), n up to AT_ONCE, read at the places x and y from their centres, float32 (n, 784), into `out`.

        x and y are overwritten. Beyond the margin everything is paper.
        """
        n = len(pixels)
        self._padded[:n, 1:-1, 1:-1] = pixels.reshape(n, SIDE, SIDE)
        for places in (x, y):
            places += (PADDED - 1) / 2
            np.clip(places, 0, PADDED - 1.001, out=places)
        column, row, left, right = self._room[:, :n]
        np.floor(x, out=column)
        np.floor(y, out=row)
        x -= column
        y -= row
        row *= PADDED
        row += column
        row += self._start[:n]
        corner = self._corner[:n]
        np.copyto(corner, row, casting="unsafe")
        self._along_the_row(corner, x, left, out)
        corner += PADDED
        self._along_the_row(corner, x, left, right)
        right -= out
        right *= y
        out += right

    def _along_the_row(self, corner: np.ndarray, share: np.ndarray, left: np.ndarray, out: np.ndarray) -> None:
        """Between the pixel at index `corner` and its right neighbour, `share` of the way."""
        self._flat.take(corner, out=left, mode="clip")  # all are inside; "clip" needs no copy
        self._flat[1:].take(corner, out=out, mode="clip")
        out -= left
        out *= share
        out += left
