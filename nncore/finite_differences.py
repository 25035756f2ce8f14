"""A gradient can be checked without any calculus: change a number a little, both ways, and see how much the loss changes.

    d loss / dw ≈ (loss at w + step - loss at w - step) / (2 step)

The error shrinks with the square of the step, until the digits that a number has run out; so it takes float64. It costs two whole
passes for each number, where `backward` has the gradients of all numbers in one: that is why networks learn by `backward`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .digits import as_inputs
from .network import Network
from .objective import Objective

STEP = 1e-6
MOST_DIGITS = 15  # that a float64 has


@dataclass(frozen=True)
class Difference:
    """The values of a function where one number is larger by `step`, and where it is smaller."""

    above: float
    below: float
    step: float

    @property
    def slope(self) -> float:
        """The derivative."""
        return (self.above - self.below) / (2 * self.step)


def difference(function: Callable[[], float], values: np.ndarray, place: tuple[int, ...], step: float = STEP) -> Difference:
    """What function(), which reads `values`, gives on both sides of the number at `place`, which stays as it was."""
    kept = values[place]
    values[place] = kept + step
    above = function()
    values[place] = kept - step
    below = function()
    values[place] = kept
    return Difference(above, below, step)


def central_difference(function: Callable[[], float], values: np.ndarray) -> np.ndarray:
    """The derivative of function() in each number of `values`, float64 of any shape, which function reads."""
    derivative = np.empty(values.shape)
    for place in np.ndindex(values.shape):
        derivative[place] = difference(function, values, place).slope
    return derivative


def in_float64(network: Network) -> Network:
    """A copy that computes with 15 digits where `network` has 7."""
    return Network([layer.clone() for layer in network.layers], np.float64)


def inputs_in_float64(images: np.ndarray) -> np.ndarray:
    """The pixels of images uint8 (n, 28, 28), as such a copy reads them: float64 (n, 784), the values of `as_inputs`."""
    return as_inputs(images).astype(np.float64)


def weight_difference(network: Network, images: np.ndarray, labels: np.ndarray, objective: Objective, *, layer: int,
                      weight: tuple[int, int]) -> Difference:
    """The loss of images uint8 (n, 28, 28) on both sides of `weight`, (input, output), of the dense layer at place `layer`.

    In float64. Each pass begins from the same copy, so that dropout silences the same neurons and batch norm has seen the same.
    """
    exact, x = in_float64(network), inputs_in_float64(images)
    return difference(lambda: objective(exact.snapshot().forward(x), labels)[0], exact.layers[layer].W, weight)


def agreeing_digits(first: float, second: float) -> int:
    """To how many digits two numbers agree, 0 to 15: their difference, beside the larger, is at most 1 in the next digit."""
    if first == second:
        return MOST_DIGITS
    share = abs(first - second) / max(abs(first), abs(second))
    return min(max(math.floor(-math.log10(share)), 0), MOST_DIGITS) if share > 0 else 0
