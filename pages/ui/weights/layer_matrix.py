"""A layer's weights as one picture: a row for each of its neurons, a column for each of the layer before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..shared import images
from .filters import COMMON_QUANTILE, MANY_COLOURS

MOST_SQUARES = 256  # along each side; of a larger layer each square is the mean of some weights


@dataclass(frozen=True)
class LayerMatrix:
    """`png`, a file with a pixel for each square, in signed colours up to `limit`.

    A square is the mean of the weights of `rows` neurons from `columns` neurons of the layer before, sorted by number.
    """

    png: bytes
    limit: float
    rows: int
    columns: int

    @classmethod
    def of(cls, W: np.ndarray) -> LayerMatrix:
        """The picture of W (inputs, outputs)."""
        rows, columns = (-(-size // MOST_SQUARES) for size in W.T.shape)
        squares = _means(_means(W.T, rows, axis=0), columns, axis=1)
        limit = max(float(np.quantile(np.abs(squares), COMMON_QUANTILE)), 1e-30)
        return cls(images.signed_png(squares / limit, MANY_COLOURS), limit, rows, columns)

    @property
    def says(self) -> str:
        """What a square stands for."""
        if self.rows == self.columns == 1:
            return "Each square is a weight."
        return (f"The layer is too large for a square each: a square is the mean of {self.rows} by {self.columns} weights, so "
                "single large ones are paler than they are.")


def _means(values: np.ndarray, together: int, axis: int) -> np.ndarray:
    """The means of every so many neighbours along an axis; of fewer at its end."""
    starts = np.arange(0, values.shape[axis], together)
    counts = np.diff(starts, append=values.shape[axis])
    return np.add.reduceat(values, starts, axis=axis) / (counts[:, None] if axis == 0 else counts)
