"""An Experiment becomes a run: its network is built, its images get their transforms, and training is ready to begin."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..architecture import build
from ..augment.prefetch import one_ahead
from ..augment.transforms import transforms_of
from ..checkpoint import Checkpoint
from ..digits import Digits
from ..events import Change
from ..experiment import Experiment
from ..network import Network
from ..objective import Objective
from ..optimizers import OPTIMIZERS
from ..schedules import Plan
from ..training import Training


def begin(network: Network, data: Digits, experiment: Experiment) -> Training:
    """Training of `network`, in place, on `data` as `experiment` says. Raises ValueError if there are not enough digits."""
    return Training(network, data, experiment, transforms_of(experiment, data), one_ahead)


def first_checkpoint(network: Network, experiment: Experiment) -> Checkpoint:
    """Where a run begins that trains a copy of `network`, and not the first weights of `experiment`."""
    rule, plan = OPTIMIZERS[experiment.optimizer], Plan(experiment.epochs)
    state = np.zeros((rule.slots, network.parameters.size), np.float32)  # (slots, n)
    average = network.snapshot() if experiment.average else None
    return Checkpoint(0, 0, Objective.of(experiment).guessing, network.snapshot(), state, average, None, {}, plan)


def resume(checkpoint: Checkpoint, data: Digits, experiment: Experiment, changes: Iterable[Change] = ()) -> Training:
    """Training that goes on from a checkpoint of a run of `experiment`, with its later `changes`, on the same data."""
    training = begin(build(experiment), data, experiment)
    training.resume(checkpoint, changes)
    return training
