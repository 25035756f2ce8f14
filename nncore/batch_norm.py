"""Batch normalisation gives every neuron inputs of mean 0 and variance 1 over the batch, then lets it choose anew."""

from __future__ import annotations

import numpy as np

from .layer import Layer


class BatchNorm(Layer):
    """forward    n = (x - mean) / √(variance + ε)      y = γ n + β

    backward   dγ = sum of dy n      dβ = sum of dy      dx = γ / √(variance + ε) (dy - mean of dy - n mean of dy n)

    Mean, variance and sums run over the batch. `infer` uses running statistics in their place, so that an answer does not
    depend on the other images of a batch. Ioffe and Szegedy: ICML 2015, algorithms 1 and 2; the running variance is the
    unbiased one.

    A batch of one image has no variance: n would be 0 whatever x is, and nothing before this layer could learn. It is normalised
    by the running statistics, as constants: dx = γ / √(variance + ε) dy; they then move towards it.
    """

    EPSILON = 1e-5
    NEWEST = 0.1  # what the newest batch counts in the running statistics

    def __init__(self, width: int):
        super().__init__((width,), (width,), {"gamma": (width,), "beta": (width,)}, {"mean": (width,), "variance": (width,)})
        self._begin_as_identity()

    def initialize(self, *, rng):
        self._begin_as_identity()

    def _begin_as_identity(self) -> None:
        self.gamma[...], self.beta[...] = 1, 0
        self.mean[...], self.variance[...] = 0, 1

    def infer(self, x, out=None):
        scale = self.gamma / np.sqrt(self.variance + self.EPSILON)  # (width,)
        y = np.multiply(x, scale, out=out)  # (batch, width)
        y += self.beta - self.mean * scale
        return y

    def inference_gradient(self, x, dy):
        return dy * (self.gamma / np.sqrt(self.variance + self.EPSILON))

    def forward(self, x):
        self.alone = len(x) == 1
        mean = self.mean.copy() if self.alone else x.mean(axis=0)  # (width,)
        n = np.subtract(x, mean, out=self.buffer("n", x, self.input_shape))  # (batch, width)
        spread = np.einsum("ij,ij->j", n, n)  # (width,): the sum of squares around the mean
        variance = self.variance if self.alone else spread / len(x)  # (width,)
        self.deviation = np.sqrt(variance + self.EPSILON)  # (width,)
        n /= self.deviation
        self.n = n
        self.mean += self.NEWEST * ((x[0] if self.alone else mean) - self.mean)
        self.variance += self.NEWEST * (spread / max(len(x) - 1, 1) - self.variance)
        y = np.multiply(n, self.gamma, out=self.buffer("y", x, self.output_shape))  # (batch, width)
        y += self.beta
        return y

    def backward(self, dy):
        np.einsum("ij,ij->j", dy, self.n, out=self.dgamma)  # (width,)
        np.sum(dy, axis=0, out=self.dbeta)  # (width,)
        if self.alone:
            return np.multiply(dy, self.gamma / self.deviation, out=self.buffer("dx", dy, self.input_shape))  # (1, width)
        batch = len(dy)
        dx = np.multiply(self.n, self.dgamma / -batch, out=self.buffer("dx", dy, self.input_shape))  # (batch, width)
        dx += dy
        dx -= self.dbeta / batch
        dx *= self.gamma / self.deviation
        return dx
