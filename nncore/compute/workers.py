"""Workers run many jobs side by side: processes of this machine, one BLAS thread each, or the workers of a cluster."""

from __future__ import annotations

import functools
import itertools
import multiprocessing
import os
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass

from ..augment.cores import on_one_core
from ..digits import Mnist, load_mnist
from ..runs.history import History, continue_run

TRIES = 3  # for a job whose worker is lost
LOOK_EVERY = 0.2  # seconds between two looks at what is wanted


@dataclass(frozen=True)
class WorkerPool:
    """`start` gives an executor of `size` workers, again when one is broken; `shut_down` ends what is under way, where it can."""

    size: int
    start: Callable[[], Executor]
    shut_down: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Job:
    """Carry the run of `history` on to the end of epoch `until`, or to its own end; on `digits`, or MNIST."""

    history: History
    until: int | None = None
    digits: Mnist | None = None


@dataclass(frozen=True)
class Finished:
    """Job `number` is done: its new `history`; or it failed, and `failure` says why."""

    number: int
    history: History
    failure: str = ""


def local_workers(size: int | None = None) -> WorkerPool:
    """As many processes as this machine has cores, or `size`."""
    size = size or os.cpu_count() or 1
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    return WorkerPool(size, lambda: ProcessPoolExecutor(size, context, _settle, (stop,)), stop.set)


def cluster_workers(address: str) -> WorkerPool:
    """The workers of the Dask cluster whose scheduler has that `address`, as tcp://10.0.0.1:8786; ValueError if none answers."""
    try:
        from distributed import Client
    except ImportError as error:
        raise ValueError("a cluster needs the package distributed; `pip install -r requirements-cluster.txt` gets it") from error
    try:
        client = Client(address, timeout="10s", set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ValueError(f"no scheduler answers at {address}; `dask scheduler` starts one and prints its address") from error
    return WorkerPool(max(1, sum(client.nthreads().values())), client.get_executor, client.close)


def run_in_parallel(jobs: Iterable[Job], workers: WorkerPool,
                    should_continue: Callable[[], bool] = lambda: True) -> Iterator[Finished]:
    """Do all jobs and give each as it ends. While `should_continue()` is false, none is begun; those under way are finished.

    A lost worker costs its jobs the time that they had taken: they are done again. Who leaves the generator, or raises in
    `should_continue`, shuts the workers down.
    """
    with Dispatcher(workers) as dispatcher:
        yield from dispatcher.run(jobs, should_continue)


class Dispatcher:
    """Workers at work, from their start to their end; `run` may be asked again and again."""

    def __init__(self, workers: WorkerPool):
        self._pool, self._executor = workers, workers.start()
        self._coming: Iterator[tuple[int, Job]] = iter(())
        self._waiting: deque[tuple[int, Job]] = deque()
        self._doing: dict[Future, tuple[int, Job]] = {}
        self._lost: Counter[int] = Counter()  # workers, by the job that they had at hand

    def __enter__(self) -> Dispatcher:
        return self

    def __exit__(self, *error) -> None:
        for future in self._doing:
            future.cancel()
        self._executor.shutdown(wait=False)
        self._pool.shut_down()

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
                self._doing[self._executor.submit(run_job, job)] = number, job
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
        self._executor.shutdown(wait=False)
        self._executor = self._pool.start()


def _stopping() -> bool:
    """Whether this process is to end what it is doing; not before it is told."""
    return False


def _settle(stop) -> None:
    """Make a new process of a pool ready: `stop` is the event that ends its work."""
    global _stopping
    _stopping = stop.is_set


@functools.cache
def _mnist() -> Mnist:
    return load_mnist()


def run_job(job: Job) -> History:
    """The history of a job's run, carried on by one thread."""
    with on_one_core():
        return continue_run(job.history, job.digits or _mnist(), job.until, lambda: not _stopping())
