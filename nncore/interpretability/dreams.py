"""What picture would a neuron like best? From almost blank paper each pixel goes a little towards what lights it more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..digits import PIXELS, SIDE
from ..network import Network
from .explanation import input_gradient
from .hidden import halves, through
from .responses import output_number

STEPS = 192
RATE = 0.05  # how far a pixel goes in a step, as a root mean square over all of them
PULL = 0.1  # towards blank paper: of the L2 penalty, beside a gradient whose root mean square is 1
JITTER = 1  # pixels by which the picture is shifted at random before each step, so that no single pixel counts
BLUR_EVERY = 8  # steps from one blur to the next: lines of a pen, no grains
NOISE = 0.1  # of the paper at the start


@dataclass(frozen=True)
class Dream:
    """A picture that a neuron likes: image, float32 (784,), 0 paper to 1 ink; activation, what the neuron says to it; rises,
    (STEPS + 1,), the weighted sum that its activation gets, before the first step and after each.
    """

    image: np.ndarray
    activation: float
    rises: np.ndarray


def dream(network: Network, number: int, neuron: int, *, rng: np.random.Generator) -> Dream:
    """The dream of a `neuron` of hidden layer `number`; of an output unit if `number` is the output layer's.

    x <- clip(x + RATE (g / rms g - PULL x / rms x), 0, 1),   g the gradient at x of the sum that the neuron's activation gets

    That sum, and not the activation, as a relu that is silent has no gradient; an activation rises with its sum. Gradient ascent:
    Erhan, Bengio, Courville, Vincent: "Visualizing Higher-Layer Features of a Deep Network", 2009. Of an output unit its score,
    with an L2 penalty: Simonyan, Vedaldi, Zisserman: "Deep Inside Convolutional Networks", 2014, section 2. Jitter: Olah,
    Mordvintsev, Schubert: "Feature Visualization", 2017. A blur now and then: Yosinski et al.: "Understanding Neural Networks
    Through Deep Visualization", 2015. `rng` makes the noise and the jitter. Raises ValueError if there is no such layer.
    """
    before, activation = _up_to(network, number)
    x = (NOISE * rng.random((1, PIXELS))).astype(network.parameters.dtype)  # (1, 784)
    dy = np.zeros((1, before[-1].output_shape[0]), x.dtype)
    dy[0, neuron] = 1
    rises = [_sum(before, x, neuron)]
    for step in range(1, STEPS + 1):
        x = _step(network, x, dy, len(before), rng=rng)
        if step % BLUR_EVERY == 0 and step < STEPS:
            x = _blurred(x)
        rises.append(_sum(before, x, neuron))
    says = through(before + activation, x)[0, neuron]
    return Dream(x[0], float(says), np.array(rises))


def _up_to(network: Network, number: int) -> tuple[list, list]:
    """The layers that make the weighted sums of layer `number`, and its activation in a list, empty of the output layer."""
    if number == output_number(network):
        return network.layers, []
    *before, activation = halves(network, number)[0]
    return before, [activation]


def _sum(layers: list, x: np.ndarray, neuron: int) -> float:
    return float(through(layers, x)[0, neuron])


def _step(network: Network, x: np.ndarray, dy: np.ndarray, layers: int, *, rng: np.random.Generator) -> np.ndarray:
    """One step uphill from x (1, 784), which is shifted for it and back again."""
    shift = rng.integers(-JITTER, JITTER + 1, 2)
    g = _shifted(input_gradient(network, _shifted(x, shift), dy, layers), -shift)  # (1, 784)
    return np.clip(x + RATE * (_to_length_one(g) - PULL * _to_length_one(x)), 0, 1)


def _to_length_one(x: np.ndarray) -> np.ndarray:
    """x with a root mean square of 1; 0 stays 0."""
    return x / max(float(np.sqrt(np.mean(x * x))), 1e-12)


def _shifted(x: np.ndarray, shift: np.ndarray) -> np.ndarray:
    """The picture x (1, 784), shifted by so many rows and columns; what leaves on one side comes in on the other."""
    return np.roll(x.reshape(SIDE, SIDE), tuple(shift), axis=(0, 1)).reshape(1, PIXELS)


def _blurred(x: np.ndarray) -> np.ndarray:
    """The picture x (1, 784), each pixel mixed with its neighbours as 1 : 2 : 1, along rows and along columns."""
    padded = np.pad(x.reshape(SIDE, SIDE), 1)
    rows = (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4  # (28, 30)
    return ((rows[:, :-2] + 2 * rows[:, 1:-1] + rows[:, 2:]) / 4).reshape(1, PIXELS)
