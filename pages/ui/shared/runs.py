"""The runs of a visitor: a new one, a branch of an old one, one that comes finished from a sweep."""

from __future__ import annotations

from nncore import Experiment, Mnist
from nncore.compute.sweep_job import Finished

from . import server
from .run import Run
from .sweep_run import SweepRun
from .visitor import Visitor

FULL = ("the server has no memory left for one more run; remove runs that are no longer needed under Experiments, or come back "
        "when others have left")


def start(visitor: Visitor, experiment: Experiment, digits: Mnist, *, title: str = "", **more) -> Run:
    """Begin a run of its own; `more` as Run.new takes it. Raises ValueError if it cannot be."""
    if not server.memory().has_room:
        raise ValueError(FULL)
    run = _kept(visitor, Run.new(server.desk(), visitor, experiment, digits, **more))
    run.title = title
    run.begin()
    return run


def branch(visitor: Visitor, run: Run, epoch: int, experiment: Experiment) -> Run:
    """Go on from an epoch of `run`. Raises ValueError if `experiment` differs in what cannot change during a run."""
    later = _kept(visitor, run.branch(epoch, experiment))
    later.title = run.title
    later.name = f"Run {later.number}, from epoch {epoch} of {run.name}"
    later.begin()
    return later


def take_in(visitor: Visitor, sweep: SweepRun) -> None:
    """Let the runs that a sweep has done join the run log."""
    done = sweep.finished
    for each in done[sweep.taken_in:]:
        _take_in(visitor, each, sweep.digits)
    sweep.taken_in = len(done)


def _take_in(visitor: Visitor, finished: Finished, digits: Mnist) -> None:
    run = _kept(visitor, Run(server.desk(), visitor, finished.history, digits))
    run.advice, run.failure = finished.advice, finished.failure


def _kept(visitor: Visitor, run: Run) -> Run:
    run.number = visitor.new_run_number()
    run.name = f"Run {run.number}"
    visitor.runs.append(run)
    return run
