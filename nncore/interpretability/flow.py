"""How an answer flows through a network: the strongest neurons of each layer, and what each says to those of the next."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..activations import Activation
from ..dense import Dense
from ..layer import Layer
from ..losses import softmax
from ..network import Network


@dataclass(frozen=True)
class Neurons:
    """Some neurons of a layer: their `numbers`, ascending, and their `activations`, (shown,) both, of `width` that there are.

    An activation is what the next dense layer reads. In a network that has exploded it may be no number.
    """

    numbers: np.ndarray
    activations: np.ndarray
    width: int


@dataclass(frozen=True)
class Connections:
    """What each neuron, or pixel, of `sources` says to the neuron of `targets`: three arrays (connections,).

    `says` is the activation of the source times the weight, as batch norm scales it where there is any: what it adds to the sum
    that the target's activation function gets. Above zero it speaks for the target, below against it; never 0, always a number.
    """

    sources: np.ndarray
    targets: np.ndarray
    says: np.ndarray


@dataclass(frozen=True)
class Flow:
    """The shown neurons of each hidden layer, the connections before, between and after them, and the probabilities (10,)."""

    hidden: tuple[Neurons, ...]
    connections: tuple[Connections, ...]
    probabilities: np.ndarray

    @property
    def answer(self) -> int | None:
        """The likeliest digit; None if the network's weights have exploded and its probabilities are no numbers."""
        return int(self.probabilities.argmax()) if np.isfinite(self.probabilities).all() else None


def flow(network: Network, x: np.ndarray, *, most: int = 12, pixels: int = 3,
         shown: Sequence[np.ndarray] | None = None) -> Flow:
    """How the answer to x, float (784,), comes about: in each hidden layer the `most` neurons of the largest activation, of
    either sign, or those of the ascending numbers `shown`; between them all connections, and from the image to each neuron shown
    the `pixels` that say most.
    """
    with np.errstate(all="ignore"):  # weights may have exploded
        outputs = network.layer_outputs(network.inputs(x[None]))
        probabilities = softmax(outputs[-1])[0]  # (10,)
        places = [place for place, layer in enumerate(network.layers) if isinstance(layer, Dense)]
        read = [x, *(outputs[place - 1][0] for place in places[1:])]  # by each dense layer
        hidden = tuple(_strongest(y, most) if shown is None else Neurons(shown[number], y[shown[number]], len(y))
                       for number, y in enumerate(read[1:]))
        columns = [np.flatnonzero(x), *(neurons.numbers for neurons in hidden), np.arange(len(probabilities))]
        connections = tuple(
            _connections(network.layers[place:], read[number], sources, targets, most if number else pixels)
            for number, (place, (sources, targets)) in enumerate(zip(places, itertools.pairwise(columns), strict=True)))
    return Flow(hidden, connections, probabilities)


def _strongest(y: np.ndarray, most: int) -> Neurons:
    """The `most` of the activations y (width,) that are farthest from 0; what is no number comes last."""
    numbers = np.sort(np.argsort(-np.abs(y), kind="stable")[:most])
    return Neurons(numbers, y[numbers], len(y))


def _connections(layers: list[Layer], y: np.ndarray, sources: np.ndarray, targets: np.ndarray, most: int) -> Connections:
    """To each of `targets`, neurons of the dense layer that `layers` begin with, the `most` of `sources` that say most of y."""
    says = y[sources, None] * layers[0].W[np.ix_(sources, targets)] * _scale(layers)[targets]  # (sources, targets)
    says[~np.isfinite(says)] = 0
    rows = np.argsort(-np.abs(says), axis=0, kind="stable")[:most]  # (most, targets)
    says = np.take_along_axis(says, rows, axis=0)
    kept = says != 0
    return Connections(sources[rows[kept]], np.broadcast_to(targets, rows.shape)[kept], says[kept])


def _scale(layers: list[Layer]) -> np.ndarray:
    """By how much the sums of the first of `layers`, a dense one, are multiplied before their activation, (width,): 1 without
    batch norm.
    """
    scale = np.ones((1, layers[0].outputs), layers[0].W.dtype)
    for layer in itertools.takewhile(lambda layer: not isinstance(layer, Activation | Dense), layers[1:]):
        scale = layer.inference_gradient(scale, scale)
    return scale[0]
