"""Successive halving prunes the worse half of the runs at each rung: ... after an eighth of the epochs, a quarter, half."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .history import History


def rungs(epochs: int, runs: int) -> list[int]:
    """The epochs after which half of the runs are pruned: epochs / 2, epochs / 4 ..., as long as there is more than one run."""
    halvings = min(int(math.log2(max(epochs, 1))), int(math.log2(max(runs, 1))))
    return sorted({math.ceil(epochs / 2**power) for power in range(1, halvings + 1)})


def epochs_trained(epochs: int, runs: int) -> int:
    """How many epochs `runs` runs of so many epochs take together when they are pruned."""
    total = before = 0
    for epoch in rungs(epochs, runs):
        total, before, runs = total + runs * (epoch - before), epoch, math.ceil(runs / 2)
    return total + runs * (epochs - before)


@dataclass(frozen=True)
class Saving:
    """Epochs that were trained, and those that all runs would have taken to their end."""

    trained: int
    planned: int

    @property
    def share(self) -> float:
        """What was saved, 0 to 1."""
        return 1 - self.trained / self.planned if self.planned else 0.0


def saving(histories: Sequence[History]) -> Saving:
    """What pruning saved over all of a sweep's runs."""
    return Saving(sum(each.epoch for each in histories), sum(each.experiment.epochs for each in histories))
