"""Workers do jobs side by side: processes of this machine, one BLAS thread each, or the workers of a cluster."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass

from .jobs import make_ready


@dataclass(frozen=True)
class Workers:
    """Workers that have been started; `shut_down` sends them away and ends what is under way, where it can."""

    executor: Executor
    shut_down: Callable[[], None]


@dataclass(frozen=True)
class WorkerPool:
    """`size` workers that are ready when they are wanted: each `start` gives new ones, so that a pool can be used again."""

    size: int
    start: Callable[[], Workers]


def local_workers(size: int | None = None) -> WorkerPool:
    """As many processes as this machine has cores, or `size`."""
    size = size or os.cpu_count() or 1
    return WorkerPool(size, lambda: _start_processes(size))


def _start_processes(size: int) -> Workers:
    context = multiprocessing.get_context("spawn")
    stopped = context.RawValue(ctypes.c_bool, False)  # no Event: a process that is only starting could not open one that is gone
    executor = ProcessPoolExecutor(size, context, make_ready, (stopped,))

    def shut_down() -> None:
        stopped.value = True
        executor.shutdown(wait=True, cancel_futures=True)  # a moment: else the interpreter may end before its own threads

    return Workers(executor, shut_down)


def cluster_workers(address: str) -> WorkerPool:
    """The workers of the Dask cluster whose scheduler has that `address`, as tcp://10.0.0.1:8786; ValueError if none answers."""
    with _client(address) as client:
        size = max(1, sum(client.nthreads().values()))
    return WorkerPool(size, lambda: _start_on_cluster(address))


def _start_on_cluster(address: str) -> Workers:
    client = _client(address)
    executor = client.get_executor()

    def shut_down() -> None:
        executor.shutdown(wait=False)
        client.close()

    return Workers(executor, shut_down)


def _client(address: str):
    """A connection to the scheduler of a Dask cluster."""
    try:
        from distributed import Client
    except ImportError as error:
        raise ValueError("a cluster needs the package distributed; `pip install -r requirements-cluster.txt` gets it") from error
    try:
        return Client(address, timeout="10s", set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ValueError(f"no scheduler answers at {address}; `dask scheduler` starts one and prints its address") from error
