"""An optimizer turns a gradient into a step.

All parameters are one flat vector W, all gradients another, dW; so a rule is a few vector operations, whatever the depth.
Rules stand here in order of complexity. Each owns its memory, some slots as long as W, and says in `update` what happens
to a stretch of W. `step` walks over W in stretches that fit the processor's cache.
"""

from __future__ import annotations

import numpy as np

CHUNK = 65_536  # numbers; five such slots of float32 are 1.3 MB, which stay in the cache of a core, or nearly


class Optimizer:
    """The skeleton of all rules. `slots` is how many slots of memory a rule needs beside W and dW."""

    slots = 0

    def __init__(self, parameters: np.ndarray, momentum: float = 0.9, weight_decay: float = 0.0, weights=(slice(None),)):
        self.momentum, self.weight_decay, self.weights = momentum, weight_decay, weights
        self.steps = 0
        self.state = np.zeros((self.slots, parameters.size), parameters.dtype)
        self._scratch = np.empty((2, min(CHUNK, parameters.size)), parameters.dtype)

    def step(self, parameters: np.ndarray, gradients: np.ndarray, learning_rate: float) -> None:
        """Change `parameters` (n,) in place, by `gradients` (n,) and this step's learning rate."""
        self.steps += 1
        for start in range(0, parameters.size, CHUNK):
            stretch = slice(start, start + CHUNK)
            W = parameters[stretch]
            self.update(W, gradients[stretch], learning_rate, *self.state[:, stretch], self._scratch[:, :W.size])

    def update(self, W, dW, rate, *state_and_scratch) -> None:
        """Change a stretch of W in place; every array but the last is as long as W, scratch is (2, len(W)) to compute in."""
        raise NotImplementedError


class SGD(Optimizer):
    """Stochastic gradient descent:  W ← W - rate dW. Robbins and Monro (1951)."""

    def update(self, W, dW, rate, scratch):
        W -= np.multiply(dW, rate, out=scratch[0])


class Momentum(Optimizer):
    """A heavy ball:  v ← momentum v + dW,  W ← W - rate v. Polyak (1964), in the form of Sutskever et al., ICML 2013."""

    slots = 1

    def update(self, W, dW, rate, v, scratch):
        v *= self.momentum
        v += dW
        W -= np.multiply(v, rate, out=scratch[0])


class Nesterov(Optimizer):
    """Look ahead:  v ← momentum v + dW,  W ← W - rate (dW + momentum v). Sutskever et al., ICML 2013, section 2."""

    slots = 1

    def update(self, W, dW, rate, v, scratch):
        v *= self.momentum
        v += dW
        ahead = np.multiply(v, self.momentum, out=scratch[0])
        ahead += dW
        ahead *= rate
        W -= ahead


class RMSprop(Optimizer):
    """A rate for every weight, by the mean square s of its gradients. Tieleman and Hinton: Coursera lecture 6.5 (2012).

    s ← α s + (1 - α) dW²        W ← W - rate dW / (√s + ε)
    """

    slots = 1
    ALPHA, EPSILON = 0.99, 1e-8

    def update(self, W, dW, rate, s, scratch):
        change, square = scratch
        np.multiply(dW, dW, out=square)
        square *= 1 - self.ALPHA
        s *= self.ALPHA
        s += square
        np.sqrt(s, out=square)
        square += self.EPSILON
        np.multiply(dW, rate, out=change)
        W -= np.divide(change, square, out=change)


class Adam(Optimizer):
    """RMSprop with a memory of the direction: the mean m of the gradients. Kingma and Ba: ICLR 2015, algorithm 1.

    m ← β₁ m + (1 - β₁) dW        s ← β₂ s + (1 - β₂) dW²
    W ← W - rate m̂ / (√ŝ + ε),    m̂ = m / (1 - β₁ᵗ), ŝ = s / (1 - β₂ᵗ) at step t
    """

    slots = 2
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


class AdamW(Adam):
    """Adam with decoupled weight decay:  W ← W - rate decay W  first. Loshchilov and Hutter: ICLR 2019, algorithm 2.

    An L2 penalty would pass through m and s, and be divided by √ŝ: weights with large gradients would hardly decay.
    """

    def step(self, parameters, gradients, learning_rate):
        for span in self.weights:
            parameters[span] *= 1 - learning_rate * self.weight_decay
        super().step(parameters, gradients, learning_rate)


OPTIMIZERS = {"sgd": SGD, "momentum": Momentum, "nesterov": Nesterov, "rmsprop": RMSprop, "adam": Adam, "adamw": AdamW}
