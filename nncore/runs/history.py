"""The history of a run: what it was asked to do, how it went and what came of it, so that nothing is thrown away."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ..architecture import build
from ..changes import Changes
from ..checkpoint import Checkpoint
from ..digits import Digits, Mnist
from ..evaluation import Evaluation, evaluate
from ..events import Change, Diverged, Epoch, Event, Step
from ..experiment import Experiment
from ..network import Network
from ..training import Training
from .checkpoints import Checkpoints
from .learning_curve import LearningCurve
from .start import begin, resume


@dataclass
class History:
    """`experiment` is what the run began with, `changes` what was changed on its way.

    `curve` has points (position in epochs, loss, accuracy); `epochs` the event of each epoch; `network` is the newest snapshot;
    `reason` says why it ended, `test` how it did on the test set. A run that did not begin with the first weights of its
    Experiment has an `origin`, and begins after `first_epoch`.
    """

    experiment: Experiment
    network: Network
    first_epoch: int = 0
    curve: LearningCurve = field(default_factory=LearningCurve)
    epochs: list[Epoch] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    checkpoints: Checkpoints = field(default_factory=Checkpoints)
    step: int = 0
    position: float = 0.0  # in epochs
    images: int = 0
    seconds: float = 0.0
    reason: str = ""
    diverged: bool = False
    test: Evaluation | None = None
    origin: Checkpoint | None = None

    def append(self, event: Event) -> None:
        """Take note of an event."""
        if isinstance(event, Step):
            self.step, self.position = event.step, event.position
            self.images += event.images
            self.curve.add(event.position, event.loss, event.accuracy)
        elif isinstance(event, Epoch):
            self.epochs = [*self.epochs, event]  # a new list, so that a reader's list never changes
        elif isinstance(event, Change):
            self.changes = [*self.changes, event]
        else:
            self.reason, self.diverged = event.reason, isinstance(event, Diverged)

    @property
    def validation(self) -> list[tuple[float, float, float]]:
        """(epoch, loss, accuracy) on the digits held back, after each epoch."""
        return [(each.epoch, each.validation_loss, each.validation_accuracy) for each in self.epochs
                if each.validation_loss is not None]

    @property
    def epoch(self) -> int:
        """How many epochs are done."""
        return self.epochs[-1].epoch if self.epochs else self.first_epoch

    @property
    def accuracy(self) -> float | None:
        """On the test set, 0 to 1; None before the end."""
        return self.test.accuracy if self.test else None

    @property
    def now(self) -> Experiment:
        """The Experiment as the last change left it."""
        return self.changes[-1].experiment if self.changes else self.experiment

    def truncated(self, epoch: int) -> History:
        """The history of the same run as it was after `epoch` epochs."""
        epochs = [each for each in self.epochs if each.epoch <= epoch]
        changes = [each for each in self.changes if each.position < epoch]
        share = len(epochs) / (self.position - self.first_epoch) if epochs else 0.0
        return History(self.experiment, self.network, self.first_epoch, self.curve.truncated(epoch), epochs, changes,
                       self.checkpoints.truncated(epoch), epochs[-1].step if epochs else 0, float(epoch),
                       round(share * self.images), sum(each.seconds for each in epochs), origin=self.origin)

    def training_at(self, epoch: int, data: Digits) -> Training:
        """Training on `data` as it was after `epoch` epochs: from the checkpoint before, along the same way, bit by bit."""
        checkpoint = self.checkpoints.before(epoch) or self.origin
        if checkpoint:
            training = resume(checkpoint, data, self.experiment, self.changes)
        else:
            training = begin(build(self.experiment), data, self.experiment)
            training.changes = Changes(self.changes)
        if training.epoch < epoch:
            next(event for event in training.events() if isinstance(event, Epoch) and event.epoch == epoch)
        return training


def run_experiment(experiment: Experiment, digits: Mnist) -> History:
    """The history of a whole run: trained as `experiment` says, tested in the end."""
    return continue_run(History(experiment, build(experiment)), digits)


def continue_run(history: History, digits: Mnist, until: int | None = None,
                 should_continue: Callable[[], bool] = lambda: True) -> History:
    """What `history` becomes when its run goes on to the end of epoch `until`, or to its own end, and is tested there.

    Its one checkpoint is of its last whole epoch. When `should_continue()` is no longer true, it is left as it is then.
    """
    history = history.truncated(history.epoch)
    training = history.training_at(history.epoch, digits.train)
    history.checkpoints, checkpoint = Checkpoints(), training.checkpoint()
    started = time.perf_counter()
    for event in training.events(until):
        history.append(event)
        if isinstance(event, Epoch):
            checkpoint = training.checkpoint()
        if not should_continue():
            break
    else:
        if history.epoch != until:
            history.reason = history.reason or "All epochs are done."
    history.seconds += time.perf_counter() - started
    history.network = training.snapshot()
    history.checkpoints.add(checkpoint)
    history.test = evaluate(history.network, digits.test)
    return history
