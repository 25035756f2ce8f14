"""What a neuron speaks for: silence it, and see which digits' scores fall."""

from __future__ import annotations

import numpy as np

from ..activations import Activation
from ..digits import CLASSES, Digits, as_inputs
from ..layer import Layer
from ..network import Network


def lit(network: Network, images: np.ndarray) -> np.ndarray:
    """How much images uint8 (n, 28, 28) light each neuron of the first layer: its activation, (n, neurons).

    Where there is no hidden layer the neurons are the digits themselves, and this is their scores, the logits.
    """
    first, _ = _halves(network)
    return _through(first, network.inputs(as_inputs(images)))


def spoken_for(network: Network, images: np.ndarray, neuron: int) -> np.ndarray:
    """How much each digit's score falls, against the mean of all ten, when `neuron` of the first layer is silent: (10,).

    On average over images uint8 (n, 28, 28). Silent is an activation of 0. A positive number: the neuron speaks for that digit;
    they add up to 0. Raises ValueError if no hidden layer is there whose neurons could be silenced.
    """
    first, later = _halves(network)
    if not later:
        raise ValueError("the network has no hidden layer; each of its neurons speaks for its own digit")
    loud = _through(first, network.inputs(as_inputs(images)))  # (n, neurons)
    silent = loud.copy()
    silent[:, neuron] = 0
    scores = _through(later, np.concatenate([loud, silent]))  # (2n, 10)
    fall = (scores[:len(images)] - scores[len(images):]).mean(axis=0)
    return fall - fall.mean()


def some_of_each(digits: Digits, count: int) -> Digits:
    """The first `count` digits of each kind, so that all ten have an equal say."""
    return digits[np.concatenate([np.flatnonzero(digits.labels == label)[:count] for label in range(CLASSES)])]


def _halves(network: Network) -> tuple[list[Layer], list[Layer]]:
    """The layers up to the first activation, and those after it; all and none where there is no hidden layer."""
    end = next((place + 1 for place, layer in enumerate(network.layers) if isinstance(layer, Activation)), len(network.layers))
    return network.layers[:end], network.layers[end:]


def _through(layers: list[Layer], x: np.ndarray) -> np.ndarray:
    for layer in layers:
        x = layer.infer(x)
    return x
