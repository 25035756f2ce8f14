"""An activation bends each number on its own, so that layers on top of each other can do more than one layer.

Each class gives y = f(x) in `infer` and f' at the last pass in `derivative`; all share dx = dy f'(x). Where it can, f' is written
in terms of the output y, which is at hand anyway.
"""

from __future__ import annotations

import numpy as np

from .layer import Layer, Shape


class Activation(Layer):
    """The base of the activations: forward    y = f(x)        backward    dx = dy f'(x)

    `shape` is what goes in and out, without the batch.
    """

    def __init__(self, shape: Shape):
        super().__init__(shape, shape)

    def forward(self, x):
        self.x = x  # (batch, *shape)
        self.y = self.infer(x, out=self.buffer("y", x, self.output_shape))  # (batch, *shape)
        return self.y

    def backward(self, dy):
        return np.multiply(dy, self.derivative(), out=self.buffer("dx", dy, self.input_shape))  # (batch, *shape)

    def inference_gradient(self, x, dy):
        passing = self.clone()
        passing.forward(x)
        return passing.backward(dy)

    def derivative(self) -> np.ndarray:
        """f'(x) at the last pass, (batch, *shape)."""
        raise NotImplementedError


class Relu(Activation):
    """y = max(x, 0);  f' = 1 where y > 0, else 0. Nair and Hinton, ICML 2010."""

    def infer(self, x, out=None):
        return np.maximum(x, 0, out=out)

    def derivative(self):
        return self.y > 0


class LeakyRelu(Activation):
    """y = max(x, 0.01 x);  f' = 1 where y > 0, else 0.01. Maas, Hannun, Ng: "Rectifier nonlinearities", ICML 2013."""

    LEAK = 0.01

    def infer(self, x, out=None):
        y = np.multiply(x, self.LEAK, out=out)
        return np.maximum(x, y, out=y)

    def derivative(self):
        return np.maximum(self.y > 0, self.y.dtype.type(self.LEAK))  # without a branch for each number, as np.where would take


class Elu(Activation):
    """y = x where x > 0, else eˣ - 1;  f' = 1 where y > 0, else y + 1. Clevert, Unterthiner, Hochreiter: ICLR 2016."""

    def infer(self, x, out=None):
        y = np.minimum(x, 0, out=out)
        np.expm1(y, out=y)
        return np.maximum(x, y, out=y)  # eˣ - 1 is never below x

    def derivative(self):
        return np.minimum(self.y, 0) + 1


class Gelu(Activation):
    """y = x Φ(x), Φ being the normal distribution, as x (1 + tanh u) / 2 with u = √(2/π) (x + 0.044715 x³);

    f' = (1 + tanh u) / 2 + x (1 - tanh² u) u' / 2. Hendrycks and Gimpel: arXiv:1606.08415, section 2.
    """

    ROOT, CUBE = np.sqrt(2 / np.pi).item(), 0.044715

    def infer(self, x, out=None):
        y = np.tanh(self._u(x), out=out)
        y += 1
        y *= x
        y *= 0.5
        return y

    def derivative(self):
        t = np.tanh(self._u(self.x))
        return 0.5 * (1 + t + self.x * (1 - t * t) * self.ROOT * (1 + 3 * self.CUBE * self.x * self.x))

    def _u(self, x: np.ndarray) -> np.ndarray:
        return self.ROOT * (x + self.CUBE * x * x * x)


class Tanh(Activation):
    """y = tanh(x);  f' = 1 - y²."""

    def infer(self, x, out=None):
        return np.tanh(x, out=out)

    def derivative(self):
        return 1 - self.y * self.y


class Sigmoid(Activation):
    """y = 1 / (1 + e⁻ˣ), computed as (1 + tanh(x / 2)) / 2, which cannot overflow;  f' = y (1 - y)."""

    def infer(self, x, out=None):
        y = np.multiply(x, 0.5, out=out)
        np.tanh(y, out=y)
        y += 1
        y *= 0.5
        return y

    def derivative(self):
        return self.y * (1 - self.y)


class Linear(Activation):
    """y = x;  f' = 1. No bend at all: to see that depth alone gives nothing."""

    def infer(self, x, out=None):
        return x

    def derivative(self):
        return 1


ACTIVATIONS = {"relu": Relu, "leaky_relu": LeakyRelu, "elu": Elu, "gelu": Gelu, "tanh": Tanh, "sigmoid": Sigmoid,
               "linear": Linear}
