"""The runs of a visitor: a new one, a branch of an old one, one that comes finished; old ones give memory back."""

from __future__ import annotations

from nncore import Experiment, Mnist
from nncore.runs.coach import advice
from nncore.runs.history import History

from . import server
from .run import Run
from .sweep_run import SweepRun
from .visitor import Visitor

WITH_CHECKPOINTS = 4  # newest runs that keep the checkpoints of all their epochs
BUDGET = 256 * 2**20  # bytes of checkpoints of one visitor


def start(visitor: Visitor, experiment: Experiment, digits: Mnist, **more) -> Run:
    """Begin a run of its own; `more` as Run.new takes it. Raises ValueError if it cannot be."""
    return _kept(visitor, Run.new(visitor.new_run_number(), experiment, digits, **_place(visitor), **more))


def branch(visitor: Visitor, run: Run, epoch: int, experiment: Experiment) -> Run:
    """Go on from an epoch of `run`. Raises ValueError if `experiment` differs in what cannot change during a run."""
    return _kept(visitor, run.branch(visitor.new_run_number(), epoch, experiment, **_place(visitor)))


def finished(visitor: Visitor, history: History, digits: Mnist) -> Run:
    """Take in a run that was made elsewhere."""
    run = Run(visitor.new_run_number(), history, digits, **_place(visitor))
    run.advice = advice(history, digits.train)
    return _kept(visitor, run)


def take_in(visitor: Visitor, sweep: SweepRun) -> None:
    """Let the runs that a sweep has done join the run log."""
    done = sweep.finished
    for each in done[sweep.taken_in:]:
        finished(visitor, each.history, sweep.digits or server.digits())
    sweep.taken_in = len(done)


def _place(visitor: Visitor) -> dict:
    return {"places": server.places(), "is_watched": visitor.is_watched}


def _kept(visitor: Visitor, run: Run) -> Run:
    visitor.runs.append(run)
    _give_memory_back([each for each in reversed(visitor.runs) if not each.active])
    return run


def _give_memory_back(newest_first: list[Run]) -> None:
    """Let all but the newest runs keep one checkpoint alone, and beyond a budget none."""
    left = BUDGET
    for place, run in enumerate(newest_first):
        if place >= WITH_CHECKPOINTS:
            run.history.checkpoints.forget()
        left -= run.history.checkpoints.size
        if left < 0:
            run.history.checkpoints.forget(but=0)
