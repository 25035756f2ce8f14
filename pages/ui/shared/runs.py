"""The runs of a visitor: a new one, a branch of an old one, one that comes finished from a sweep; all within bounds."""

from __future__ import annotations

from nncore import Experiment, Mnist
from nncore.compute.sweep_job import Finished

from . import server
from .garbage import look_through_all
from .networks import run_name
from .run import Run
from .sweep_run import SweepRun
from .visitor import Visitor

MOST_ACTIVE = 8  # runs of a visitor that wait, train or are paused
REMOVED = "Stopped, as it was removed."
FULL = ("the server has no memory left for one more run; remove runs that are no longer needed under Runs, or come back "
        "when others have left")


def check_room(visitor: Visitor, more: int = 1) -> None:
    """Raises ValueError if the visitor may not have so many `more` runs, or the server has no memory for one."""
    _check_memory()
    active = sum(run.active for run in visitor.runs)
    if active + more > MOST_ACTIVE:
        raise ValueError(f"a visitor may have {MOST_ACTIVE} runs that wait, train or are paused; with {more} more you would have "
                         f"{active + more}; wait until one has ended, or remove one under Runs")


def start(visitor: Visitor, experiment: Experiment, digits: Mnist, *, title: str = "", **more) -> Run:
    """Begin a run of its own, whose network is the current one from now on; `more` as Run.new takes it.

    Raises ValueError if it cannot be.
    """
    run = start_beside(visitor, experiment, digits, **more)
    run.title = title
    visitor.network = run_name(run)
    return run


def start_beside(visitor: Visitor, experiment: Experiment, digits: Mnist, **more) -> Run:
    """Begin a run beside the current network, which stays what it is. Raises ValueError if it cannot be."""
    check_room(visitor)
    run = _kept(visitor, Run.new(server.desk(), visitor, experiment, digits, **more))
    run.begin()
    return run


def branch(visitor: Visitor, run: Run, epoch: int, experiment: Experiment) -> Run:
    """Go on from an epoch of `run`, as the current network.

    Raises ValueError if there is no room, or `experiment` differs in what cannot change.
    """
    check_room(visitor)
    later = _kept(visitor, run.branch(epoch, experiment))
    later.title = run.title
    rename(visitor, later, f"{later.name}, from epoch {epoch} of {run.name}")
    visitor.network = run_name(later)
    later.begin()
    return later


def rename(visitor: Visitor, run: Run, name: str) -> None:
    """Call a run so. Names tell runs apart, those too that can come back: where another has it, the number stands behind it."""
    others = {each.name for each in visitor.runs + visitor.removed if each is not run}
    while name in others:
        name = f"{name} ({run.number})"
    run.name = name


def one_more_epoch(visitor: Visitor, run: Run) -> None:
    """Train a run one epoch more than planned. Raises ValueError if there is no room for that."""
    if run.active:
        _check_memory()
    else:
        check_room(visitor)
    run.one_more_epoch()


def remove(visitor: Visitor, *unwanted: Run) -> None:
    """Take runs out of the log, and stop those under way; `undo_removal` brings them back, until others are removed.

    Runs that are in the log no more are passed over.
    """
    found = [(place, run) for place, run in enumerate(visitor.runs) if run in unwanted]
    if not found:
        return
    visitor.let_removed_go()
    visitor.last_removal = found
    for _, run in found:
        visitor.runs.remove(run)
        run.stop(REMOVED)


def undo_removal(visitor: Visitor) -> None:
    """Bring the runs back that were removed last, each to its place; what was under way stays stopped."""
    for place, run in visitor.last_removal:
        visitor.runs.insert(place, run)
    visitor.last_removal = []


def start_sweep(visitor: Visitor, sweep: SweepRun) -> None:
    """Begin a sweep in place of the last one. Raises ValueError if that one has not ended, or there is no room."""
    if visitor.sweep and visitor.sweep.active:
        raise ValueError("your last sweep has not ended; press Stop, and then start the next")
    _check_memory()
    visitor.sweep = sweep
    sweep.begin()


def take_in(visitor: Visitor, sweep: SweepRun) -> None:
    """Let the runs that a sweep has done join the run log."""
    done = sweep.finished
    for each in done[sweep.taken_in:]:
        _take_in(visitor, each, sweep.digits)
    sweep.taken_in = len(done)


def _take_in(visitor: Visitor, finished: Finished, digits: Mnist) -> None:
    run = _kept(visitor, Run(server.desk(), visitor, finished.history, digits))
    run.advice, run.failure = finished.advice, finished.failure


def _check_memory() -> None:
    if server.memory().make_room():
        return
    look_through_all()  # what is left of visitors who have gone may still be held
    if not server.memory().make_room():
        raise ValueError(FULL)


def _kept(visitor: Visitor, run: Run) -> Run:
    run.number = visitor.new_run_number()
    rename(visitor, run, f"Run {run.number}")
    visitor.runs.append(run)
    return run
