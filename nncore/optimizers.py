"""An optimizer turns a gradient into a step.

All parameters are one flat vector W, all gradients another, dW; so a rule is a few vector operations, whatever the depth.
Rules stand here in order of complexity. Each owns its memory, some vectors as long as W, and says in `update` what happens
to a stretch of W. `step` walks over W in stretches that fit the processor's cache.
"""

from __future__ import annotations

import numpy as np

STRETCH = 16_384  # numbers; five such vectors of float32 are 320 kB, which a core keeps at hand


class Optimizer:
    """The skeleton of all rules. `vectors` is how many vectors of memory a rule needs beside W and dW."""

    vectors = 0

    def __init__(self, parameters: np.ndarray, momentum: float):
        self.momentum = momentum
        self.steps = 0
        self.memory = np.zeros((self.vectors, parameters.size), parameters.dtype)
        self._scratch = np.empty((2, min(STRETCH, parameters.size)), parameters.dtype)

    def step(self, parameters: np.ndarray, gradients: np.ndarray, learning_rate: float) -> None:
        """Change `parameters` (n,) in place, by `gradients` (n,) and this step's learning rate."""
        self.steps += 1
        for start in range(0, parameters.size, STRETCH):
            stretch = slice(start, start + STRETCH)
            W = parameters[stretch]
            self.update(W, gradients[stretch], learning_rate, *self.memory[:, stretch], self._scratch[:, :W.size])

    def update(self, W, dW, rate, *memory_and_scratch) -> None:
        """Change a stretch of W in place; every array but the last is as long as W, scratch is (2, len(W)) to compute in."""
        raise NotImplementedError


class SGD(Optimizer):
    """Stochastic gradient descent:  W ← W - rate dW. Robbins and Monro (1951)."""

    def update(self, W, dW, rate, scratch):
        W -= np.multiply(dW, rate, out=scratch[0])


class Momentum(Optimizer):
    """A heavy ball:  v ← momentum v + dW,  W ← W - rate v. Polyak (1964), in the form of Sutskever et al., ICML 2013."""

    vectors = 1

    def update(self, W, dW, rate, v, scratch):
        v *= self.momentum
        v += dW
        W -= np.multiply(v, rate, out=scratch[0])


class Nesterov(Optimizer):
    """Look ahead:  v ← momentum v + dW,  W ← W - rate (dW + momentum v). Sutskever et al., ICML 2013, section 2."""

    vectors = 1

    def update(self, W, dW, rate, v, scratch):
        v *= self.momentum
        v += dW
        ahead = np.multiply(v, self.momentum, out=scratch[0])
        ahead += dW
        ahead *= rate
        W -= ahead


class Adam(Optimizer):
    """A rate for every weight, by the mean m and mean square s of its gradients. Kingma and Ba, ICLR 2015, algorithm 1.

    m ← β₁ m + (1 - β₁) dW        s ← β₂ s + (1 - β₂) dW²
    W ← W - rate m̂ / (√ŝ + ε),    m̂ = m / (1 - β₁ᵗ), ŝ = s / (1 - β₂ᵗ) at step t
    """

    vectors = 2
    BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8

    def update(self, W, dW, rate, m, s, scratch):
        change, square = scratch
        m *= self.BETA1
        m += np.multiply(dW, 1 - self.BETA1, out=change)
        np.multiply(dW, dW, out=square)
        square *= 1 - self.BETA2
        s *= self.BETA2
        s += square
        np.multiply(s, 1 / (1 - self.BETA2**self.steps), out=square)
        np.sqrt(square, out=square)
        square += self.EPSILON
        np.multiply(m, rate / (1 - self.BETA1**self.steps), out=change)
        W -= np.divide(change, square, out=change)


OPTIMIZERS = {"sgd": SGD, "momentum": Momentum, "nesterov": Nesterov, "adam": Adam}
