"""One update under the microscope: a network before and after a learning step on one digit, and what its optimizer remembers."""

from __future__ import annotations

import copy
from dataclasses import dataclass

import numpy as np

from ..batches import Batch
from ..digits import PIXELS, Digits
from ..experiment import Experiment
from ..learning_step import learning_step
from ..network import Network
from ..objective import Objective
from ..optimizers import OPTIMIZERS, Optimizer


@dataclass(frozen=True)
class LearningState:
    """A network between two updates, and its optimizer; `gradients` (n,) is what the optimizer got for the last update.

    It is the gradient of the loss with that of the penalty, clipped where the Experiment says so; None before any update.
    """

    network: Network
    optimizer: Optimizer
    gradients: np.ndarray | None = None


def before_any_update(network: Network, experiment: Experiment) -> LearningState:
    """Where updates begin: `network` itself, and the optimizer of `experiment`, which remembers nothing."""
    rule = OPTIMIZERS[experiment.optimizer]
    return LearningState(network, rule(network.parameters, experiment.momentum, experiment.weight_decay, network.weight_spans))


def updated(state: LearningState, digit: Digits, experiment: Experiment, rate: float) -> LearningState:
    """The state after one learning step of length `rate` on `digit`, a batch of one or more; the one before stays as it is."""
    network, optimizer = state.network.snapshot(), copy.deepcopy(state.optimizer)
    batch = Batch(len(digit), [(digit.images.reshape(-1, PIXELS), digit.labels)])
    learning_step(network, batch, Objective.of(experiment), optimizer, rate, experiment.clip_norm)
    return LearningState(network, optimizer, network.gradients)


def answers(network: Network, digits: Digits) -> np.ndarray:
    """What `network` reads in each of the digits, uint8 (n,)."""
    return network.predict(digits.images.reshape(-1, PIXELS)).argmax(axis=1).astype(np.uint8)
