"""What a neuron speaks for: silence it, and see which digits' scores fall."""

from __future__ import annotations

import numpy as np

from ..digits import CLASSES, Digits, as_inputs
from ..network import Network
from .hidden import activations, halves, through


def lit(network: Network, images: np.ndarray) -> np.ndarray:
    """How much images uint8 (n, 28, 28) light each neuron of the first layer: its activation, (n, neurons).

    Where there is no hidden layer the neurons are the digits themselves, and this is their scores, the logits.
    """
    return activations(network, as_inputs(images), 1)


def spoken_for(network: Network, images: np.ndarray, neuron: int) -> np.ndarray:
    """How much each digit's score falls, against the mean of all ten, when `neuron` of the first layer is silent: (10,).

    On average over images uint8 (n, 28, 28). Silent is an activation of 0. A positive number: the neuron speaks for that digit;
    they add up to 0. Raises ValueError if no hidden layer is there whose neurons could be silenced.
    """
    first, later = halves(network, 1)
    if not later:
        raise ValueError("the network has no hidden layer; each of its neurons speaks for its own digit")
    loud = through(first, network.inputs(as_inputs(images)))  # (n, neurons)
    silent = loud.copy()
    silent[:, neuron] = 0
    scores = through(later, np.concatenate([loud, silent]))  # (2n, 10)
    fall = (scores[:len(images)] - scores[len(images):]).mean(axis=0)
    return fall - fall.mean()


def some_of_each(digits: Digits, count: int) -> Digits:
    """The first `count` digits of each kind, so that all ten have an equal say."""
    return digits[np.concatenate([np.flatnonzero(digits.labels == label)[:count] for label in range(CLASSES)])]
