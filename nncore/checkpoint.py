"""A checkpoint is all that training needs to resume where it was left, bit by bit as if it had never stopped."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .events import EpochTotals
from .network import Network
from .schedules import Plan


@dataclass(frozen=True)
class EpochUnderWay:
    """An epoch of which `steps` steps in batches of `batch_size` are done, with what they add up to."""

    steps: int
    batch_size: int
    totals: EpochTotals


@dataclass(frozen=True)
class Checkpoint:
    """Training after `epoch` epochs and `steps` updates, before anything of the next epoch, or with a part of it `under_way`.

    `optimizer_state` is float32 (slots, n); `average` the mean of the weights, if one is kept; `best` the best epoch so far,
    (validation loss, epoch, network), if early stopping looks for it; `random` the state of each random stream; `plan` says how
    far the schedule has come.
    """

    epoch: int
    steps: int
    mean_loss: float
    network: Network
    optimizer_state: np.ndarray
    average: Network | None
    best: tuple[float, int, Network] | None
    random: dict[str, dict]
    plan: Plan
    under_way: EpochUnderWay | None = None

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        networks = [self.network, *filter(None, [self.average, self.best and self.best[2]])]
        return self.optimizer_state.nbytes + sum(each.parameters.nbytes + each.statistics.nbytes for each in networks)
