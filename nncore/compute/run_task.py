"""A worker carries a run on, as its orders say, and tells how it goes a few times a second."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from ..checkpoint import Checkpoint
from ..digits import Mnist
from ..evaluation import evaluate
from ..events import Change, Epoch
from ..experiment import Experiment
from ..runs.checkpoints import Checkpoints
from ..runs.coach import Advice, advice
from ..runs.history import ALL_DONE, History
from .tasks import TELL_EVERY, Connection

COST_OF_TELLING = 0.02  # of a worker's time, at most, goes into sending the network as it is
BUNDLE = 32 * 2**20  # bytes of checkpoints that are sent together; of more, every other one goes


@dataclass(frozen=True)
class Order:
    """Go on as `experiment` says, rest once `rest_after` epochs are done, and end once `end_after` are.

    0 is at once, wherever the run is; None is not before its own end. A later order has a higher `number`.
    """

    experiment: Experiment
    number: int = 0
    rest_after: int | None = None
    end_after: int | None = None


@dataclass(frozen=True)
class Progress:
    """How far a run has come: its history, without checkpoints; those of its last epochs; and its history at the last of them."""

    history: History
    checkpoints: tuple[Checkpoint, ...] = ()
    at_checkpoint: History | None = None


@dataclass(frozen=True)
class Rested:
    """The run was left, its history says where, and can be gone on with to the same bits."""

    progress: Progress


@dataclass(frozen=True)
class Ended:
    """The run has come to its end and is tested; `order` is the number of the last order that it obeyed."""

    progress: Progress
    advice: list[Advice]
    order: int


@dataclass(frozen=True)
class RunTask:
    """Carry on the run of `history`, on `digits` or MNIST; `ahead` are later changes of it, if it goes a way again."""

    history: History
    order: Order
    digits: Mnist | None = None
    ahead: tuple[Change, ...] = ()

    def do(self, connection: Connection) -> Rested | Ended:
        return _RunUnderWay(self, connection).go_on()


class _RunUnderWay:
    """A run while a worker has it."""

    def __init__(self, task: RunTask, connection: Connection):
        self._connection, self._order, self._digits = connection, task.order, task.digits or connection.mnist
        self._history = task.history
        self._training = self._history.training_now(self._digits.train)
        self._training.changes.noted += task.ahead
        self._checkpoints, self._at_checkpoint = Checkpoints(BUNDLE), None
        self._tell_at, self._show_at = time.perf_counter() + TELL_EVERY, 0.0
        if not self._history.checkpoints.kept and not self._history.rest:
            self._keep_checkpoint()
        self._go_as_ordered()

    def go_on(self) -> Rested | Ended:
        history, training = self._history, self._training
        history.rest = None
        events = history.follow(training.events())
        while not (self._shall_rest() or self._shall_end()):
            event = next(events, None)
            if event is None:
                return self._ended(history.reason or ALL_DONE)
            if isinstance(event, Epoch):
                self._keep_checkpoint()
            if self._connection.order is not None and self._connection.order.number > self._order.number:
                self._order = self._connection.order
                self._go_as_ordered()
            if self._connection.listens and time.perf_counter() > self._tell_at:
                self._connection.tell(self._progress())
        events.close()
        return self._ended(self._why_it_ends()) if self._shall_end() else self._rested()

    def _go_as_ordered(self) -> None:
        if self._order.experiment != self._training.changes.latest(self._training.experiment):
            self._training.change(self._order.experiment)

    def _shall_rest(self) -> bool:
        after = self._order.rest_after
        return after is not None and self._training.epoch >= after and self._training.may_rest

    def _shall_end(self) -> bool:
        return self._order.end_after is not None and self._training.epoch >= self._order.end_after

    def _why_it_ends(self) -> str:
        epoch, planned = self._training.epoch, self._order.experiment.epochs
        if epoch >= planned:
            return ALL_DONE
        return f"Trained to the end of epoch {epoch} of {planned}." if self._order.end_after else f"Stopped in epoch {epoch + 1}."

    def _keep_checkpoint(self) -> None:
        self._checkpoints.add(self._training.checkpoint())
        self._at_checkpoint = replace(self._history.without_checkpoints(), network=None)

    def _progress(self) -> Progress:
        """What there is to tell; the network itself only as often as costs little."""
        started = time.perf_counter()
        shows = started > self._show_at
        told = replace(self._history.without_checkpoints(), origin=None, network=self._training.snapshot() if shows else None)
        progress = Progress(told, self._checkpoints.kept, self._at_checkpoint)
        self._checkpoints, self._at_checkpoint = Checkpoints(BUNDLE), None
        now = time.perf_counter()
        self._tell_at = now + TELL_EVERY
        if shows:
            self._show_at = now + 4 * (now - started) / COST_OF_TELLING  # to send it takes longer than to copy it
        return progress

    def _rested(self) -> Rested:
        rest = self._training.checkpoint()
        self._show_at = 0.0
        progress = self._progress()
        return Rested(replace(progress, history=replace(progress.history, rest=rest if rest.under_way else None)))

    def _ended(self, reason: str) -> Ended:
        history = self._history
        history.network, history.reason = self._training.snapshot(), reason
        history.test = evaluate(history.network, self._digits.test)
        self._show_at = 0.0
        return Ended(self._progress(), advice(history, self._digits.train), self._order.number)
