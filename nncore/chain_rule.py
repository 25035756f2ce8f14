"""The chain rule says how a change at the beginning of a calculation reaches its end: factor by factor.

A network is a long calculation made of short ones. Take the shortest that learns: one pixel x, one weight w, one bias b.

    y = w x + b            the weighted sum
    p = tanh(y)            the activation
    loss = (p - t)² / 2    how far the answer p is from the target t

How much does the loss change when w changes a little? Each link of the chain has a derivative of its own, which needs only the
numbers of that link:

    d loss / dp = p - t        dp / dy = 1 - p²        dy / dw = x        dy / db = 1        dy / dx = w

Along the chain they are multiplied. Going backwards, every link takes one number, the derivative of the loss with respect to its
output, and multiplies it with its own derivative. That is the derivative of the loss with respect to its input, and goes to the
link before. Such a derivative is called a gradient, and written dp, dy, dw: "d" with the name of what is changed. A layer does
nothing else, for many numbers at once: `forward` works out y from x, `backward` works out dx, dW and db from dy. This is
backpropagation (Rumelhart, Hinton, Williams: "Learning representations by back-propagating errors", Nature 323, 1986).
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Chain:
    """The numbers of one pass forward and back: outputs y and p, the loss, and the gradients dp, dy, dw, db, dx."""

    y: float
    p: float
    loss: float
    dp: float
    dy: float
    dw: float
    db: float
    dx: float


def forward_and_back(x: float = 0.8, w: float = 0.5, b: float = -0.1, t: float = 1.0) -> Chain:
    """The chain above with real numbers; those in the comments are of the default values."""
    y = w * x + b  # 0.5 · 0.8 - 0.1 = 0.3
    p = math.tanh(y)  # 0.2913
    loss = (p - t) ** 2 / 2  # 0.2511

    dp = p - t  # -0.7087: the loss falls when p grows
    dy = dp * (1 - p * p)  # -0.7087 · 0.9151 = -0.6485
    dw = dy * x  # -0.6485 · 0.8 = -0.5188
    db = dy  # -0.6485
    dx = dy * w  # -0.6485 · 0.5 = -0.3243, for the link before this one
    return Chain(y, p, loss, dp, dy, dw, db, dx)


def one_step(w: float, dw: float, rate: float) -> float:
    """The weight after one step downhill: w - rate dw. At rate 0.1 it goes from 0.5 to 0.5519, and the loss to 0.2252."""
    return w - rate * dw
