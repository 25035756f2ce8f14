"""Successive halving gives every run a short time, lets the better half go on for twice as long, and so on to the end."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from ..runs.halving import rungs
from ..runs.history import History
from ..runs.selection import check_selectable, ranked
from .dispatcher import Dispatcher
from .jobs import Finished, Job
from .workers import WorkerPool


def run_with_halving(jobs: Iterable[Job], workers: WorkerPool,
                     should_continue: Callable[[], bool] = lambda: True) -> Iterator[Finished]:
    """Do `jobs`, pruning the worse half at each rung as `ranked` says; gives each as it is pruned, fails or ends.

    A run that goes on does so from where it was, so those that reach their end are what they would have been alone; only they
    are tested. Jamieson and Talwalkar: AISTATS 2016, algorithm 1. Raises ValueError if nothing is held back to judge by.
    """
    alive = dict(enumerate(jobs))
    check_selectable(job.history.experiment for job in alive.values())
    epochs = min((job.history.experiment.epochs for job in alive.values()), default=0)
    with Dispatcher(workers) as dispatcher:
        for epoch in rungs(epochs, len(alive)):
            compared = {}
            for each in _results(dispatcher, alive, should_continue, epoch):
                if each.failure or each.history.reason:  # failed, exploded or stopped by itself
                    del alive[each.number]
                    yield each
                else:
                    compared[each.number] = each.history
            yield from _pruned(compared, alive, epoch)
        yield from _results(dispatcher, alive, should_continue, None)


def _pruned(compared: dict[int, History], alive: dict[int, Job], epoch: int) -> Iterator[Finished]:
    """Take the worse half out of `alive`, and give it with the reason; the better half goes on from where it is."""
    for place, number in enumerate(ranked(compared), start=1):
        history = compared[number]
        if place <= math.ceil(len(compared) / 2):
            alive[number] = replace(alive[number], history=history)
        else:
            del alive[number]
            history.pruned, history.reason = True, f"Pruned after epoch {epoch}, as number {place} of {len(compared)}."
            yield Finished(number, history)


def _results(dispatcher: Dispatcher, jobs: dict[int, Job], should_continue: Callable[[], bool],
         until: int | None) -> Iterator[Finished]:
    """The results of numbered jobs, each run until the same epoch."""
    numbers = list(jobs)
    for each in dispatcher.run([replace(job, until=until) for job in jobs.values()], should_continue):
        yield replace(each, number=numbers[each.number])
