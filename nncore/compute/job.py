"""A job is what somebody wants of the desk, from the moment it is wanted until there is a result: one state at a time."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from .tasks import Calculation, Task
from .watch import HERE, NOBODY, Watch

WAITING, RUNNING, PAUSED, ENDED, FAILED = "waiting", "running", "paused", "ended", "failed"
LONGEST = 60.0  # seconds that a calculation may take
TOO_LONG = f"it would take longer than {LONGEST:.0f} s; smaller layers or batches would need less"
LOST_TWICE = "its worker was lost twice, which may be for want of memory; a smaller network or batch would need less"


class Owner(Protocol):
    """Who wants something: whether somebody still is there to see it; any thread may ask."""

    def is_watched(self) -> bool: ...


class Somebody:
    """Who wants what all will see, or waits in a program of their own: there is always somebody."""

    def is_watched(self) -> bool:
        return True


class Scheduler(Protocol):
    """What a job needs of its desk."""

    lock: threading.RLock

    def line_up(self, job: Job, *, first: bool = False) -> None: ...

    def leave_line(self, job: Job) -> None: ...

    def tell(self, job: Job, order: Any) -> None: ...

    def dismiss(self, job: Job) -> None: ...


class Job:
    """Something that `owner` wants of `desk`. Its `state` changes under the desk's lock alone.

    waiting: in the line, until a worker is free; running: a worker has it; paused: it has given its place back; ended; failed,
    and `failure` says why in a sentence. `in_background` takes only workers that nobody else wants; `is_short` goes before runs.
    `notice` tells what its owner should know, as that it was taken up again.
    """

    in_background = is_short = False
    seconds_left: float | None = None  # about how long it still takes, if that is known

    def __init__(self, desk: Scheduler, owner: Owner):
        self.desk, self.owner = desk, owner
        self.state, self.failure, self.notice = ENDED, "", ""
        self.watch = Watch(owner.is_watched)
        self.asleep = False  # whether it is paused because nobody watched
        self.turn_over = self.goes_first = False  # whether it shall rest for others, and is next again after a short one
        self.too_late = math.inf  # the moment, by time.monotonic(), when its worker is dismissed
        self.began = time.monotonic()
        self._wanted, self._losses = RUNNING, 0
        self._settled = threading.Event()

    @property
    def active(self) -> bool:
        """Whether anything may still change by itself."""
        return self.state in (WAITING, RUNNING, PAUSED)

    def begin(self) -> None:
        """Join the line."""
        with self.desk.lock:
            self._wanted, self.failure = RUNNING, ""
            self._settled.clear()
            self.watch.begins()
            self.desk.line_up(self)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it has ended or failed; whether it has."""
        return self._settled.wait(seconds)

    def pause(self) -> None:
        """Give the place back, and stay as it is."""
        with self.desk.lock:
            self._wanted, self.asleep = PAUSED, False
            if self.state == WAITING:
                self.desk.leave_line(self)
                self.state = PAUSED
            elif self.state == RUNNING:
                self.hurry()

    def resume(self) -> None:
        """Go on from a pause."""
        with self.desk.lock:
            self._wanted, self.asleep = RUNNING, False
            if self.state == PAUSED:
                self.watch.begins()
                self.desk.line_up(self)
            elif self.state == RUNNING:
                self.hurry()

    def stop(self, reason: str = "") -> None:
        """End it where it is."""
        raise NotImplementedError

    def give_up(self) -> None:
        """Want it no more; the worker that has it is dismissed."""
        with self.desk.lock:
            if self.state == WAITING:
                self.desk.leave_line(self)
            elif self.state == RUNNING:
                self.desk.dismiss(self)
            self.settle(ENDED)

    # What happens to it: called by the desk, which has its lock.

    def task(self) -> Task:
        """What a worker shall do next for it."""
        raise NotImplementedError

    def hurry(self) -> None:
        """Let the worker that has it know what is wanted now."""

    def watched_by(self, who: str) -> None:
        """HERE, AWAY or GONE: what is quickly done again ends if nobody is here."""
        if who != HERE:
            self.stop(NOBODY)

    def rest(self, *, goes_first: bool) -> None:
        """Give the place to others, and be the next again, or the last."""
        self.turn_over, self.goes_first = True, goes_first
        self.hurry()

    def took(self, news: Any) -> None:
        """Its worker tells how far it has come."""

    def done(self, result: Any) -> None:
        """Its worker has a result."""
        raise NotImplementedError

    def failed(self, why: str) -> None:
        """It cannot be done."""
        self.failure = why
        self.settle(FAILED)

    def expired(self) -> None:
        """It took too long, and its worker was dismissed."""
        self.failed(TOO_LONG)

    def lost(self) -> None:
        """Its worker is there no more: once it is taken up again."""
        self._losses += 1
        if self._losses > 1:
            self.failed(LOST_TWICE)
        else:
            self.desk.line_up(self, first=True)

    def settle(self, state: str) -> None:
        """It has come to its end."""
        self.state, self.too_late = state, math.inf
        self._settled.set()


def has_worker(job: Job) -> bool:
    """Sorts those first that wait: who ends many jobs ends these first, so that no worker begins one that is about to go."""
    return job.state == RUNNING


class CalculationJob(Job):
    """A function of some values that takes some seconds; then `result` is what it gives.

    `progress`, 0 to 1, says how far it is, if the function does.
    """

    is_short = True

    def __init__(self, desk: Scheduler, owner: Owner, function: Callable, *arguments):
        super().__init__(desk, owner)
        self.result: Any = None
        self.progress = 0.0
        self._calculation: Calculation | None = Calculation(function, arguments)

    def task(self) -> Task:
        self.too_late = time.monotonic() + LONGEST
        return self._calculation

    def took(self, news: float) -> None:
        self.progress = news

    def done(self, result: Any) -> None:
        self.result = result
        self.settle(ENDED)

    def settle(self, state: str) -> None:
        super().settle(state)
        self._calculation = None  # the result may be looked at for long, and need not keep all that it was made from

    def stop(self, reason: str = "") -> None:
        """Want it no more, and say why."""
        with self.desk.lock:
            if self.active:
                self.give_up()
                self.failed(reason)
