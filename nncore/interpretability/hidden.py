"""A hidden layer's neurons are what the next dense layer reads: a network is cut behind one of them, and both parts are asked.

Hidden layers are numbered from 1, from the image to the answer. The output layer, whose neurons are the digits and say their
scores, counts as one more.
"""

from __future__ import annotations

import numpy as np

from ..activations import Activation
from ..layer import Layer
from ..network import ROWS_AT_ONCE, Network


def hidden_places(network: Network) -> list[int]:
    """Where in `network.layers` the activation of each hidden layer stands."""
    return [place for place, layer in enumerate(network.layers) if isinstance(layer, Activation)]


def output_number(network: Network) -> int:
    """The number of the output layer, as if it were one more hidden layer."""
    return len(hidden_places(network)) + 1


def halves(network: Network, number: int) -> tuple[list[Layer], list[Layer]]:
    """The layers up to the activation of hidden layer `number`, and those after it; all and none for the output layer.

    Raises ValueError if there is no layer of that number.
    """
    ends = [*(place + 1 for place in hidden_places(network)), len(network.layers)]
    if not 1 <= number <= len(ends):
        raise ValueError(f"the network has no hidden layer {number}; its hidden layers are numbered from 1, and {len(ends)} is "
                         "its output")
    end = ends[number - 1]
    return network.layers[:end], network.layers[end:]


def layer_width(network: Network, number: int) -> int:
    """How many neurons hidden layer `number` has, or the output layer if it is that. Raises ValueError if there is none."""
    return halves(network, number)[0][-1].output_shape[0]


def through(layers: list[Layer], x: np.ndarray) -> np.ndarray:
    """What x (n, ...) becomes on its way through the layers, at inference."""
    for layer in layers:
        x = layer.infer(x)
    return x


def activations(network: Network, x: np.ndarray, number: int) -> np.ndarray:
    """What each neuron of hidden layer `number` says to inputs x (n, *input_shape): (n, width); of the output the logits."""
    first, _ = halves(network, number)
    return np.concatenate([through(first, network.inputs(x[start:start + ROWS_AT_ONCE]))
                           for start in range(0, len(x), ROWS_AT_ONCE)])
