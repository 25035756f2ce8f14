"""The rules by which a gradient becomes a step, as one would write them on a board.

Each takes the weights W and their gradient dW, float (n,), with what it remembers of earlier steps, and gives the new ones.
`optimizers` computes the same in place; this page is for reading, and tests/test_optimizers.py compares the two.
"""

from __future__ import annotations

import numpy as np


def sgd(W, dW, rate):
    """Stochastic gradient descent: a step straight downhill. Robbins and Monro (1951)."""
    return W - rate * dW


def momentum(W, dW, v, rate, momentum=0.9):
    """A heavy ball: the velocity v keeps a part of the last step. Polyak (1964).

    The rate stands outside v, as in PyTorch. Sutskever et al. (ICML 2013) write v ← momentum v - rate dW, W ← W + v: the same
    as long as the rate stays; when it changes, theirs finishes earlier steps at the old rate, this one at the new.
    """
    v = momentum * v + dW
    return W - rate * v, v


def nesterov(W, dW, v, rate, momentum=0.9):
    """Momentum that looks one step ahead. Sutskever et al.: ICML 2013, section 2, with the rate outside v as in PyTorch."""
    v = momentum * v + dW
    return W - rate * (dW + momentum * v), v


def rmsprop(W, dW, s, rate, alpha=0.99, epsilon=1e-8):
    """A rate for every weight, by the mean square s of its gradients. Tieleman and Hinton: Coursera lecture 6.5 (2012)."""
    s = alpha * s + (1 - alpha) * dW**2
    return W - rate * dW / (np.sqrt(s) + epsilon), s


def adam(W, dW, m, s, rate, t, beta1=0.9, beta2=0.999, epsilon=1e-8):
    """RMSprop that also keeps the mean m of the gradients; t counts steps from 1. Kingma and Ba: ICLR 2015, algorithm 1.

    m and s begin at 0 and are too small at first; the hats correct that.
    """
    m = beta1 * m + (1 - beta1) * dW
    s = beta2 * s + (1 - beta2) * dW**2
    m_hat = m / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    return W - rate * m_hat / (np.sqrt(s_hat) + epsilon), m, s


def adamw(W, dW, m, s, rate, t, decay, **constants):
    """Adam with decoupled weight decay: W shrinks first. Loshchilov and Hutter: ICLR 2019, algorithm 2.

    An L2 penalty would pass through m and s and be divided by √ŝ: weights with large gradients would hardly decay. Only the
    weights of dense layers decay, no bias: Goodfellow, Bengio, Courville: "Deep Learning" (2016), section 7.1.
    """
    return adam(W - rate * decay * W, dW, m, s, rate, t, **constants)
