"""The objective is what training makes small: the loss of the answers, and a penalty on large weights."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .digits import CLASSES, NO_DIGIT
from .experiment import Experiment
from .losses import LOSSES, exploded, guessing, targets
from .network import Network


@dataclass(frozen=True)
class Objective:
    """The loss named `loss` with smoothed labels, plus l2 / 2 (sum of W²) over the weights.

    The penalty spares the biases and what batch normalisation learns: they are few, and do not make a network wilder.
    Goodfellow, Bengio, Courville: "Deep Learning" (2016), section 7.1.
    """

    loss: str
    targets: np.ndarray  # (11, 10): the right answers by label; to what is no digit the right answer is to be unsure
    l2: float
    guessing: float  # the loss of finding all classes equally likely
    exploded: float  # the mean loss above which nothing is learned any more

    @classmethod
    def of(cls, experiment: Experiment) -> Objective:
        """What an Experiment makes small."""
        unsure = np.full((1, CLASSES), 1 / CLASSES, np.float32)
        smoothing = experiment.label_smoothing
        digits = targets(np.arange(CLASSES), smoothing)  # (10, 10)
        return cls(experiment.loss, np.concatenate([digits, unsure]), experiment.l2, guessing(experiment.loss, smoothing),
                   exploded(experiment.loss, smoothing))

    def __call__(self, logits: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
        """(loss, gradient at the logits) for logits (batch, 10) and labels (batch,); the loss is the mean over the batch."""
        return LOSSES[self.loss](logits, self.targets.take(labels, axis=0))

    def penalty(self, network: Network) -> float:
        """l2 / 2 (sum of W²)."""
        if not self.l2:
            return 0.0
        weights = (network.parameters[span] for span in network.weight_spans)
        return self.l2 / 2 * sum(float(np.vdot(W, W)) for W in weights)

    def add_penalty_gradient(self, network: Network) -> None:
        """dW ← dW + l2 W, the gradient of the penalty."""
        if self.l2:
            for span in network.weight_spans:
                network.gradients[span] += self.l2 * network.parameters[span]


def right_answers(logits: np.ndarray, labels: np.ndarray) -> tuple[int, int]:
    """(how many answers are right, how many images show a digit at all) for logits (batch, 10) and labels (batch,)."""
    right = int(np.count_nonzero(logits.argmax(axis=1) == labels))
    return right, len(labels) - int(np.count_nonzero(labels == NO_DIGIT))


def clip(gradients: np.ndarray, limit: float | None) -> None:
    """Shorten the gradient to `limit` if it is longer. Pascanu, Mikolov, Bengio: ICML 2013, algorithm 1."""
    if limit is None:
        return
    norm = math.sqrt(np.vdot(gradients, gradients))
    if norm > limit:
        gradients *= limit / norm
