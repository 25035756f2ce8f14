"""The desk schedules all computing: whoever wants something joins its queue, and workers do job after job, in turns."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

from ..digits import Mnist
from .job import RUNNING, WAITING, Job, has_worker
from .job_queue import TURN, JobQueue, Place
from .messages import Do, Done, Failed, Lost, News, Share, Tell
from .tasks import in_words

IDLE = 180.0  # seconds after which a worker that has nothing to do is sent away
LOOK_EVERY = 0.25  # seconds

log = logging.getLogger(__name__)


class Worker(Protocol):
    """Someone who does tasks, one at a time, and says through the desk's `heard` what comes of them."""

    def send(self, message: Any) -> None: ...

    def end(self) -> None: ...


class Desk:
    """Up to `size` workers, begun by `new_worker` when they are needed, and the jobs that they have or shall have.

    `new_worker(heard)` gives a worker that calls heard(worker, message). `mnist` are the digits that workers know. One lock
    guards every change of a job's state.
    """

    def __init__(self, new_worker: Callable[[Callable[[Worker, Any], None]], Worker], size: int, mnist: Mnist | None = None):
        self.lock, self.mnist, self.size = threading.RLock(), mnist, size
        self._new_worker = new_worker
        self._queue = JobQueue()
        self._free: dict[Worker, float] = {}  # since when each has nothing to do
        self._busy: dict[Worker, tuple[Job, int, float]] = {}  # its job, the number of its task, since when
        self._active: set[Job] = set()
        self.housekeeping: Callable[[], None] = lambda: None  # what else is to be looked after, every moment
        self._number, self._ticking = 0, False

    # For jobs, who have the lock.

    def line_up(self, job: Job, *, first: bool = False) -> None:
        """Let a job wait for a worker, behind the others or before them."""
        job.state, job.too_late = WAITING, math.inf  # who waits has no deadline, however long that takes
        self._active.add(job)
        self._queue.add(job, first=first)
        self._give_out()
        self._tick()

    def leave_line(self, job: Job) -> None:
        """Let it wait no more."""
        self._queue.remove(job)

    def tell(self, job: Job, order: Any) -> None:
        """Hand an order to the worker that has a job, if one has."""
        for worker, (its_job, number, _) in self._busy.items():
            if its_job is job:
                self._send(worker, Tell(number, order))

    def dismiss(self, job: Job) -> None:
        """Send the worker away that has a job, whatever it does."""
        for worker in [each for each, (its_job, _, _) in self._busy.items() if its_job is job]:
            del self._busy[worker]
            worker.end()
            self._share()
            self._give_out()

    # For everybody.

    def place(self, job: Job) -> Place | None:
        """Where a job stands in the line; None if it does not."""
        with self.lock:
            turns = [(each, max(0.0, each.seconds_left or TURN), took) for each, took in self._turns()]
            own = [left for each, left, _ in turns if each.owner is job.owner and not (each.in_background or each.is_short)]
            return self._queue.place(job, [max(0.0, min(left, TURN - took)) for _, left, took in turns], own, self.size)

    def close(self) -> None:
        """Send all workers away, whatever they do, and give up what they have or shall have."""
        with self.lock:
            for job in sorted((each for each in self._active if each.active), key=has_worker):
                job.give_up()
            for worker in self._free:
                worker.end()
            self._free.clear()
            self._queue = JobQueue()

    def heard(self, worker: Worker, message: Any) -> None:
        """A worker says something; called by whoever listens to it."""
        with self.lock:
            if isinstance(message, Lost):
                self._lose(worker)
            elif worker in self._busy and self._busy[worker][1] == message.number:
                self._heard_of(worker, self._busy[worker][0], message)
            self._give_out()

    def _heard_of(self, worker: Worker, job: Job, message: News | Done | Failed) -> None:
        if isinstance(message, News):
            if job.active:
                job.took(message.what)
            return
        del self._busy[worker]
        self._free[worker] = time.monotonic()
        if job.active:  # it was not given up
            if isinstance(message, Done):
                job.done(message.result)
            else:
                job.failed(message.why)
        self._share()

    def _lose(self, worker: Worker) -> None:
        self._free.pop(worker, None)
        if worker in self._busy:
            job = self._busy.pop(worker)[0]
            if job.active:
                job.lost()
            self._share()

    def _send(self, worker: Worker, message: Any) -> None:
        with suppress(OSError):  # it is there no more, which its listener says, too
            worker.send(message)

    def _give_out(self) -> None:
        """Give jobs to workers that have nothing to do; where none has, let one rest whose turn is over."""
        running = [job for job, _, _ in self._busy.values()]
        while (job := self._queue.next(running)) and (self._free or len(self._busy) < self.size):
            self._queue.remove(job)
            self._give(job)
            running.append(job)
        if job and (tired := self._queue.who_rests_for(job, self._turns())):
            tired.rest(goes_first=job.is_short)

    def _give(self, job: Job) -> None:
        try:
            worker = next(iter(self._free), None) or self._new_worker(self.heard)
            self._free.pop(worker, None)
            self._number += 1
            self._busy[worker] = job, self._number, time.monotonic()
            job.state = RUNNING
            self._send(worker, Do(self._number, job.task()))
        except Exception as error:  # as OSError, where the machine has no memory for one more process
            log.exception("a job could not be given out")
            self.dismiss(job)
            job.failed(f"no worker could be found for it ({in_words(error)}); try again in a while")
        self._share()

    def _share(self) -> None:
        """Tell who works how many they are."""
        for worker in self._busy:
            self._send(worker, Share(len(self._busy)))

    def _turns(self) -> list[tuple[Job, float]]:
        """Each job that a worker has, and for how long."""
        now = time.monotonic()
        return [(job, now - since) for job, _, since in self._busy.values()]

    # A thread of the desk's own looks after turns, owners who have gone, and workers who have nothing to do.

    def _tick(self) -> None:
        if not self._ticking:
            self._ticking = True
            threading.Thread(target=self._look_after_all, name="desk", daemon=True).start()

    def _look_after_all(self) -> None:
        while self._ticking:
            time.sleep(LOOK_EVERY)
            for look in (self.housekeeping, self._look):
                try:
                    look()
                except Exception:  # nothing that goes wrong in one look keeps the desk from the next
                    log.exception("the desk stumbled")

    def _look(self) -> None:
        with self.lock:
            self._look_who_watches()
            self._send_idle_workers_away()
            self._give_out()
            self._active = {job for job in self._active if job.active}
            self._ticking = bool(self._active or self._busy or self._free)

    def _look_who_watches(self) -> None:
        now = time.monotonic()
        for job in [each for each in self._active if each.active]:
            job.watched_by(job.watch.who_watches())
            if now > job.too_late:
                self.dismiss(job)
                job.expired()

    def _send_idle_workers_away(self) -> None:
        now = time.monotonic()
        for worker in [each for each, since in self._free.items() if now - since > IDLE]:
            del self._free[worker]
            worker.end()
