"""The history of a run: what it was asked to do, how it went and what came of it, so that nothing is thrown away."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace

from ..architecture import build
from ..changes import Changes
from ..checkpoint import Checkpoint
from ..digits import Digits, Mnist
from ..evaluation import Evaluation, evaluate
from ..events import Change, Diverged, Epoch, Event, Step, StoppedEarly
from ..experiment import Experiment
from ..network import Network
from ..training import Training
from .checkpoints import Checkpoints
from .learning_curve import LearningCurve
from .start import begin, resume

ALL_DONE = "All epochs are done."  # why a run ended that went as planned


@dataclass
class History:
    """`experiment` is what the run began with, `changes` what was changed on its way.

    `curve` has points (position in epochs, loss, accuracy); `epochs` the event of each epoch; `images_by_epoch` says how many
    images were seen in each of them, and last in the one under way; `network` is the newest snapshot. `seconds` are those of
    training alone. `reason` says why the run ended, `test` how it did on the test set, once it came to its own end. After an
    early stop `kept_epoch` is the epoch whose network was kept. A run that did not begin with the first weights of its
    Experiment has an `origin`, and begins after `first_epoch`. Left within an epoch, it has a checkpoint of there, `rest`.
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
    images_by_epoch: list[int] = field(default_factory=list)
    seconds: float = 0.0
    reason: str = ""
    diverged: bool = False
    pruned: bool = False
    kept_epoch: int | None = None
    test: Evaluation | None = None
    origin: Checkpoint | None = None
    rest: Checkpoint | None = None

    def follow(self, events: Generator[Event]) -> Iterator[Event]:
        """The `events` of a training, noted here as they pass; whatever their listener does takes none of the run's seconds."""
        with closing(events):
            while True:
                started = time.perf_counter()
                event = next(events, None)
                self.seconds += time.perf_counter() - started
                if event is None:
                    return
                self.append(event)
                yield event

    def append(self, event: Event) -> None:
        """Take note of an event."""
        if isinstance(event, Step):
            self.step, self.position = event.step, event.position
            if event.epoch - self.first_epoch > len(self.images_by_epoch):
                self.images_by_epoch.append(0)
            self.images_by_epoch[-1] += event.images
            self.curve.add(event.position, event.loss, event.accuracy)
        elif isinstance(event, Epoch):
            self.epochs = [*self.epochs, event]  # a new list, so that a reader's list never changes
        elif isinstance(event, Change):
            self.changes = [*self.changes, event]
        else:
            self.reason, self.diverged = event.reason, isinstance(event, Diverged)
            self.kept_epoch = event.best_epoch if isinstance(event, StoppedEarly) else None

    @property
    def images(self) -> int:
        """How many images were seen; one that was seen in two epochs counts twice."""
        return sum(self.images_by_epoch)

    @property
    def different_images(self) -> int:
        """How many different images were learned from: an epoch sees each of them once."""
        return max(self.images_by_epoch, default=0)

    @property
    def validated(self) -> Epoch | None:
        """The epoch whose validation figures are those of the network that was kept; None if there is none."""
        return next((each for each in reversed(self.epochs) if each.validation_accuracy is not None
                     and self.kept_epoch in (None, each.epoch)), None)

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

    def without_checkpoints(self) -> History:
        """What there is to tell of the run now, without what it would need to go on; it stays as it is while the run goes on."""
        return replace(self, curve=self.curve.copy(), images_by_epoch=list(self.images_by_epoch), checkpoints=Checkpoints(),
                       rest=None)

    def truncated(self, epoch: int) -> History:
        """The history of the same run as it was after `epoch` epochs."""
        epochs = [each for each in self.epochs if each.epoch <= epoch]
        changes = [each for each in self.changes if each.position < epoch]
        step = epochs[-1].step if epochs else self.origin.steps if self.origin else 0
        return History(self.experiment, self.network, self.first_epoch, self.curve.truncated(epoch), epochs, changes,
                       self.checkpoints.truncated(epoch), step, float(epoch), self.images_by_epoch[:len(epochs)],
                       sum(each.seconds for each in epochs), origin=self.origin)

    def training_now(self, data: Digits) -> Training:
        """Training on `data` where the run is: where it rests, or after its last whole epoch."""
        return resume(self.rest, data, self.experiment, self.changes) if self.rest else self.training_at(self.epoch, data)

    def training_at(self, epoch: int, data: Digits) -> Training:
        """Training on `data` as it was after `epoch` epochs: from the checkpoint before, along the same way, bit by bit."""
        checkpoint = self.checkpoints.before(epoch) or self.origin
        if checkpoint:
            training = resume(checkpoint, data, self.experiment, self.changes)
        else:
            training = begin(build(self.experiment), data, self.experiment)
            training.changes = Changes(self.changes)
        if training.epoch < epoch:
            next(event for event in on_the_way(training) if isinstance(event, Epoch) and event.epoch == epoch)
        return training


def on_the_way(training: Training) -> Iterator[Event]:
    """The events of a training to its planned end, through early stops: a run may have gone on from them.

    Where it explodes nothing goes on.
    """
    steps, event = True, None
    while steps and not isinstance(event, Diverged):
        steps = False
        for event in training.events():
            steps = steps or isinstance(event, Step)
            yield event


def run_experiment(experiment: Experiment, digits: Mnist) -> History:
    """The history of a whole run: trained as `experiment` says, tested in the end."""
    return continue_run(History(experiment, build(experiment)), digits)


def continue_run(history: History, digits: Mnist, until: int | None = None,
                 should_continue: Callable[[], bool] = lambda: True) -> History:
    """What `history` becomes when its run goes on to the end of epoch `until`, or to its own end, where it is tested.

    Before its own end nobody asks the test set. Its one checkpoint is of its last whole epoch. When `should_continue()` is no
    longer true, it is left as it is then.
    """
    history = history.truncated(history.epoch)
    training = history.training_at(history.epoch, digits.train)
    history.checkpoints, checkpoint = Checkpoints(), training.checkpoint()
    for event in history.follow(training.events(until)):
        if isinstance(event, Epoch):
            checkpoint = training.checkpoint()
        if not should_continue():
            break
    else:
        if history.epoch != until:
            history.reason = history.reason or ALL_DONE
    history.network = training.snapshot()
    history.checkpoints.add(checkpoint)
    if history.reason:
        history.test = evaluate(history.network, digits.test)
    return history
