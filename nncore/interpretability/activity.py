"""How lively is a layer? Its weights, their gradients and its activations as histograms, beside those of the start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..architecture import build
from ..digits import Digits, Mnist, as_inputs
from ..experiment import Experiment
from ..network import Network
from ..objective import Objective
from .hidden import hidden_places
from .responses import BOUNDS, at_an_end

BINS = 40
WITHIN = 0.001, 0.999  # of the numbers lie between these quantiles, and so between the ends of a histogram
LOOKED_AT = 1000  # digits: one batch for the gradients, and as many for the activations


@dataclass(frozen=True)
class Histogram:
    """How many of some numbers lie where, now and at the start, in the same bins.

    edges: (bins + 1,), ascending, from one bin to the next; now, start: (bins,), the share of all numbers that lie in each, what
    is beyond the ends with the outermost; zeros: the shares that are exactly 0 now and at the start, and are in no bin; size: the
    root of the mean square, now and at the start.
    """

    edges: np.ndarray
    now: np.ndarray
    start: np.ndarray
    zeros: tuple[float, float]
    size: tuple[float, float]


@dataclass(frozen=True)
class Activity:
    """A dense layer's numbers: `weights`, their `gradients`, which are sorted by log10 of their size, and `activations`.

    `at_ends` is the share of the activations that lie at an end of their range; None if the activation has no such end.
    """

    weights: Histogram
    gradients: Histogram
    activations: Histogram
    at_ends: float | None


def activity(network: Network, start: Network | None, experiment: Experiment, digits: Mnist) -> list[Activity]:
    """The activity of each dense layer of `network`, which learned as `experiment` says; it was `start` once, or began with the
    first weights of `experiment` if that is None.

    Gradients are those of one batch of training digits, activations those at test digits; those of the last layer are the scores.
    Raises ValueError if the weights have exploded.
    """
    if not np.isfinite(network.parameters).all():
        raise ValueError("the network's weights have exploded: its weights are no numbers any more")
    sides = [(each.dense_layers, gradients(each, Objective.of(experiment), digits.train[:LOOKED_AT]),
              said(each, digits.test[:LOOKED_AT])) for each in (network, start or build(experiment))]
    kinds = [type(network.layers[place]) for place in (*hidden_places(network), -1)]
    return [Activity(histogram(now[0].W, begun[0].W), histogram(now[1], begun[1], _magnitude), histogram(now[2], begun[2]),
                     float(at_an_end(now[2], kind).mean()) if kind in BOUNDS else None)
            for now, begun, kind in zip(*(zip(*side, strict=True) for side in sides), kinds, strict=True)]


def gradients(network: Network, objective: Objective, digits: Digits) -> list[np.ndarray]:
    """The gradient dW of each dense layer, (inputs, outputs), for one batch of `digits`, as a step of training would use it."""
    learner = network.snapshot()
    _, dlogits = objective(learner.forward(learner.inputs(digits.images)), digits.labels)
    learner.backward(dlogits)
    objective.add_penalty_gradient(learner)
    return [layer.dW for layer in learner.dense_layers]


def said(network: Network, digits: Digits) -> list[np.ndarray]:
    """The activations of each hidden layer at `digits`, (n, width), and last the scores."""
    outputs = network.layer_outputs(network.inputs(as_inputs(digits.images)))
    return [outputs[place] for place in (*hidden_places(network), -1)]


def histogram(now: np.ndarray, start: np.ndarray, scale: Callable[[np.ndarray], np.ndarray] = np.asarray) -> Histogram:
    """The histogram of numbers of any shape, and of those that they were, over what `scale` makes of those that are not 0."""
    both = [scale(each[each != 0].astype(float)) for each in (now, start)]
    inside = np.concatenate(both)
    low, high = np.quantile(inside, WITHIN) if len(inside) else (0.0, 1.0)
    edges = np.linspace(low, high if high > low else low + 1, BINS + 1)
    shares = [np.histogram(np.clip(each, low, edges[-1]), BINS, (low, edges[-1]))[0] / whole.size
              for each, whole in zip(both, (now, start), strict=True)]
    return Histogram(edges, *shares, *(tuple(float(of(each)) for each in (now, start)) for of in (_zeros, _size)))


def _magnitude(values: np.ndarray) -> np.ndarray:
    return np.log10(np.abs(values))


def _zeros(values: np.ndarray) -> float:
    return np.mean(values == 0)


def _size(values: np.ndarray) -> float:
    return np.sqrt(np.mean(np.square(values.astype(float))))
