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
    """

    EPSILON = 1e-5
    NEWEST = 0.1  # what the newest batch counts in the running statistics

    def __init__(self, width: int):
        super().__init__()
        self.width = width
        self.shapes = {"gamma": (width,), "beta": (width,)}
        self.statistics = {"mean": (width,), "variance": (width,)}

    def initialize(self, rng):
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
        batch = len(x)
        mean = x.mean(axis=0)  # (width,)
        n = np.subtract(x, mean, out=self.buffer("n", x, self.width))  # (batch, width)
        variance = np.einsum("ij,ij->j", n, n) / batch  # (width,)
        self.deviation = np.sqrt(variance + self.EPSILON)  # (width,)
        n /= self.deviation
        self.n = n
        self.mean += self.NEWEST * (mean - self.mean)
        self.variance += self.NEWEST * (variance * (batch / max(batch - 1, 1)) - self.variance)
        y = np.multiply(n, self.gamma, out=self.buffer("y", x, self.width))  # (batch, width)
        y += self.beta
        return y

    def backward(self, dy):
        batch = len(dy)
        np.einsum("ij,ij->j", dy, self.n, out=self.dgamma)  # (width,)
        np.sum(dy, axis=0, out=self.dbeta)  # (width,)
        dx = np.multiply(self.n, self.dgamma / -batch, out=self.buffer("dx", dy, self.width))  # (batch, width)
        dx += dy
        dx -= self.dbeta / batch
        dx *= self.gamma / self.deviation
        return dx
