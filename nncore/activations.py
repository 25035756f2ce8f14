"""An activation bends each number on its own, so that layers on top of each other can do more than one layer.

Each class gives y = f(x) in `infer` and dx = dy f'(x) in `backward`; f' is written in terms of the output y, which is at
hand anyway.
"""

from __future__ import annotations

import numpy as np

from .layer import Layer


class Activation(Layer):
    """The base of the activations: forward is infer, remembered."""

    def forward(self, x):
        self.y = self.infer(x, out=self.buffer("y", x, x.shape[1]))  # (batch, width)
        return self.y

    def slope(self, out: np.ndarray) -> np.ndarray:
        """f'(x) at the remembered pass, into `out`."""
        raise NotImplementedError

    def backward(self, dy):
        dx = self.slope(out=self.buffer("dx", dy, dy.shape[1]))  # (batch, width)
        dx *= dy
        return dx


class Relu(Activation):
    """y = max(x, 0);  f' = 1 where y > 0, else 0. Nair and Hinton, ICML 2010."""

    def infer(self, x, out=None):
        return np.maximum(x, 0, out=out)

    def slope(self, out):
        return np.greater(self.y, 0, out=out)


class LeakyRelu(Activation):
    """y = max(x, 0.01 x);  f' = 1 where y > 0, else 0.01. Maas, Hannun, Ng: "Rectifier nonlinearities", ICML 2013."""

    LEAK = 0.01

    def infer(self, x, out=None):
        y = np.multiply(x, self.LEAK, out=out)
        return np.maximum(x, y, out=y)

    def slope(self, out):
        np.greater(self.y, 0, out=out)
        return np.maximum(out, self.LEAK, out=out)


class Tanh(Activation):
    """y = tanh(x);  f' = 1 - y²."""

    def infer(self, x, out=None):
        return np.tanh(x, out=out)

    def slope(self, out):
        np.multiply(self.y, self.y, out=out)
        return np.subtract(1, out, out=out)


class Sigmoid(Activation):
    """y = 1 / (1 + e⁻ˣ), computed as (1 + tanh(x / 2)) / 2, which cannot overflow;  f' = y (1 - y)."""

    def infer(self, x, out=None):
        y = np.multiply(x, 0.5, out=out)
        np.tanh(y, out=y)
        y += 1
        y *= 0.5
        return y

    def slope(self, out):
        np.subtract(1, self.y, out=out)
        out *= self.y
        return out


class Linear(Activation):
    """y = x;  f' = 1. No bend at all: to see that depth alone gives nothing."""

    def infer(self, x, out=None):
        return x

    def backward(self, dy):
        return dy


ACTIVATIONS = {"relu": Relu, "leaky_relu": LeakyRelu, "tanh": Tanh, "sigmoid": Sigmoid, "linear": Linear}
