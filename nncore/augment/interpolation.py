"""Bilinear interpolation reads a picture between its pixels: the mean of the four around a place, the nearest weighing most."""

from __future__ import annotations

import numpy as np

from ..digits import PIXELS, SIDE

CHUNK = 128  # pictures that are read together: their buffers stay in a core's cache
PADDED = SIDE + 2  # pixels along the side of a picture with a margin of paper: at its edge, too, a place has four around it


class BilinearInterpolation:
    """Bilinear interpolation with buffers that are made once: asking for memory each time takes longer than reading."""

    def __init__(self):
        self._padded = np.zeros((CHUNK, PADDED, PADDED), np.float32)
        self._flat = self._padded.ravel()
        self._start = np.arange(0, CHUNK * PADDED**2, PADDED**2, dtype=np.float32)[:, None]  # of each picture in `flat`
        self._buffers = np.empty((4, CHUNK, PIXELS), np.float32)
        self._corner = np.empty((CHUNK, PIXELS), np.intp)

    def read(self, pixels: np.ndarray, x: np.ndarray, y: np.ndarray, out: np.ndarray) -> None:
        """`pixels` uint8 (n, 784), n up to CHUNK, read at the places (x, y) into `out`; x, y and `out` are float32 (n, 784).

        x and y are in pixels from the picture's centre, and are overwritten. Outside the picture is paper.
        """
        n = len(pixels)
        self._padded[:n, 1:-1, 1:-1] = pixels.reshape(n, SIDE, SIDE)
        for places in (x, y):
            places += (PADDED - 1) / 2
            np.clip(places, 0, PADDED - 1.001, out=places)
        column, row, left, right = self._buffers[:, :n]
        np.floor(x, out=column)
        np.floor(y, out=row)
        x -= column
        y -= row
        row *= PADDED
        row += column
        row += self._start[:n]
        corner = self._corner[:n]
        np.copyto(corner, row, casting="unsafe")
        self._interpolate_along_x(corner, x, left, out)
        corner += PADDED
        self._interpolate_along_x(corner, x, left, right)
        right -= out
        right *= y
        out += right

    def _interpolate_along_x(self, corner: np.ndarray, fraction: np.ndarray, left: np.ndarray, out: np.ndarray) -> None:
        """Between the pixel at index `corner` and its right neighbour, `fraction` of the way, into `out`; all are (n, 784)."""
        self._flat.take(corner, out=left, mode="clip")  # all are inside; "clip" needs no copy
        self._flat[1:].take(corner, out=out, mode="clip")
        out -= left
        out *= fraction
        out += left
