"""What picture would a neuron like best? From almost blank paper each pixel goes a little towards what lights it more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..activations import Activation
from ..digits import PIXELS, SIDE
from ..layer import Layer
from ..network import Network
from .explanation import input_gradient
from .hidden import halves, through

STARTS = 4  # pictures of noise from which it goes uphill; some hills are lower than others
STEPS = 192
RATE = 0.05  # how far a pixel goes in a step, as a root mean square over all of them
PULL = 0.2  # of ink towards paper: the L2 penalty, beside a gradient whose root mean square is 1
JITTER = 1  # pixels by which the picture is shifted at random before each step, so that no single pixel counts
BLUR_EVERY = 8  # steps from one blur to the next: lines of a pen, no grains
NOISE = 0.1  # of full ink, at most, at the start


@dataclass(frozen=True)
class Dream:
    """A picture that a neuron likes: image, float32 (784,), 0 paper to 1 ink; activation, what the neuron says to it; rises,
    (STEPS + 1,), the weighted sum that its activation gets, from the start of that picture on: the image is its highest.
    """

    image: np.ndarray
    activation: float
    rises: np.ndarray


def dream(network: Network, number: int, neuron: int, *, rng: np.random.Generator) -> Dream:
    """The dream of a `neuron` of hidden layer `number`; of an output unit if `number` is the output layer's.

    x <- clip(x + RATE (g / rms g - PULL x), 0, 1),   g the gradient at x of the sum that the neuron's activation gets

    The best picture on the way from STARTS beginnings. That sum, and not the activation, as a relu that is silent has no
    gradient; an activation rises with its sum. Gradient ascent: Erhan, Bengio, Courville, Vincent: "Visualizing Higher-Layer
    Features of a Deep Network", 2009. Of an output unit its score, with an L2 penalty: Simonyan, Vedaldi, Zisserman: "Deep Inside
    Convolutional Networks", 2014, section 2. Jitter: Olah, Mordvintsev, Schubert: "Feature Visualization", 2017. A blur now and
    then: Yosinski et al.: "Understanding Neural Networks Through Deep Visualization", 2015. `rng` makes the noise and the jitter.
    Raises ValueError if there is no such layer.
    """
    before, activation = _up_to(network, number)
    x = (NOISE * rng.random((STARTS, PIXELS))).astype(network.parameters.dtype)  # (starts, 784)
    dy = np.zeros((STARTS, before[-1].output_shape[0]), x.dtype)
    dy[:, neuron] = 1
    sums, best = [through(before, x)[:, neuron]], x  # (starts,) each
    for step in range(1, STEPS + 1):
        x = _step(network, x, dy, len(before), rng=rng)
        x = x if step % BLUR_EVERY else _blurred(x)
        sums.append(through(before, x)[:, neuron])
        best = np.where((sums[-1] > np.max(sums[:-1], axis=0))[:, None], x, best)
    rises = np.array(sums)  # (steps + 1, starts)
    start = int(rises.max(axis=0).argmax())
    return Dream(best[start], float(through(before + activation, best[[start]])[0, neuron]), rises[:, start])


def seeded_dream(network: Network, number: int, neuron: int, seed: int) -> Dream:
    """The dream whose noise and jitter come from `seed`, for whoever can hand on a number and no generator."""
    return dream(network, number, neuron, rng=np.random.default_rng(seed))


def _up_to(network: Network, number: int) -> tuple[list[Layer], list[Layer]]:
    """The layers that make the weighted sums of layer `number`, and its activation in a list, empty of the output layer."""
    layers = halves(network, number)[0]
    return (layers[:-1], layers[-1:]) if isinstance(layers[-1], Activation) else (layers, [])


def _step(network: Network, x: np.ndarray, dy: np.ndarray, layers: int, *, rng: np.random.Generator) -> np.ndarray:
    """One step uphill from x (starts, 784), which is shifted for it and back again."""
    shift = rng.integers(-JITTER, JITTER + 1, 2)
    g = _shifted(input_gradient(network, _shifted(x, shift), dy, layers), -shift)  # (starts, 784)
    g /= np.maximum(np.sqrt(np.mean(g * g, axis=1, keepdims=True)), 1e-12)
    return np.clip(x + RATE * (g - PULL * x), 0, 1)


def _shifted(x: np.ndarray, shift: np.ndarray) -> np.ndarray:
    """The pictures x (n, 784), shifted by so many rows and columns; what leaves on one side comes in on the other."""
    return np.roll(x.reshape(-1, SIDE, SIDE), tuple(shift), axis=(1, 2)).reshape(-1, PIXELS)


def _blurred(x: np.ndarray) -> np.ndarray:
    """The pictures x (n, 784), each pixel mixed with its neighbours as 1 : 2 : 1, along rows and along columns."""
    padded = np.pad(x.reshape(-1, SIDE, SIDE), ((0, 0), (1, 1), (1, 1)))
    rows = (padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:]) / 4  # (n, 28, 30)
    return ((rows[..., :-2] + 2 * rows[..., 1:-1] + rows[..., 2:]) / 4).reshape(-1, PIXELS)
