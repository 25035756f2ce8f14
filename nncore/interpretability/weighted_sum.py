"""A neuron weighs all that it hears, adds that up and its bias, and bends the sum: here with the real numbers of one input."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..activations import Activation
from ..dense import Dense
from ..network import Network


@dataclass(frozen=True)
class WeightedSum:
    """One neuron of a dense layer at one input: activation = f(total), total = sum of inputs · weights + bias.

    `inputs` and `weights`, (inputs,) both, are what the neuron hears and how it weighs each. `bent` is what the activation
    function gets: the total, or what batch norm makes of it. Where no activation follows, as at the ten digits, the activation is
    the total, called a logit. All are the numbers of the network's own pass; if its weights have exploded they may be none.
    """

    inputs: np.ndarray
    weights: np.ndarray
    bias: float
    total: float
    bent: float
    activation: float

    @functools.cached_property
    def contributions(self) -> np.ndarray:
        """What each input adds to the total, (inputs,)."""
        with np.errstate(all="ignore"):
            return self.inputs * self.weights

    def strongest(self, most: int) -> np.ndarray:
        """The numbers of the `most` inputs that contribute most, for or against, strongest first; none that adds nothing."""
        says = np.abs(np.nan_to_num(self.contributions, nan=0, posinf=0, neginf=0))
        rows = np.argpartition(-says, most)[:most] if most < len(says) else np.arange(len(says))
        rows = rows[np.argsort(-says[rows], kind="stable")]
        return rows[says[rows] > 0]


def weighted_sums(network: Network, x: np.ndarray, shown: Sequence[Sequence[int]]) -> list[list[WeightedSum]]:
    """For each dense layer, from the image to the answer, its neurons of the numbers in `shown` at x, float (784,)."""
    with np.errstate(all="ignore"):  # weights may have exploded
        outputs = network.layer_outputs(network.inputs(x[None]))
    places = [place for place, layer in enumerate(network.layers) if isinstance(layer, Dense)]
    found = []
    for place, numbers in zip(places, map(list, shown), strict=True):
        dense, total = network.layers[place], outputs[place][0]  # (width,)
        inputs = outputs[place - 1][0] if place else x  # (inputs,)
        end = next((later for later in range(place + 1, len(outputs)) if isinstance(network.layers[later], Activation)), place)
        bent, activation = (outputs[end - 1][0], outputs[end][0]) if end > place else (total, total)
        weights = np.ascontiguousarray(dense.W[:, numbers].T)  # (shown, inputs)
        each = zip(weights, *(array[numbers].tolist() for array in (dense.b, total, bent, activation)), strict=True)
        found.append([WeightedSum(inputs, *neuron) for neuron in each])
    return found
