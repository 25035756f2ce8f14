"""A sweep of a visitor: a job of the desk, with the settings that it varies."""

from __future__ import annotations

from nncore import Experiment, Mnist
from nncore.compute.desk import Desk
from nncore.compute.job import Owner
from nncore.compute.sweep_job import SweepJob


class SweepRun(SweepJob):
    """`experiments` that differ in the fields `tried`; `taken_in` is how many of its runs the run log has."""

    def __init__(self, desk: Desk, owner: Owner, experiments: list[Experiment], tried: tuple[str, ...], digits: Mnist, *,
                 prune: bool):
        super().__init__(desk, owner, experiments, digits, prune=prune)
        self.tried, self.taken_in = tried, 0
