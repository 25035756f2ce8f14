"""A job is a run that somebody shall carry on: here is what a worker is given, what it does and what it gives back."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from ..augment.cores import on_one_core
from ..digits import Mnist, load_mnist
from ..runs.history import History, continue_run


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


def run_job(job: Job) -> History:
    """The history of a job's run, carried on by one thread."""
    with on_one_core():
        return continue_run(job.history, job.digits or _mnist(), job.until, lambda: not (_stopped and _stopped.value))


def make_ready(stopped) -> None:
    """Make a new process ready for jobs: once the shared value `stopped` is true it breaks off what it is doing."""
    global _stopped
    _stopped = stopped


_stopped = None  # a process that nobody made ready, on a cluster, is never told to break off


@functools.cache
def _mnist() -> Mnist:
    return load_mnist()
