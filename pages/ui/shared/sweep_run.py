"""A sweep under way: its runs go side by side beside the page, and what is done is kept through pause, stop and resume.

It imports no Streamlit. Its worker thread listens to the workers; the page reads `finished`, which is only ever replaced.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from nncore import Experiment, Mnist, build
from nncore.compute.dispatcher import run_in_parallel
from nncore.compute.jobs import Finished, Job
from nncore.compute.successive_halving import run_with_halving
from nncore.compute.workers import WorkerPool
from nncore.runs.history import History
from nncore.runs.selection import best

from .watch import NOBODY, Watch

WAITING, RUNNING, PAUSED, STOPPED, ENDED = "waiting", "running", "paused", "stopped", "ended"


class SweepRun:
    """`experiments` tried on `digits` (None: MNIST), varying in the fields `tried`; with `prune` by successive halving.

    `worker_pool` gives a WorkerPool. `turn` is shared by all sweeps of the server: one goes at a time. `is_watched` tells
    whether the visitor is still there. `seconds` are those in which runs might begin, without pauses.
    """

    def __init__(self, experiments: list[Experiment], tried: tuple[str, ...], digits: Mnist | None, *, prune: bool,
                 worker_pool: Callable[[], WorkerPool], turn: threading.Semaphore, is_watched: Callable[[], bool]):
        self.experiments, self.tried, self.digits, self.prune = experiments, tried, digits, prune
        self.finished: list[Finished] = []  # numbers are places in `experiments`
        self.taken_in = 0  # of them, by the run log
        self.state, self.reason, self.seconds = WAITING, "", 0.0
        self._worker_pool, self._turn, self._watch = worker_pool, turn, Watch(is_watched)
        self._looked_at = 0.0
        self.resume()

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

    def pause(self) -> None:
        """Begin no more runs; those under way are finished."""
        self._wanted = PAUSED

    def stop(self) -> None:
        """End it, also the runs under way; what is done stays."""
        self._wanted = STOPPED

    def resume(self) -> None:
        """Go on with what is left."""
        self._wanted, self.reason = RUNNING, ""
        if self.state == PAUSED:
            return
        self._watch.begins()
        self.state = WAITING
        threading.Thread(target=self._work, name="sweep", daemon=True).start()

    def _work(self) -> None:
        while not self._turn.acquire(timeout=0.2):
            if self._wanted == STOPPED or not self._watch.should_continue():
                self.state = STOPPED
                return
        try:
            self._sweep()
        except Exception as error:  # a thread has nobody above it: say it on the page, and to the server's log
            logging.getLogger(__name__).exception("the sweep broke off")
            self.reason, self.state = f"The sweep broke off: {error or type(error).__name__}.", STOPPED
        finally:
            self._turn.release()

    def _sweep(self) -> None:
        numbers, self._looked_at = self.left, time.perf_counter()
        try:
            for each in self._coming():
                if each.failure:
                    each.history.reason = f"Failed: {each.failure}."
                self.finished = [*self.finished, replace(each, number=numbers[each.number])]
        except StoppedError:
            self.state = STOPPED
        else:
            self.state = ENDED

    def _coming(self) -> Iterator[Finished]:
        jobs = (Job(History(each, build(each)), digits=self.digits) for each in map(self.experiments.__getitem__, self.left))
        return (run_with_halving if self.prune else run_in_parallel)(jobs, self._worker_pool(), self._should_continue)

    def _should_continue(self) -> bool:
        """Whether more runs may begin."""
        now = time.perf_counter()
        if self.state == RUNNING:
            self.seconds += now - self._looked_at
        self._looked_at = now
        if not self._watch.should_continue():
            self._wanted, self.reason = STOPPED, NOBODY
        if self._wanted == STOPPED:
            raise StoppedError
        self.state = self._wanted
        return self._wanted == RUNNING


class StoppedError(Exception):
    """The person wants no more of the sweep."""
