"""A dispatcher gives jobs to workers as they become free, and gives a job again whose worker was lost."""

from __future__ import annotations

import itertools
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait

from .jobs import Finished, Job, run_job
from .workers import WorkerPool

TRIES = 3  # for a job whose worker is lost
LOOK_EVERY = 0.2  # seconds between two looks at what is wanted


def run_in_parallel(jobs: Iterable[Job], workers: WorkerPool,
                    should_continue: Callable[[], bool] = lambda: True) -> Iterator[Finished]:
    """Do all jobs and give each as it ends. While `should_continue()` is false, none is begun; those under way are finished.

    A job whose worker is lost is done again from its start. Who leaves the generator, or raises in `should_continue`, shuts the
    workers down.
    """
    with Dispatcher(workers) as dispatcher:
        yield from dispatcher.run(jobs, should_continue)


class Dispatcher:
    """Gives jobs to the workers of a pool, from their start to their end; `run` may be asked again and again."""

    def __init__(self, pool: WorkerPool):
        self._pool, self._workers = pool, pool.start()
        self._coming: Iterator[tuple[int, Job]] = iter(())
        self._waiting: deque[tuple[int, Job]] = deque()
        self._doing: dict[Future, tuple[int, Job]] = {}
        self._lost: Counter[int] = Counter()  # workers, by the job that they had at hand

    def __enter__(self) -> Dispatcher:
        return self

    def __exit__(self, *error) -> None:
        for future in self._doing:
            future.cancel()
        self._workers.shut_down()

    def run(self, jobs: Iterable[Job], should_continue: Callable[[], bool]) -> Iterator[Finished]:
        """Do all jobs and give each as it ends, by its place among them."""
        self._coming = enumerate(jobs)  # made when their turn comes
        self._lost.clear()
        while self._doing or self._more():
            if should_continue():
                self._fill()
            yield from self._ended()

    def _more(self) -> bool:
        """Whether a job is still waiting."""
        if not self._waiting:
            self._waiting.extend(itertools.islice(self._coming, 1))
        return bool(self._waiting)

    def _fill(self) -> None:
        """Give every free worker a job."""
        while len(self._doing) < self._pool.size and self._more():
            number, job = self._waiting.popleft()
            try:
                self._doing[self._workers.executor.submit(run_job, job)] = number, job
            except BrokenExecutor:
                self._waiting.appendleft((number, job))
                self._start_again()

    def _ended(self) -> Iterator[Finished]:
        """What has ended, after a moment of waiting for it."""
        if not self._doing:
            time.sleep(LOOK_EVERY)
            return
        broken = False
        for future in wait(self._doing, LOOK_EVERY, FIRST_COMPLETED).done:
            number, job = self._doing.pop(future)
            error = future.exception()
            if isinstance(error, BrokenExecutor) and self._lost[number] < TRIES - 1:
                self._lost[number] += 1
                self._waiting.appendleft((number, job))
                broken = True
            elif error:
                yield Finished(number, job.history, f"{error or type(error).__name__}")
            else:
                yield Finished(number, future.result())
        if broken and not self._doing:  # all that were under way are lost together
            self._start_again()

    def _start_again(self) -> None:
        self._workers.shut_down()
        self._workers = self._pool.start()
