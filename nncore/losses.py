"""A loss says with one number how wrong the answers were, and with its gradient which way to change them."""

from __future__ import annotations

import numpy as np


def softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities from logits, both (batch, classes): p = eᶻ / sum of eᶻ; each row adds up to 1.

    The largest logit of a row is taken away first, which changes nothing in the formula and keeps e from overflowing.
    """
    p = np.exp(logits - logits.max(axis=1, keepdims=True))  # (batch, classes)
    p /= p.sum(axis=1, keepdims=True)
    return p


def softmax_cross_entropy(logits: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
    """(loss, gradient at the logits) of the answers to a batch.

    loss = mean of -log p[label]        dlogits = (p - y) / batch,   y being 1 at the label and 0 elsewhere

    logits: float (batch, classes); labels: integers (batch,); the loss is in nats: ln 10 = 2.303 is guessing among ten.
    -log p is taken as log(sum of eᶻ) - z[label], which no probability of 0 can break. Bishop: "Pattern Recognition and
    Machine Learning" (2006), equations 4.108 and 4.109.
    """
    rows = np.arange(len(labels))
    z = logits - logits.max(axis=1, keepdims=True)  # (batch, classes)
    p = np.exp(z)  # (batch, classes)
    total = p.sum(axis=1, keepdims=True)  # (batch, 1)
    loss = np.log(total[:, 0]).mean() - z[rows, labels].mean()
    p /= total
    p[rows, labels] -= 1
    p /= len(labels)
    return float(loss), p
