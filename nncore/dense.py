"""A dense layer: every output is a weighted sum of all inputs, plus a bias."""

from __future__ import annotations

import numpy as np

from .initializers import INITIALIZERS
from .layer import Layer


class Dense(Layer):
    """forward    y = x W + b

    backward   dW = xᵀ dy      db = sum of dy over the batch      dx = dy Wᵀ

    W is (inputs, outputs): column j holds the weights of neuron j. Rumelhart, Hinton, Williams: "Learning representations
    by back-propagating errors", Nature 323 (1986).
    """

    def __init__(self, inputs: int, outputs: int, initializer: str = "he"):
        super().__init__((inputs,), (outputs,), {"W": (inputs, outputs), "b": (outputs,)})
        self.inputs, self.outputs, self.initializer = inputs, outputs, initializer

    def initialize(self, *, rng):
        self.W[...] = INITIALIZERS[self.initializer](self.inputs, self.outputs, rng=rng)
        self.b[...] = 0

    def infer(self, x, out=None):
        y = np.matmul(x, self.W, out=out)  # (batch, outputs)
        y += self.b
        return y

    def forward(self, x):
        self.x = x  # (batch, inputs)
        return self.infer(x, out=self.buffer("y", x, self.output_shape))

    def backward(self, dy):
        np.matmul(self.x.T, dy, out=self.dW)  # (inputs, outputs)
        dy.sum(axis=0, out=self.db)  # (outputs,)
        return np.matmul(dy, self.W.T, out=self.buffer("dx", dy, self.input_shape))  # (batch, inputs)

    def inference_gradient(self, x, dy):
        return dy @ self.W.T
