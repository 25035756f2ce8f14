"""Inside a network that reads a digit: the gradient at the pixels, the neurons that light up, and the digits that are alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..activations import Activation
from ..digits import Digits, as_inputs
from ..network import ROWS_AT_ONCE, Network
from .closest_digits import ClosestDigits


def input_gradient(network: Network, x: np.ndarray, dy: np.ndarray, layers: int) -> np.ndarray:
    """The gradient at x (batch, 784) of the sum of dy · the output of the first `layers` layers, at inference: (batch, 784)."""
    inputs = [x, *network.layer_outputs(x)]
    for number in range(layers - 1, -1, -1):
        dy = network.layers[number].inference_gradient(inputs[number], dy)
    return dy


@dataclass(frozen=True)
class ActiveNeuron:
    """A hidden neuron at a drawing: its number, its activation, and what it looks for, float (784,).

    What it looks for is the gradient of its activation by the pixels; in the first layer that is its filter.
    """

    number: int
    activation: float
    looks_for: np.ndarray


def most_active_neurons(network: Network, x: np.ndarray, most: int) -> list[list[ActiveNeuron]]:
    """For each hidden layer the `most` neurons of the largest activation, of either sign, at x float (784,); largest first."""
    found = []
    outputs = network.layer_outputs(x[None])
    for place, layer in enumerate(network.layers):
        if isinstance(layer, Activation):
            y = outputs[place][0]  # (width,)
            strongest = np.argsort(-np.abs(y))[:most]
            dy = np.zeros((len(strongest), len(y)), x.dtype)  # of each neuron's activation by itself
            dy[np.arange(len(strongest)), strongest] = 1
            batch = np.repeat(x[None], len(strongest), axis=0)  # (most, 784)
            looks_for = input_gradient(network, batch, dy, place + 1)
            found.append([ActiveNeuron(int(number), float(y[number]), picture)
                          for number, picture in zip(strongest, looks_for, strict=True)])
    return found


def last_hidden(network: Network, x: np.ndarray) -> np.ndarray:
    """The output of the last hidden layer for x (n, 784), each row scaled to length 1: (n, width); x itself if there is none."""
    parts = []
    for start in range(0, len(x), ROWS_AT_ONCE):
        y = x[start:start + ROWS_AT_ONCE]
        for layer in network.layers[:-1]:
            y = layer.infer(y)
        parts.append(y)
    features = np.concatenate(parts)
    return features / np.maximum(np.linalg.norm(features, axis=1, keepdims=True), np.finfo(features.dtype).tiny)


def closest(features: np.ndarray, feature: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
    """(rows, similarities) of the `most` rows of features (n, width) nearest to feature (width,): the cosine, 1 is the same."""
    similarity = features @ feature  # (n,)
    rows = np.argsort(-similarity)[:most]
    return rows, similarity[rows]


def closest_digits(network: Network, x: np.ndarray, digits: Digits, most: int) -> tuple[np.ndarray, np.ndarray]:
    """(rows, similarities) of the `most` digits that the last hidden layer finds nearest to x (1, 784)."""
    return closest(features_of(network, digits), last_hidden(network, x)[0], most)


def closest_image(digits: Digits, image: np.ndarray, label: int) -> np.ndarray:
    """The image with `label` that differs least from `image`, uint8 (28, 28), in squares summed over all pixels.

    Raises ValueError if no image has the label.
    """
    among = digits[digits.labels == label]
    if not len(among):
        raise ValueError(f"none of {len(digits)} images is labelled {label}")
    return among.images[ClosestDigits.among(among).to(image, 1)[0]]


def features_of(network: Network, digits: Digits) -> np.ndarray:
    """`last_hidden` of all digits, (n, width)."""
    return np.concatenate([last_hidden(network, as_inputs(digits.images[start:start + ROWS_AT_ONCE]))
                           for start in range(0, len(digits), ROWS_AT_ONCE)])
