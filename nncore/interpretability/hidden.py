"""A hidden layer's neurons are what the next dense layer reads: a network is cut behind one of them, and both parts are asked.

Hidden layers are numbered from 1, from the image to the answer.
"""

from __future__ import annotations

import numpy as np

from ..activations import Activation
from ..layer import Layer
from ..network import ROWS_AT_ONCE, Network


def hidden_places(network: Network) -> list[int]:
    """Where in `network.layers` the activation of each hidden layer stands."""
    return [place for place, layer in enumerate(network.layers) if isinstance(layer, Activation)]


def halves(network: Network, number: int) -> tuple[list[Layer], list[Layer]]:
    """The layers up to the activation of hidden layer `number`, and those after it; all and none where there is no hidden layer.

    Raises ValueError if there is no hidden layer of that number beside others.
    """
    places = hidden_places(network)
    if not places:
        return network.layers, []
    if not 1 <= number <= len(places):
        raise ValueError(f"the network has no hidden layer {number}; it has hidden layers 1 to {len(places)}")
    end = places[number - 1] + 1
    return network.layers[:end], network.layers[end:]


def through(layers: list[Layer], x: np.ndarray) -> np.ndarray:
    """What x (n, ...) becomes on its way through the layers, at inference."""
    for layer in layers:
        x = layer.infer(x)
    return x


def activations(network: Network, x: np.ndarray, number: int) -> np.ndarray:
    """What each neuron of hidden layer `number` says to inputs x (n, *input_shape): (n, width); the logits if there is none."""
    first, _ = halves(network, number)
    return np.concatenate([through(first, network.inputs(x[start:start + ROWS_AT_ONCE]))
                           for start in range(0, len(x), ROWS_AT_ONCE)])
