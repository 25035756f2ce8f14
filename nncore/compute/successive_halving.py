"""Successive halving gives every run a short time, lets the better half go on for twice as long, and so on to the end."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from ..runs.halving import rungs
from .workers import Dispatcher, Finished, Job, WorkerPool


def run_with_halving(jobs: Iterable[Job], workers: WorkerPool,
                     should_continue: Callable[[], bool] = lambda: True) -> Iterator[Finished]:
    """Do `jobs`, pruning the worse half at each rung by validation accuracy; gives each that is pruned, fails or ends.

    A run that goes on does so from where it was, so those that reach their end are what they would have been alone. Jamieson and
    Talwalkar: AISTATS 2016, algorithm 1. Raises ValueError if nothing is held back to judge by.
    """
    alive = dict(enumerate(jobs))
    if any(not job.history.experiment.validation_fraction for job in alive.values()):
        raise ValueError("pruning judges by validation digits; validation_fraction=0.1 would hold some back")
    epochs = min((job.history.experiment.epochs for job in alive.values()), default=0)
    with Dispatcher(workers) as dispatcher:
        for epoch in rungs(epochs, len(alive)):
            judged = []
            for each in _all(dispatcher, alive, should_continue, epoch):
                if each.failure or each.history.reason:  # failed, exploded or stopped by itself
                    del alive[each.number]
                    yield each
                else:
                    judged.append(each)
            yield from _pruned(judged, alive, epoch)
        yield from _all(dispatcher, alive, should_continue, None)


def _pruned(judged: list[Finished], alive: dict[int, Job], epoch: int) -> Iterator[Finished]:
    """Take the worse half out of `alive`, and give it with the reason; the better half goes on from where it is."""
    judged.sort(key=lambda each: -each.history.validation[-1][2])
    for place, each in enumerate(judged, start=1):
        if place <= math.ceil(len(judged) / 2):
            alive[each.number] = replace(alive[each.number], history=each.history)
        else:
            del alive[each.number]
            each.history.reason = f"Pruned after epoch {epoch}, as number {place} of {len(judged)}."
            yield each


def _all(dispatcher: Dispatcher, jobs: dict[int, Job], should_continue: Callable[[], bool],
         until: int | None) -> Iterator[Finished]:
    """The results of numbered jobs, each run until the same epoch."""
    numbers = list(jobs)
    for each in dispatcher.run([replace(job, until=until) for job in jobs.values()], should_continue):
        yield replace(each, number=numbers[each.number])
