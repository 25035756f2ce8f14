"""A loss says with one number how wrong the answers were, and with its gradient which way to change them."""

from __future__ import annotations

import numpy as np

from .digits import CLASSES


def softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities from logits, both (batch, classes): p = eᶻ / sum of eᶻ; each row adds up to 1.

    The largest logit of a row is taken away first, which changes nothing in the formula and keeps e from overflowing.
    """
    p = np.exp(logits - logits.max(axis=1, keepdims=True))  # (batch, classes)
    p /= p.sum(axis=1, keepdims=True)
    return p


def targets(labels: np.ndarray, smoothing: float = 0.0, classes: int = CLASSES, dtype=np.float32) -> np.ndarray:
    """The right answers y as probabilities, (batch, classes), for labels, integers (batch,): 1 at the label, 0 elsewhere.

    With label smoothing s, y is 1 - s + s / classes at the label and s / classes elsewhere, so that the network need not be
    surer than it can be (Szegedy et al.: CVPR 2016, section 7).
    """
    y = np.full((classes, classes), smoothing / classes, dtype)  # one row for each label there is
    np.fill_diagonal(y, 1 - smoothing + smoothing / classes)
    return y.take(labels, axis=0)


def cross_entropy(logits: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """(loss, gradient at the logits) of the answers p = softmax(logits) to a batch whose right answers are y.

    loss = mean of -sum of y log p        dlogits = (p - y) / batch

    logits and y: float (batch, classes), each row of y adding up to 1; the loss is in nats: ln 10 = 2.303 is guessing among
    ten. -log p is taken as log(sum of eᶻ) - z, which no probability of 0 can break. Bishop: "Pattern Recognition and Machine
    Learning" (2006), equations 4.108 and 4.109.
    """
    z, y = logits.T.copy(), y.T.copy()  # (classes, batch): ten long rows are added up faster than many short ones
    z -= z.max(axis=0)
    p = np.exp(z)  # (classes, batch)
    total = p.sum(axis=0)  # (batch,)
    batch = len(total)
    loss = (np.log(total).sum() - np.vdot(y, z)) / batch
    p /= total
    p -= y
    p /= batch
    return float(loss), p.T


def mean_squared_error(logits: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """(loss, gradient at the logits) of the probabilities p = softmax(logits), measured by their distance to y.

    loss = mean of (p - y)² over batch and classes        dp = 2 (p - y) / (batch classes)
    dlogits = p (dp - sum of dp p over the classes)

    Shapes as in `cross_entropy`. It learns more slowly, as the derivative of p is near 0 where p is near 0 or 1. Bishop (2006),
    section 5.2 and equation 4.106.
    """
    p = softmax(logits)  # (batch, classes)
    error = p - y
    dp = error * (2 / error.size)
    return float(np.mean(error * error)), p * (dp - (dp * p).sum(axis=1, keepdims=True))


LOSSES = {"cross_entropy": cross_entropy, "mean_squared_error": mean_squared_error}


def guessing(loss_name: str, label_smoothing: float = 0.0) -> float:
    """The loss of finding all classes equally likely, as a network does that knows nothing.

    For cross-entropy it is ln 10, for the mean squared error with label smoothing s it is 0.09 (1 - s)².
    """
    return _loss_of_each_class(np.zeros((CLASSES, CLASSES)), loss_name, label_smoothing)


def exploded(loss_name: str, label_smoothing: float = 0.0) -> float:
    """The mean loss above which training has exploded: ten times that of guessing, where a loss can be so large.

    The mean squared error of probabilities cannot: without smoothing, being sure and wrong costs 2 / classes and nothing costs
    more. There, half way from guessing to the largest loss is taken.
    """
    guess = guessing(loss_name, label_smoothing)
    sure_and_wrong = 1e6 * np.eye(CLASSES)[::-1]  # (classes, classes): 0 is taken for 9, 1 for 8, ... 9 for 0
    largest = _loss_of_each_class(sure_and_wrong, loss_name, label_smoothing)
    return min(10 * guess, (guess + largest) / 2)


def _loss_of_each_class(logits: np.ndarray, loss_name: str, label_smoothing: float) -> float:
    """The loss of a batch that shows each class once."""
    loss, _ = LOSSES[loss_name](logits, targets(np.arange(CLASSES), label_smoothing, dtype=np.float64))
    return loss
