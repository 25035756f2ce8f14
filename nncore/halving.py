"""Successive halving gives every run a short time, lets the better half go on for twice as long, and so on to the end."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from .crew import Crew, Finished, Job, side_by_side


def rungs(epochs: int, runs: int) -> list[int]:
    """The epochs after which half of the runs are pruned: epochs / 2, epochs / 4 ..., as long as there is more than one run."""
    halvings = min(int(math.log2(max(epochs, 1))), int(math.log2(max(runs, 1))))
    return sorted({math.ceil(epochs / 2**power) for power in range(1, halvings + 1)})


@dataclass(frozen=True)
class Saving:
    """Epochs that were trained, and those that all runs would have taken to their end."""

    trained: int
    planned: int

    @property
    def share(self) -> float:
        """What was saved, 0 to 1."""
        return 1 - self.trained / self.planned if self.planned else 0.0


def saved(finished: Sequence[Finished]) -> Saving:
    """What pruning saved over all of a sweep's runs."""
    records = [each.record for each in finished if not each.failure]
    return Saving(sum(each.epoch for each in records), sum(each.experiment.epochs for each in records))


def halved(jobs: Sequence[Job], crew: Callable[[], Crew], goes_on: Callable[[], bool] = lambda: True) -> Iterator[Finished]:
    """Do `jobs`, pruning the worse half at each rung by validation accuracy; gives each that is pruned, fails or ends.

    A run that goes on does so from where it was, so those that reach their end are what they would have been alone. Jamieson and
    Talwalkar: AISTATS 2016, algorithm 1. Raises ValueError if nothing is held back to judge by.
    """
    if any(not job.record.experiment.validation_fraction for job in jobs):
        raise ValueError("pruning judges by validation digits; validation_fraction=0.1 would hold some back")
    alive = dict(enumerate(jobs))
    for epoch in rungs(min((job.record.experiment.epochs for job in jobs), default=0), len(jobs)):
        judged = []
        for each in _all(alive, crew(), goes_on, epoch):
            if each.failure or each.record.reason:  # failed, exploded or stopped by itself
                del alive[each.number]
                yield each
            else:
                judged.append(each)
        judged.sort(key=lambda each: -each.record.validation[-1][2])
        stay = math.ceil(len(judged) / 2)
        for place, each in enumerate(judged, start=1):
            if place <= stay:
                alive[each.number] = replace(alive[each.number], record=each.record)
            else:
                del alive[each.number]
                each.record.reason = f"Pruned after epoch {epoch}, as number {place} of {len(judged)}."
                yield each
    yield from _all(alive, crew(), goes_on, None)


def _all(jobs: dict[int, Job], crew: Crew, goes_on: Callable[[], bool], until: int | None) -> Iterator[Finished]:
    """side_by_side for numbered jobs, each until the same epoch."""
    numbers = list(jobs)
    for each in side_by_side([replace(job, until=until) for job in jobs.values()], crew, goes_on):
        yield replace(each, number=numbers[each.number])
