"""The first dense layer reads pixels as the bytes that they are, and skips those that are blank in the whole batch."""

from __future__ import annotations

import numpy as np

from .dense import Dense
from .digits import as_inputs


class PixelDense(Dense):
    """A dense layer on the columns of x where the batch holds any ink. The result is that of Dense, with a third less work.

    forward    y = x W + b, summed over the inked pixels only: zero times a weight is zero

    backward   dW = xᵀ dy for the inked pixels, 0 for the blank ones      db = sum of dy over the batch

    x is float, 0 paper to 1 ink, or bytes, 0 paper to 255 ink. The layer stands first: nobody asks it for dx.
    """

    reads_bytes = True

    def forward(self, x):
        (self.inked,) = np.bitwise_or.reduce(x, axis=0).nonzero() if x.dtype == np.uint8 else x.any(axis=0).nonzero()
        x = x.take(self.inked, axis=1, mode="clip")  # (batch, inked)
        self.x = as_inputs(x) if x.dtype == np.uint8 else x
        W = self.W.take(self.inked, axis=0, mode="clip")  # (inked, outputs)
        y = np.matmul(self.x, W, out=self.buffer("y", self.x, self.output_shape))  # (batch, outputs)
        y += self.b
        return y

    def backward(self, dy):
        self.dW.fill(0)
        self.dW[self.inked] = self.x.T @ dy  # (inked, outputs)
        dy.sum(axis=0, out=self.db)  # (outputs,)
