"""An evaluation says how a network does on digits that it did not learn from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .digits import CLASSES, Digits, as_inputs
from .losses import cross_entropy, targets
from .network import ROWS_AT_ONCE, Network


@dataclass(frozen=True)
class Evaluation:
    """accuracy 0 to 1; loss, the mean over the digits; confusion int (10, 10): row true digit, column answer.

    `correct`, bool (n,), says which of the images were read rightly.
    """

    accuracy: float
    loss: float
    confusion: np.ndarray
    correct: np.ndarray


Loss = Callable[[np.ndarray, np.ndarray], tuple[float, np.ndarray]]  # (logits, labels) -> (mean loss, gradient at the logits)


def plain_cross_entropy(logits: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
    """The cross-entropy with the labels as they are, not smoothed."""
    return cross_entropy(logits, targets(labels))


def evaluate(network: Network, digits: Digits, loss: Loss = plain_cross_entropy) -> Evaluation:
    """How `network` does on `digits`, all of them, by its answers and by `loss`. Raises ValueError if there are none."""
    if len(digits) == 0:
        raise ValueError("there are no digits to evaluate on; at least one is needed")
    confusion, correct = np.zeros((CLASSES, CLASSES), int), np.empty(len(digits), bool)
    total = 0.0
    for start in range(0, len(digits), ROWS_AT_ONCE):
        part = slice(start, start + ROWS_AT_ONCE)
        labels = digits.labels[part]
        logits = network.infer(network.inputs(as_inputs(digits.images[part])))  # (rows, 10)
        answers = logits.argmax(axis=1)  # (rows,)
        np.add.at(confusion, (labels, answers), 1)
        correct[part] = answers == labels
        total += loss(logits, labels)[0] * len(labels)
    return Evaluation(float(correct.mean()), total / len(digits), confusion, correct)
