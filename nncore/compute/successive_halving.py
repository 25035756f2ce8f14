"""Successive halving gives every run a short time, lets the better half go on for twice as long, and so on to the end."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from ..runs.halving import rungs
from .workers import Crew, Finished, Job, Shift


def halved(jobs: Iterable[Job], crew: Crew, goes_on: Callable[[], bool] = lambda: True) -> Iterator[Finished]:
    """Do `jobs`, pruning the worse half at each rung by validation accuracy; gives each that is pruned, fails or ends.

    A run that goes on does so from where it was, so those that reach their end are what they would have been alone. Jamieson and
    Talwalkar: AISTATS 2016, algorithm 1. Raises ValueError if nothing is held back to judge by.
    """
    alive = dict(enumerate(jobs))
    if any(not job.record.experiment.validation_fraction for job in alive.values()):
        raise ValueError("pruning judges by validation digits; validation_fraction=0.1 would hold some back")
    epochs = min((job.record.experiment.epochs for job in alive.values()), default=0)
    with Shift(crew) as shift:
        for epoch in rungs(epochs, len(alive)):
            judged = []
            for each in _all(shift, alive, goes_on, epoch):
                if each.failure or each.record.reason:  # failed, exploded or stopped by itself
                    del alive[each.number]
                    yield each
                else:
                    judged.append(each)
            yield from _pruned(judged, alive, epoch)
        yield from _all(shift, alive, goes_on, None)


def _pruned(judged: list[Finished], alive: dict[int, Job], epoch: int) -> Iterator[Finished]:
    """Take the worse half out of `alive`, and give it with the reason; the better half goes on from where it is."""
    judged.sort(key=lambda each: -each.record.validation[-1][2])
    for place, each in enumerate(judged, start=1):
        if place <= math.ceil(len(judged) / 2):
            alive[each.number] = replace(alive[each.number], record=each.record)
        else:
            del alive[each.number]
            each.record.reason = f"Pruned after epoch {epoch}, as number {place} of {len(judged)}."
            yield each


def _all(shift: Shift, jobs: dict[int, Job], goes_on: Callable[[], bool], until: int | None) -> Iterator[Finished]:
    """What the shift does of numbered jobs, each until the same epoch."""
    numbers = list(jobs)
    for each in shift.does([replace(job, until=until) for job in jobs.values()], goes_on):
        yield replace(each, number=numbers[each.number])
