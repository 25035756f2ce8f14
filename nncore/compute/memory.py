"""All runs of a server share one budget of memory; what goes first is stated, and no run goes whose owner is here.

First go runs that were removed and could have been taken back; then the checkpoints but the last, those of the oldest runs first;
then old runs of visitors who have left; then the last checkpoints of runs that have ended, as the way to them can be gone again;
then what rests because its visitor is away, who hears of it when they are back. What trains, waits for its turn or was paused by
its owner never goes. If all that is not enough, no new run begins.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

import numpy as np

from ..digits import Digits
from ..network import Network
from ..runs.history import History
from .run_job import RunJob
from .sweep_job import SweepJob

THINNED = "To make room, only the last of its checkpoints is kept: to go back to an epoch takes the time of training up to it."
FORGOTTEN = "To make room, its checkpoints were given back: to go on with it takes the time of training it again."

POINT = 250  # bytes that Python takes for a point of a curve, or an epoch


class Holder(Protocol):
    """A visitor: `runs`, oldest first; `jobs`, these and all else that computes; `size`, the bytes of what else they made.

    `brought` are digits of theirs, which are in that size. `forget` lets a run go, with what else has it, and notes
    that for them. `removed` are runs that they removed and can take back, which are among the jobs, until `let_removed_go`.
    """

    runs: list[RunJob]
    removed: list[RunJob]
    jobs: list[RunJob | SweepJob]
    brought: Digits | None
    size: int

    def is_watched(self) -> bool: ...

    def forget(self, run: RunJob) -> None: ...

    def let_removed_go(self) -> None: ...


class Memory:
    """Keeps what `holders()` hold within `budget` bytes."""

    def __init__(self, holders: Callable[[], Iterable[Holder]], budget: int):
        self.budget = budget
        self._holders, self._lock = holders, threading.Lock()

    @property
    def size(self) -> int:
        """How many bytes are held."""
        return sum(each.size + _bytes(each.jobs, each.brought) for each in self._holders())

    @property
    def has_room(self) -> bool:
        """Whether one more run may begin."""
        return self.size < self.budget

    def make_room(self) -> bool:
        """Keep within the budget, and say whether one more run may begin."""
        self.keep_within()
        return self.has_room

    def keep_within(self) -> None:
        """Give back what is over the budget, in the stated order, each thing only if those before were not enough."""
        with self._lock:
            over = self.size - self.budget
            for size, give_back in self._in_order() if over >= 0 else ():
                give_back()
                over -= size
                if over < 0 and self.has_room:  # what stands in two places is not freed by leaving one
                    return

    def _in_order(self) -> Iterator[tuple[int, Callable[[], None]]]:
        """(about how many bytes, what gives it back) of each thing that may go. Where a run rests is its last checkpoint."""
        holders = list(self._holders())
        for each in [each for each in holders if each.removed]:
            yield _bytes(each.removed, each.brought), each.let_removed_go
        runs = sorted((run for each in holders for run in each.runs), key=lambda run: run.began)
        for run in runs:
            kept, left = run.history.checkpoints, 0 if run.history.rest else 1
            if len(kept.kept) > left:
                size = sum(each.size for each in kept.kept[:len(kept.kept) - left])
                yield size, lambda run=run, left=left: _forget(run, left, THINNED)
        of_who_left = [(each, run) for run in runs for each in holders if run in each.runs and not each.is_watched()]
        yield from (_lets_go(*each) for each in of_who_left if not each[1].active)
        for run in runs:
            if run.history.checkpoints.kept and not run.active:
                yield run.history.checkpoints.size, lambda run=run: _forget(run, 0, FORGOTTEN)
        yield from (_lets_go(*each) for each in of_who_left if each[1].asleep)


def _lets_go(holder: Holder, run: RunJob) -> tuple[int, Callable[[], None]]:
    """(about how many bytes, what gives it back) of a run that somebody left behind."""
    def let_go() -> None:
        run.give_up()
        holder.forget(run)

    return _bytes([run], holder.brought), let_go


def _forget(run: RunJob, but: int, notice: str) -> None:
    with run.desk.lock:
        run.history.checkpoints.forget(but)
        run.notice = notice


def _bytes(jobs: Iterable[RunJob | SweepJob], brought: Digits | None) -> int:
    """What a visitor's jobs keep, an array that stands in several counted once, and digits that were `brought` not at all."""
    jobs = list(jobs)
    arrays = {id(array): array.nbytes for job in jobs for history in job.histories for array in _arrays(history)}
    own = {id(job.digits): job.digits for job in jobs if job.digits is not job.desk.mnist}
    for digits in own.values():
        if brought is None or digits.train.images is not brought.images:
            arrays |= {id(array): array.nbytes for array in (digits.train.images, digits.train.labels)}
    told = sum(len(history.curve.points) + len(history.epochs) for job in jobs for history in job.histories)
    return sum(arrays.values()) + POINT * told


def _arrays(history: History) -> Iterator[np.ndarray]:
    networks: list[Network | None] = [history.network]
    for checkpoint in (*history.checkpoints.kept, history.origin, history.rest):
        if checkpoint:
            yield checkpoint.optimizer_state
            networks += [checkpoint.network, checkpoint.average, checkpoint.best and checkpoint.best[2]]
    for network in filter(None, networks):
        yield network.parameters
        yield network.statistics
    if history.test:
        yield history.test.correct
