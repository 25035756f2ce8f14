"""A filter is the picture that one neuron of the first layer looks for: its weights, laid out as the pixels they weigh."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nncore import Network
from nncore.digits import SIDE

from ..shared import images

COMMON, OWN = "common to all", "each its own"
BY_STRENGTH, BY_NUMBER = "strongest first", "as they stand"
COMMON_QUANTILE = 0.999  # of all weights lie within the common scale; a few extremes would make the rest pale


@dataclass(frozen=True)
class Filters:
    """The first layer of a network, made ready to be seen.

    weights: (n, 784), a row for each neuron; strength: (n,), the length of each row; sequence: (n,), the neurons in the order
    of the picture; limits: (n,), the weight at the ends of each neuron's colour scale; outgoing: (n, next), the weights of
    each neuron to the next layer, None if there is none.
    """

    weights: np.ndarray
    strength: np.ndarray
    sequence: np.ndarray
    limits: np.ndarray
    outgoing: np.ndarray | None

    @classmethod
    def of(cls, network: Network, order: str, scale: str) -> Filters:
        first, *later = network.dense_layers
        weights = first.W.T  # (n, 784)
        strength = np.linalg.norm(weights, axis=1)  # (n,)
        sequence = np.argsort(-strength, kind="stable") if order == BY_STRENGTH else np.arange(len(weights))
        largest = np.abs(weights).max(axis=1)  # (n,)
        limits = largest if scale == OWN else np.full(len(weights), np.quantile(np.abs(weights), COMMON_QUANTILE))
        return cls(weights, strength, sequence, limits, later[0].W if later else None)

    @property
    def columns(self) -> int:
        """How many filters stand in a row of the picture."""
        return 8 if len(self.sequence) <= 64 else 16 if len(self.sequence) <= 512 else 32

    def montage(self) -> np.ndarray:
        """All filters in one picture, uint8 (h, w, 3)."""
        return images.montage(self.weights[self.sequence], self.columns, self.limits[self.sequence])

    def enlarged(self) -> np.ndarray:
        """The montage as large as one wants it in a document."""
        return images.enlarged(self.montage(), 4)

    def framed(self, place: int) -> np.ndarray:
        """The montage twice as large, with a frame around the filter at `place`."""
        return images.framed(self.montage(), place, self.columns, 2)

    def picture(self, neuron: int) -> np.ndarray:
        """One neuron's filter, uint8 (28, 28, 3)."""
        return images.signed_colours(self.weights[neuron].reshape(SIDE, SIDE) / max(self.limits[neuron], 1e-30))

    def legend(self) -> str:
        """What the ends of the colour scale stand for."""
        if np.ptp(self.limits) == 0:
            limit = f"{self.limits[0]:.2f}"
            return f"Purple: -{limit} or less. White: 0. Orange: {limit} or more. The same for all filters."
        return "Purple: against. White: 0. Orange: for. Each filter on its own scale, from its largest weight to its negative."
