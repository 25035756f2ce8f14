"""A filter is the picture that one neuron of the first layer looks for: its weights, laid out as the pixels they weigh."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from nncore import Network
from nncore.digits import SIDE

from ..shared import images

STRONGEST, LIT, BY_NUMBER = "strongest", "lit by my drawing", "by number"
COMMON, OWN = "common to all", "each its own"
COMMON_QUANTILE = 0.999  # of all weights lie within the common scale; a few extremes would make the rest pale
MOST_SHARP = 96  # filters in one picture with all their pixels; of more, each 2 by 2 pixels are one, and the colours fewer
MANY_COLOURS, FEW_COLOURS = 255, 15  # so that 1,024 filters take less than 100 kB
COLUMNS = 8  # of a sheet


@dataclass(frozen=True)
class Filters:
    """The first layer of a network, made ready to be seen.

    weights: (n, 784), a row for each neuron; bias: (n,); strength: (n,), the length of each row; limits: (n,), the weight at the
    ends of each neuron's colour scale, which is called scale; outgoing: (n, next), the weights of each neuron to the next layer,
    None if there is none, as the neurons are the digits themselves; to_digits: whether the next layer is the answer.
    """

    scale: str

    weights: np.ndarray
    bias: np.ndarray
    strength: np.ndarray
    limits: np.ndarray
    outgoing: np.ndarray | None
    to_digits: bool

    @classmethod
    def of(cls, network: Network, scale: str) -> Filters:
        first, *later = network.dense_layers
        weights = first.W.T  # (n, 784)
        largest = np.abs(weights).max(axis=1)  # (n,)
        limits = largest if scale == OWN else np.full(len(weights), np.quantile(np.abs(weights), COMMON_QUANTILE))
        outgoing = later[0].W if later else None
        return cls(scale, weights, first.b, np.linalg.norm(weights, axis=1), limits, outgoing, len(later) == 1)

    @property
    def kind(self) -> str:
        """What a filter belongs to: a neuron with a number, or a digit."""
        return "Digit" if self.outgoing is None else "Neuron"

    def sequence(self, order: str, lit: np.ndarray | None) -> np.ndarray:
        """The neurons in an order, (n,); `lit` (n,) is how much the drawing lights each; None if there is no drawing."""
        if order == BY_NUMBER:
            return np.arange(len(self.weights))
        return np.argsort(-(lit if order == LIT and lit is not None else self.strength), kind="stable")

    @functools.cached_property
    def whole_sheet(self) -> bytes:
        """All filters by number, as `sheet` has them: the same in every order, so it is made once."""
        return self.sheet(np.arange(len(self.weights)), COLUMNS)

    def sheet(self, neurons: np.ndarray, columns: int) -> bytes:
        """The filters of `neurons` as one PNG file, in rows of `columns` without gaps, for a page that cuts them out."""
        sharp = len(neurons) <= MOST_SHARP
        tiles = (self.weights[neurons] / np.maximum(self.limits[neurons], 1e-30)[:, None]).reshape(-1, SIDE, SIDE)
        if not sharp:
            tiles = tiles.reshape(-1, SIDE // 2, 2, SIDE // 2, 2).mean(axis=(2, 4))  # (n, 14, 14)
        side, rows = tiles.shape[1], -(-len(tiles) // columns)
        tiles = np.concatenate([tiles, np.zeros((rows * columns - len(tiles), side, side), tiles.dtype)])
        picture = tiles.reshape(rows, columns, side, side).swapaxes(1, 2).reshape(rows * side, columns * side)
        return images.signed_png(picture, MANY_COLOURS if sharp else FEW_COLOURS)

    def document(self, sequence: np.ndarray) -> np.ndarray:
        """All filters in one picture with lines between them, as large as one wants it in a document, uint8 (h, w, 3)."""
        columns = 8 if len(sequence) <= 64 else 16 if len(sequence) <= 512 else 32
        return images.enlarged(images.montage(self.weights[sequence], columns, self.limits[sequence]), 4)
