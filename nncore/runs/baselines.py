"""A figure means little alone: guessing, the nearest mean digit, and a network without hidden layers stand beside it."""

from __future__ import annotations

import numpy as np

from ..architecture import build
from ..digits import CLASSES, Mnist, as_inputs
from ..evaluation import evaluate
from ..experiment import Experiment
from .fitting import fit

SOFTMAX_REGRESSION = Experiment(hidden=(), optimizer="adam", learning_rate=0.002, batch_size=128, epochs=4)


def baselines(digits: Mnist) -> dict[str, float]:
    """The accuracy on the test set, 0 to 1, of three ways that need no hidden layer, the simplest first."""
    return {"guessing": 1 / CLASSES, "nearest mean digit": nearest_mean(digits), "softmax regression": softmax_regression(digits)}


def nearest_mean(digits: Mnist) -> float:
    """The accuracy of answering with the digit whose mean image is closest. Duda, Hart: "Pattern Classification" (1973), 4.10."""
    train = digits.train
    means = np.stack([as_inputs(train.images[train.labels == digit]).mean(axis=0) for digit in range(CLASSES)])  # (10, 784)
    tested = as_inputs(digits.test.images)
    distance = (means * means).sum(axis=1) - 2 * tested @ means.T  # (n, 10): |x - mean|² less |x|²
    return float((distance.argmin(axis=1) == digits.test.labels).mean())


def softmax_regression(digits: Mnist) -> float:
    """The accuracy of a network without hidden layers, trained for a moment."""
    network = build(SOFTMAX_REGRESSION)
    fit(network, digits.train, SOFTMAX_REGRESSION)
    return evaluate(network, digits.test).accuracy
