"""How do the neurons of a layer answer to many digits? Their mean for each kind, the digits they like most, who never moves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..activations import Activation, Elu, Gelu, Relu, Sigmoid, Tanh
from ..digits import CLASSES, Digits, as_inputs
from ..layer import Layer
from ..network import ROWS_AT_ONCE, Network
from .hidden import activations, halves, through

NINE = 9  # digits that excite a neuron most, and as many that excite it least
# The slope of these is 0, or nearly so, where they say nothing, and nothing is learned there: Lu, Shin, Su, Karniadakis: "Dying
# ReLU and Initialization", 2020. Leaky relu and linear have a slope everywhere, and cannot die.
SILENT = {Relu: 0.0, Gelu: 0.01}  # how far from 0 an activation may be that says nothing
# Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010, section 3, call a
# neuron saturated that stays at the ends of its activation's range, where the slope is nearly 0. How near is our choice.
BOUNDS = {Tanh: (-1, 1), Sigmoid: (0, 1), Elu: (-1, np.inf)}
NEAR = 0.02


@dataclass(frozen=True)
class Responses:
    """What the neurons of a layer say to many digits.

    mean: (10, width), each neuron's mean activation for the images of each digit; most, least: int (9, width), the rows of the
    images that excite each neuron most and least, the utmost first; activations: (n, width) at these, `at_most` and `at_least`;
    dead: bool (width,), never says anything; saturated: bool (width,), always at an end of its range.
    """

    mean: np.ndarray
    most: np.ndarray
    least: np.ndarray
    at_most: np.ndarray
    at_least: np.ndarray
    dead: np.ndarray
    saturated: np.ndarray


def responses(network: Network, digits: Digits, number: int) -> Responses:
    """What the neurons of hidden layer `number`, or of the output layer, say to `digits`, at least one of each kind.

    Raises ValueError if a digit is missing, if there is no such layer, or if the weights have exploded.
    """
    missing = np.setdiff1d(np.arange(CLASSES), digits.labels)
    if len(missing):
        raise ValueError(f"no image shows a {missing[0]}; a mean for each digit needs at least one image of each")
    sums, y = _sums_and_activations(network, as_inputs(digits.images), number)  # (n, width) both
    if not np.isfinite(y).all():
        raise ValueError("the network's weights have exploded: its activations are no numbers any more")
    mean = np.stack([y[digits.labels == digit].mean(axis=0) for digit in range(CLASSES)])  # (10, width)
    of_neuron, its_sums = np.ascontiguousarray(y.T), np.ascontiguousarray(sums.T)  # (width, n), a row at a time is read faster
    least = np.stack([_lowest(*row) for row in zip(of_neuron, its_sums, strict=True)], axis=1)  # (9, width)
    most = np.stack([_lowest(-row, -its) for row, its in zip(of_neuron, its_sums, strict=True)], axis=1)  # (9, width)
    kind = type(halves(network, number)[0][-1])
    return Responses(mean, most, least, np.take_along_axis(y, most, axis=0), np.take_along_axis(y, least, axis=0),
                     dead_neurons(y, kind), _saturated(y, kind))


def _sums_and_activations(network: Network, x: np.ndarray, number: int) -> tuple[np.ndarray, np.ndarray]:
    """(sums, activations) of layer `number` for x (n, 784): what its activation gets and gives; or twice the scores."""
    *before, last = halves(network, number)[0]
    if not isinstance(last, Activation):
        scores = activations(network, x, number)
        return scores, scores
    sums = np.concatenate([through(before, network.inputs(x[start:start + ROWS_AT_ONCE]))
                           for start in range(0, len(x), ROWS_AT_ONCE)])
    return sums, last.infer(sums)


def _lowest(y: np.ndarray, sums: np.ndarray) -> np.ndarray:
    """The rows of the NINE lowest of y (n,), the lowest first; among equals those of the lowest `sums` (n,), then the first.

    Many digits leave a relu at the same 0: the sum tells how far each is from lighting it. Of thousands only the few that may
    be among the lowest are sorted.
    """
    ninth = _ninth(y)
    rows = np.flatnonzero(y <= ninth)
    equal = y[rows] == ninth
    rows = rows[~equal | (sums[rows] <= _ninth(sums[rows[equal]]))]
    return rows[np.lexsort((sums[rows], y[rows]))[:NINE]]


def _ninth(values: np.ndarray) -> float:
    """The ninth lowest of the values (n,); the highest if there are fewer."""
    lowest = values.min()
    if np.count_nonzero(values == lowest) >= NINE:  # which is found at once, while a partition is slow where most are equal
        return lowest
    place = min(NINE, len(values)) - 1
    return np.partition(values, place)[place]


def at_an_end(y: np.ndarray, kind: type[Layer]) -> np.ndarray:
    """Which of the activations y, of any shape, lie at an end of their range, where it is flat: bool, none without ends."""
    if kind not in BOUNDS:
        return np.zeros(y.shape, bool)
    low, high = BOUNDS[kind]
    return (y <= low + NEAR) | (y >= high - NEAR)


def dead_neurons(y: np.ndarray, kind: type[Layer]) -> np.ndarray:
    """Which neurons of an activation of that kind never say anything in y (n, width): bool (width,)."""
    return (np.abs(y) <= SILENT[kind]).all(axis=0) if kind in SILENT else np.zeros(y.shape[1], bool)


def _saturated(y: np.ndarray, kind: type[Layer]) -> np.ndarray:
    """Which neurons are always at an end of their range in y (n, width): bool (width,)."""
    return at_an_end(y, kind).all(axis=0)
