"""Dropout silences neurons at random while the network learns, so that none relies on another."""

from __future__ import annotations

import copy

import numpy as np

from .layer import Layer, Shape


class Dropout(Layer):
    """forward    y = x mask / (1 - rate), the mask being 0 with probability `rate`, else 1

    backward   dx = dy mask / (1 - rate)

    What is left is scaled up, so `infer` has nothing to do, and nothing happens at rate 0. Srivastava et al.: JMLR 15 (2014), in
    its inverted form.
    """

    def __init__(self, shape: Shape, rate: float, *, rng: np.random.Generator):
        super().__init__(shape, shape)
        self.rate, self.rng = rate, rng

    def clone(self):
        other = super().clone()
        other.rng = copy.deepcopy(self.rng)
        return other

    def infer(self, x, out=None):
        return x

    def inference_gradient(self, x, dy):
        return dy

    def forward(self, x):
        if not self.rate:
            return x
        mask = self.buffer("mask", x, self.input_shape)  # (batch, *shape)
        mask[...] = self.rng.random(x.shape, np.float32) >= self.rate
        mask *= 1 / (1 - self.rate)
        self.mask = mask
        return np.multiply(x, mask, out=self.buffer("y", x, self.output_shape))

    def backward(self, dy):
        if not self.rate:
            return dy
        return np.multiply(dy, self.mask, out=self.buffer("dx", dy, self.input_shape))  # (batch, *shape)
