"""An optimizer turns a gradient into a step: the rules of `optimizer_rules`, in place and in chunks that fit the cache.

All parameters are one flat vector W, all gradients another, dW; so a rule is a few vector operations, whatever the depth. Each
rule owns its state, slots of memory as long as W, and says in `update` what happens to a chunk of W.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

CHUNK = 32_768  # numbers: Adam's six vectors are then 0.8 MB of float32, and stay in a core's second cache of 1 or 2 MB
FORGETTING = 128  # steps; so long, at 0.9 a step, a number of NEGLIGIBLE takes to become 1e-36
NEGLIGIBLE = 1e-30  # a number of the state below this changes no weight any more


class Optimizer:
    """The skeleton of all rules. `slots` is how many vectors a rule remembers beside W and dW.

    `state` is (slots, n), zero at first; `steps` counts the steps taken. `weights` are the slices of the n parameters that are
    weights: weight decay spares all others, biases and what batch normalisation learns.
    """

    slots = 0

    def __init__(self, parameters: np.ndarray, momentum: float = 0.9, weight_decay: float = 0.0,
                 weights: Sequence[slice] = (slice(None),)):
        self.momentum, self.weight_decay = momentum, weight_decay
        self.weights = [slice(*span.indices(parameters.size)) for span in weights]
        self.steps = 0
        self.state = np.zeros((self.slots, parameters.size), parameters.dtype)
        self._scratch = np.empty((2, min(CHUNK, parameters.size)), parameters.dtype)

    def step(self, parameters: np.ndarray, gradients: np.ndarray, rate: float) -> None:
        """Change `parameters` (n,) in place, by `gradients` (n,) and the learning rate of this step."""
        self.steps += 1
        for start in range(0, parameters.size, CHUNK):
            chunk = slice(start, min(start + CHUNK, parameters.size))
            self.decay(parameters, chunk, rate)
            W = parameters[chunk]
            self.update(W, gradients[chunk], rate, *self.state[:, chunk], self._scratch[:, :W.size])
        if self.steps % FORGETTING == 0:
            self._forget()

    def _forget(self) -> None:
        """Set negligible numbers of the state to 0.

        The velocity of a weight whose pixel is blank for a thousand steps sinks below 1e-38 and stays there, as 0.9 times the
        smallest number is rounded back to it. Such subnormal numbers are slow to compute with, and some percent of them show.
        """
        self.state[np.abs(self.state) < NEGLIGIBLE] = 0

    def decay(self, parameters: np.ndarray, chunk: slice, rate: float) -> None:
        """Shrink the weights in a chunk of `parameters`, apart from their gradient. Only AdamW does."""

    def update(self, W, dW, rate, *state_and_scratch) -> None:
        """Change a chunk of W in place; every array but the last is as long as W, scratch is (2, len(W)) to compute in."""
        raise NotImplementedError


class SGD(Optimizer):
    """W ← W - rate dW"""

    def update(self, W, dW, rate, scratch):
        W -= np.multiply(dW, rate, out=scratch[0])


class Momentum(Optimizer):
    """v ← momentum v + dW        W ← W - rate v"""

    slots = 1

    def update(self, W, dW, rate, v, scratch):
        v *= self.momentum
        v += dW
        W -= np.multiply(v, rate, out=scratch[0])


class Nesterov(Optimizer):
    """v ← momentum v + dW        W ← W - rate (dW + momentum v)"""

    slots = 1

    def update(self, W, dW, rate, v, scratch):
        v *= self.momentum
        v += dW
        ahead = np.multiply(v, self.momentum, out=scratch[0])
        ahead += dW
        ahead *= rate
        W -= ahead


class RMSprop(Optimizer):
    """s ← α s + (1 - α) dW²        W ← W - rate dW / (√s + ε)"""

    slots = 1
    ALPHA, EPSILON = 0.99, 1e-8

    def update(self, W, dW, rate, s, scratch):
        change, root = scratch
        np.multiply(dW, 1 - self.ALPHA, out=change)
        change *= dW
        s *= self.ALPHA
        s += change
        np.sqrt(s, out=root)
        root += self.EPSILON
        np.divide(dW, root, out=change)
        change *= rate
        W -= change


class Adam(Optimizer):
    """m ← β₁ m + (1 - β₁) dW        s ← β₂ s + (1 - β₂) dW²        W ← W - rate m̂ / (√ŝ + ε)

    m̂ = m / (1 - β₁ᵗ) and ŝ = s / (1 - β₂ᵗ) at step t cost no pass over the vectors: with the number c = √(1 - β₂ᵗ),
    √ŝ = √s / c, so  rate m̂ / (√ŝ + ε) = (rate c / (1 - β₁ᵗ)) m / (√s + ε c). Kingma and Ba: ICLR 2015, end of section 2.
    """

    slots = 2
    BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8

    def update(self, W, dW, rate, m, s, scratch):
        part, change = scratch
        c = (1 - self.BETA2**self.steps) ** 0.5
        np.multiply(dW, 1 - self.BETA1, out=part)
        m *= self.BETA1
        m += part
        np.multiply(dW, 1 - self.BETA2, out=part)
        part *= dW
        s *= self.BETA2
        s += part
        np.sqrt(s, out=change)
        change += self.EPSILON * c
        np.divide(m, change, out=change)
        change *= rate * c / (1 - self.BETA1**self.steps)
        W -= change


class AdamW(Adam):
    """W ← W - rate decay W for the weights, then Adam's step"""

    def decay(self, parameters, chunk, rate):
        for span in self.weights:
            parameters[max(span.start, chunk.start):min(span.stop, chunk.stop)] *= 1 - rate * self.weight_decay


OPTIMIZERS = {"sgd": SGD, "momentum": Momentum, "nesterov": Nesterov, "rmsprop": RMSprop, "adam": Adam, "adamw": AdamW}

CALM = {"sgd": 0.1, "momentum": 0.1, "nesterov": 0.1, "rmsprop": 0.001, "adam": 0.001, "adamw": 0.001}


def calmer_rate(optimizer: str, rate: float, momentum: float) -> float:
    """The learning rate to try after an explosion at `rate`: a tenth, and none above what the optimizer bears as a rule.

    With momentum a step is the sum of those before, 1 / (1 - momentum) times as long, so it bears that much less.
    """
    bears = CALM[optimizer] * (1 - momentum if optimizer in ("momentum", "nesterov") else 1)
    return float(f"{min(rate / 10, bears):.2g}")
