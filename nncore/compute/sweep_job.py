"""A sweep under way: its runs wait in the background for workers that nobody else wants, and what is done is kept."""

from __future__ import annotations

import math
import queue
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ..digits import Mnist
from ..experiment import Experiment
from ..runs.coach import Advice
from ..runs.halving import rungs
from ..runs.history import History
from ..runs.selection import best, check_selectable, ranked
from .desk import Desk
from .job import ENDED, PAUSED, RUNNING, WAITING, Owner, has_worker
from .run_job import RunJob
from .run_task import Progress
from .watch import NOBODY

STOPPED = "stopped"


@dataclass(frozen=True)
class Finished:
    """Run `number` of a sweep is done: its `history` and what the coach says; or it failed, and `failure` says why."""

    number: int
    history: History
    failure: str = ""
    advice: list[Advice] = field(default_factory=list)


class BackgroundRun(RunJob):
    """A run that takes only a worker that nobody else wants; it keeps its last checkpoint alone."""

    in_background = True

    def __init__(self, desk: Desk, owner: Owner, history: History, digits: Mnist):
        super().__init__(desk, owner, history, digits)
        self.on_look: Callable[[], None] = lambda: None  # told after each look whether anybody watches

    def watched_by(self, who: str) -> None:
        super().watched_by(who)
        self.on_look()

    def took(self, news: Progress) -> None:
        super().took(news)
        self.history.checkpoints.forget()


class SweepJob:
    """`experiments` tried on `digits`; with `prune` by successive halving.

    Successive halving prunes the worse half of the runs at each rung, as `ranked` says. A run that goes on does so from where it
    was, so those that reach their end are what they would have been alone; only they are tested. Jamieson and Talwalkar: AISTATS
    2016, algorithm 1. `finished` has what is done, `reason` says why nothing goes on, if not by its owner.
    """

    def __init__(self, desk: Desk, owner: Owner, experiments: Sequence[Experiment], digits: Mnist, *, prune: bool):
        if prune:
            check_selectable(experiments)
        self.experiments, self.digits, self.prune = list(experiments), digits, prune
        self.finished: list[Finished] = []  # replaced and never changed
        self.reason = ""
        self.desk, self._owner = desk, owner
        self._alive: dict[int, BackgroundRun] = {}
        self._rungs: list[int] = []
        self._wanted, self._seconds, self._since = STOPPED, 0.0, None
        self._results: queue.SimpleQueue[Finished | None] = queue.SimpleQueue()

    @property
    def state(self) -> str:
        """waiting for workers, running, paused, stopped or ended."""
        if not self.left:
            return ENDED
        if self._wanted in (PAUSED, STOPPED):
            return self._wanted
        return RUNNING if any(run.state == RUNNING for run in list(self._alive.values())) else WAITING

    @property
    def active(self) -> bool:
        """Whether anything may still change by itself."""
        return self.state not in (STOPPED, ENDED)

    @property
    def left(self) -> list[int]:
        """The numbers of the runs that are still to be done."""
        done = {each.number for each in self.finished}
        return [number for number in range(len(self.experiments)) if number not in done]

    @property
    def best(self) -> Finished | None:
        """The one of the runs so far that is best on the validation digits."""
        finished = {each.number: each for each in self.finished if not each.failure}
        chosen = best({number: each.history for number, each in finished.items()})
        return None if chosen is None else finished[chosen]

    @property
    def histories(self) -> list[History]:
        """What it keeps: the histories of all its runs."""
        return [each.history for each in self.finished] + [run.history for run in list(self._alive.values())]

    @property
    def seconds(self) -> float:
        """How long it has been going on, without pauses and without the time in which all of it slept."""
        return self._seconds + (time.monotonic() - self._since if self._since is not None else 0.0)

    def results(self) -> Iterator[Finished]:
        """Each run as it is done, until all are."""
        return iter(self._results.get, None)

    def begin(self) -> None:
        """Begin what is left."""
        with self.desk.lock:
            self._wanted, self.reason, self._since = RUNNING, "", time.monotonic()
            self._alive = {number: self._run(self.experiments[number]) for number in self.left}
            epochs = min((run.planned for run in self._alive.values()), default=0)
            self._rungs = rungs(epochs, len(self._alive)) if self.prune else []
            for number, run in list(self._alive.items()):
                run.on_end = lambda run, number=number: self._ended(number, run)
                run.on_rest, run.on_look = lambda run: self._judge(), self._looked
                run.rest_after(self._rungs[0] if self._rungs else None)
                run.begin()

    def pause(self) -> None:
        """Give all workers back, and stay as it is."""
        with self.desk.lock:
            self._clock(PAUSED)
            for run in self._alive.values():
                run.pause()

    def stop(self) -> None:
        """End it, also the runs under way; what is done stays."""
        with self.desk.lock:
            self._clock(STOPPED)
            alive, self._alive = self._alive, {}
            for run in sorted(alive.values(), key=has_worker):
                run.give_up()

    def resume(self) -> None:
        """Go on with what is left."""
        with self.desk.lock:
            if self.state == STOPPED:
                self.begin()
            if self.state != PAUSED:
                return
            self._wanted, self._since = RUNNING, time.monotonic()
            for run in self._alive.values():
                if not self._at_rung(run):
                    run.resume()
            self._judge()

    def _run(self, experiment: Experiment) -> BackgroundRun:
        history = History(experiment, None)  # the network is built by a worker, when it is this run's turn
        return BackgroundRun(self.desk, self._owner, history, self.digits)

    def _looked(self) -> None:
        """The clock stands from when the last run falls asleep until the first wakes; what waits at a rung counts as asleep."""
        alive = list(self._alive.values())
        asleep = any(run.asleep for run in alive) and all(run.asleep or run.state == PAUSED for run in alive)
        if self._wanted == RUNNING and alive and asleep == (self._since is not None):
            self._seconds, self._since = self.seconds, None if asleep else time.monotonic()

    def _clock(self, wanted: str) -> None:
        self._seconds, self._since, self._wanted = self.seconds, None, wanted

    def _ended(self, number: int, run: RunJob) -> None:
        if run.history.reason == NOBODY:
            self.stop()
            self.reason = NOBODY
        elif number in self._alive:
            del self._alive[number]
            self._finish(Finished(number, run.history, run.failure, run.advice))
            self._judge()

    def _finish(self, finished: Finished) -> None:
        self.finished = [*self.finished, finished]
        self._results.put(finished)
        if not self.left:
            self._clock(RUNNING)
            self._results.put(None)

    def _at_rung(self, run: RunJob) -> bool:
        return bool(self._rungs) and run.state == PAUSED and run.epoch >= self._rungs[0]

    def _judge(self) -> None:
        """Once all that are left have reached the rung, prune the worse half; the better half goes on to the next rung."""
        if not self._alive or not all(map(self._at_rung, self._alive.values())):
            return
        epoch, compared = self._rungs.pop(0), {number: run.history for number, run in self._alive.items()}
        for place, number in enumerate(ranked(compared), start=1):
            if place > math.ceil(len(compared) / 2):
                self._alive.pop(number).give_up()
                reason = f"Pruned after epoch {epoch}, as number {place} of {len(compared)}."
                self._finish(Finished(number, replace(compared[number], pruned=True, reason=reason)))
        for run in self._alive.values():
            run.rest_after(self._rungs[0] if self._rungs else None)
            if self._wanted == RUNNING:
                run.resume()
