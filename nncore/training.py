"""Training shows the network a batch of digits, measures how wrong it was, and moves every weight a little downhill.

It is a generator of events: at every `yield` the network is between two updates, so whoever listens may draw it, save it,
pause, or leave.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator

import numpy as np

from .batches import Batch, TrainingDigits, split
from .checkpoint import Checkpoint
from .digits import CLASSES, Digits
from .dropout import Dropout
from .evaluation import evaluate
from .events import Change, Diverged, Epoch, Step, StoppedEarly
from .experiment import Experiment
from .gradients import add_penalty, clip, set_gradients
from .losses import targets
from .network import Network, build
from .optimizers import OPTIMIZERS
from .schedules import SCHEDULES
from .weight_average import WeightAverage

GUESSING = math.log(CLASSES)  # the loss of a network that knows nothing
EXPLODED = 10 * GUESSING  # a mean loss above this is no learning
MEMORY_OF_LOSS = 0.98  # the mean loss looks back over about fifty steps

Event = Step | Epoch | Change | StoppedEarly | Diverged


class Training:
    """A run in the making: the network, its optimizer, the digits and how far it has come.

    It owns `network` while it runs; others ask for `snapshot()` between two events. `epochs` may be raised at any time to
    train on; `change` lets it go on with other settings.
    """

    def __init__(self, network: Network, data: Digits, experiment: Experiment):
        self.network, self.experiment = network, experiment
        rows, validation_rows = split(len(data), experiment)
        self.digits = TrainingDigits(data, rows, experiment)
        self.validation = data[validation_rows]
        if experiment.patience and not len(self.validation):
            raise ValueError("patience needs digits held back to look at; validation_fraction=0.1 would be right")
        self.optimizer = OPTIMIZERS[experiment.optimizer](network.parameters, experiment.momentum, experiment.weight_decay)
        self.targets = _targets(experiment)
        self.average = WeightAverage(network, experiment.average) if experiment.average else None
        self.best: tuple[float, int, Network] | None = None  # (validation loss, epoch, network)
        self.epochs = experiment.epochs
        self.epoch = 0  # epochs that are done
        self.mean_loss = GUESSING
        self.changes: list[Change] = []  # those to come, too, when an old run is gone through again
        self._wanted: Experiment | None = None
        self._in_epoch = 0  # steps of the epoch that is under way
        self._raw: Network | None = None  # the network that goes on learning, where the one that is kept is another

    @classmethod
    def resume(cls, checkpoint: Checkpoint, data: Digits, experiment: Experiment, changes: Iterable[Change] = ()) -> Training:
        """Training that goes on from a checkpoint of a run of `experiment`, with its later `changes`, on the same data."""
        training = cls(build(experiment), data, experiment)
        training.network.take(checkpoint.network)
        training.optimizer.state[...] = checkpoint.memory
        training.optimizer.steps = checkpoint.steps
        if training.average and checkpoint.average:
            training.average.mean.take(checkpoint.average)
            training.average.steps = checkpoint.steps
        training.best, training.epoch, training.mean_loss = checkpoint.best, checkpoint.epoch, checkpoint.mean_loss
        for name, generator in training._random_streams().items():
            if name in checkpoint.random:
                generator.bit_generator.state = checkpoint.random[name]
        training.changes = list(changes)
        for change in training.changes:
            if change.step < checkpoint.steps:
                training._take_over(change.experiment)
        return training

    def checkpoint(self) -> Checkpoint:
        """All that is needed to go on from here; to be asked for at an Epoch's event, or before the first step."""
        return Checkpoint(self.epoch, self.optimizer.steps, self.mean_loss, self.network.snapshot(), self.optimizer.state.copy(),
                          self.average and self.average.mean.snapshot(), self.best,
                          {name: generator.bit_generator.state for name, generator in self._random_streams().items()})

    def _random_streams(self) -> dict[str, np.random.Generator]:
        return self.digits.random_streams | {f"dropout {number}": layer.rng for number, layer in enumerate(self._dropouts(), 1)}

    def _dropouts(self) -> list[Dropout]:
        return [layer for layer in self.network.layers if isinstance(layer, Dropout)]

    @property
    def steps_per_epoch(self) -> int:
        return self.digits.steps_per_epoch

    def snapshot(self) -> Network:
        """A copy of the network as one would use it now: the mean of its weights, if a mean is kept."""
        return (self.average.mean if self.average and not self._raw else self.network).snapshot()

    def change(self, experiment: Experiment) -> None:
        """Go on as `experiment` says, from the next step on; a new batch size from the next epoch on.

        Any thread may ask. Raises ValueError if it differs in more than the settings that may change during a run.
        """
        self.experiment.check_live_change(experiment)
        if experiment.epochs != self.experiment.epochs:
            self.epochs = experiment.epochs
        self._wanted = experiment

    def events(self) -> Iterator[Event]:
        """Train until all epochs are done, validation no longer improves, or the loss explodes."""
        if self._raw:
            self.network.take(self._raw)
            self._raw = None
        while self.epoch < self.epochs:
            for event in self._one_epoch():
                yield event
                if isinstance(event, Diverged):
                    return
            if self._out_of_patience():
                _, best, network = self.best
                self._keep(network)
                yield StoppedEarly(best, f"Validation has not improved for {self.experiment.patience} epochs. "
                                         f"The network of epoch {best} is kept, as it was the best.")
                return
        if self.average:
            self._keep(self.average.mean)

    def _keep(self, network: Network) -> None:
        """Let `network` be the outcome, and put aside what would go on learning."""
        self._raw = self.network.snapshot()
        self.network.take(network)

    def _one_epoch(self) -> Iterator[Event]:
        started = time.perf_counter()
        loss = accuracy = 0.0
        yield from self._changed()
        for number, batch in enumerate(self.digits.epoch()):
            self._in_epoch = number
            yield from self._changed()
            step = self.step(batch, self._rate())
            yield step
            if not self.mean_loss <= EXPLODED:
                yield Diverged(step.step, step.epoch, step.loss, self._why_diverged(step))
                return
            loss += step.loss * step.images
            accuracy += step.accuracy * step.images
        self.epoch, self._in_epoch = self.epoch + 1, 0
        validation_loss, validation_accuracy = self._validate()
        yield Epoch(self.epoch, self.optimizer.steps, loss / len(self.digits), accuracy / len(self.digits),
                    validation_loss, validation_accuracy, time.perf_counter() - started)

    def _changed(self) -> Iterator[Change]:
        """Take over what was asked for, or what was changed here when the run went this way before."""
        due = [change for change in self.changes if change.step == self.optimizer.steps]
        wanted, self._wanted = self._wanted, None
        if wanted is not None and wanted != self.experiment:
            due = [Change(self.optimizer.steps, self.epoch + self._in_epoch / self.steps_per_epoch, wanted)]
            self.changes = [each for each in self.changes if each.step < self.optimizer.steps] + due
        for change in due:
            if change.experiment != self.experiment:
                self._take_over(change.experiment)
                yield change

    def _take_over(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.optimizer.momentum, self.optimizer.weight_decay = experiment.momentum, experiment.weight_decay
        self.targets = _targets(experiment)
        for layer in self._dropouts():
            layer.rate = experiment.dropout
        self.digits.change(experiment)

    def _validate(self) -> tuple[float | None, float | None]:
        """(loss, accuracy) on the digits held back; notes the network if it is the best one so far."""
        if not len(self.validation):
            return None, None
        network = self.average.mean if self.average else self.network
        checked = evaluate(network, self.validation)
        if self.experiment.patience and (self.best is None or checked.loss < self.best[0]):
            self.best = checked.loss, self.epoch, network.snapshot()
        return checked.loss, checked.accuracy

    def _out_of_patience(self) -> bool:
        return self.best is not None and self.epoch - self.best[1] >= self.experiment.patience

    def _rate(self) -> float:
        """The learning rate of the next step."""
        done, planned = (epochs * self.steps_per_epoch for epochs in (self.epoch, self.experiment.epochs))
        return self.experiment.learning_rate * SCHEDULES[self.experiment.schedule](done + self._in_epoch, planned)

    def step(self, batch: Batch, rate: float) -> Step:
        """Learn from one batch with the learning rate `rate`."""
        with np.errstate(over="ignore", invalid="ignore"):  # an explosion is reported as an event, in words
            loss, accuracy = set_gradients(self.network, batch, self.experiment.loss, self.targets)
            penalty = add_penalty(self.network, self.experiment.l2)
            clip(self.network, self.experiment.clip_norm)
            self.optimizer.step(self.network.parameters, self.network.gradients, rate)
            if self.average:
                self.average.update(self.network)
        self.mean_loss += (1 - MEMORY_OF_LOSS) * (loss - self.mean_loss)
        position = self.epoch + (self._in_epoch + 1) / self.steps_per_epoch
        return Step(self.optimizer.steps, self.epoch + 1, loss, penalty, accuracy, rate, batch.images, position)

    def _why_diverged(self, step: Step) -> str:
        loss = f"{step.loss:,.0f}" if math.isfinite(step.loss) else "infinite"
        return (f"The loss exploded in epoch {step.epoch}, at step {step.step}: it is {loss}, and mere guessing gives "
                f"{GUESSING:.1f}. Each step jumped over the valley and landed higher up. Try a learning rate of "
                f"{self.experiment.learning_rate / 10:g}.")


def _targets(experiment: Experiment) -> np.ndarray:
    """What the network should say, float32 (11, 10), by label; the last row is the right answer to what is no digit: unsure."""
    unsure = np.full((1, CLASSES), 1 / CLASSES, np.float32)
    return np.concatenate([targets(np.arange(CLASSES), experiment.label_smoothing), unsure])


def train(network: Network, data: Digits, experiment: Experiment) -> Iterator[Event]:
    """Train `network` in place on `data` as `experiment` says: a generator of Step, Epoch and perhaps a last word."""
    return Training(network, data, experiment).events()
