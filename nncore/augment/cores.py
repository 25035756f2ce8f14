"""Two threads that want the same core wait for each other; so each is told how many cores it may count on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from threadpoolctl import threadpool_info, threadpool_limits

WORKERS_AT_WORK = 1  # that share the machine with this process, itself among them; whoever starts workers says how many
_ON_ONE_CORE = ContextVar("on_one_core", default=False)


def core_count() -> int:
    """How many cores this process may use, which may be fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def on_one_core() -> Iterator[None]:
    """What is done within has one core, as others work beside it: one BLAS thread, and nothing is done ahead by a second."""
    token = _ON_ONE_CORE.set(True)
    try:
        with threadpool_limits(1, user_api="blas"):
            yield
    finally:
        _ON_ONE_CORE.reset(token)


def has_second_core() -> bool:
    """Whether something may be done ahead on another core."""
    return not _ON_ONE_CORE.get() and core_count() > WORKERS_AT_WORK


@contextmanager
def one_core_left_free() -> Iterator[None]:
    """BLAS takes one core fewer than there are, if it would take them all. Measured: half the time at two cores."""
    spare = max(1, core_count() - 1)
    wanted = max((pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"), default=1)
    if wanted <= spare:
        yield
    else:
        with threadpool_limits(spare, user_api="blas"):
            yield
