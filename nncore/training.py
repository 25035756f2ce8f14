"""Training shows the network a batch of digits, measures how wrong it was, and moves every weight a little downhill.

It is a generator of events: at every `yield` the network is between two updates, so whoever listens may draw it, save it,
pause, or leave.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator

import numpy as np

from .batches import Batch, TrainingDigits, split
from .digits import CLASSES, Digits
from .evaluation import evaluate
from .events import Diverged, Epoch, Step, StoppedEarly
from .experiment import Experiment
from .losses import LOSSES, targets
from .network import ROWS_AT_ONCE, Network
from .optimizers import OPTIMIZERS
from .schedules import SCHEDULES
from .weight_average import WeightAverage

GUESSING = math.log(CLASSES)  # the loss of a network that knows nothing
EXPLODED = 10 * GUESSING  # a mean loss above this is no learning
MEMORY_OF_LOSS = 0.98  # the mean loss looks back over about fifty steps

Event = Step | Epoch | StoppedEarly | Diverged


class Training:
    """A run in the making: the network, its optimizer, the digits and how far it has come.

    It owns `network` while it runs; others ask for `snapshot()` between two events. `epochs` may be raised at any time to
    train on.
    """

    def __init__(self, network: Network, data: Digits, experiment: Experiment):
        self.network, self.experiment = network, experiment
        rows, validation_rows = split(len(data), experiment)
        self.digits = TrainingDigits(data, rows, experiment)
        self.validation = data[validation_rows]
        if experiment.patience and not len(self.validation):
            raise ValueError("patience needs digits held back to look at; validation_fraction=0.1 would be right")
        self.optimizer = OPTIMIZERS[experiment.optimizer](network.parameters, experiment.momentum, experiment.weight_decay)
        unsure = np.full((1, CLASSES), 1 / CLASSES, np.float32)  # the right answer to what is no digit
        self.targets = np.concatenate([targets(np.arange(CLASSES), experiment.label_smoothing), unsure])  # (11, 10), by label
        self.average = WeightAverage(network, experiment.average) if experiment.average else None
        self.best: tuple[float, int, Network] | None = None  # (validation loss, epoch, network)
        self.epochs = experiment.epochs
        self.epoch = 0  # epochs that are done
        self.mean_loss = GUESSING

    @property
    def steps_per_epoch(self) -> int:
        return self.digits.steps_per_epoch

    def snapshot(self) -> Network:
        """A copy of the network as one would use it now: the mean of its weights, if a mean is kept."""
        return (self.average.mean if self.average else self.network).snapshot()

    def events(self) -> Iterator[Event]:
        """Train until all epochs are done, validation no longer improves, or the loss explodes."""
        while self.epoch < self.epochs:
            for event in self._one_epoch():
                yield event
                if isinstance(event, Diverged):
                    return
            if self._out_of_patience():
                _, best, network = self.best
                self.network.take(network)
                yield StoppedEarly(best, f"Validation has not improved for {self.experiment.patience} epochs. "
                                         f"The network of epoch {best} is kept, as it was the best.")
                return

    def _one_epoch(self) -> Iterator[Event]:
        started = time.perf_counter()
        loss = accuracy = 0.0
        for batch in self.digits.epoch():
            step = self.step(batch, self._rate())
            yield step
            if not self.mean_loss <= EXPLODED:
                yield Diverged(step.step, step.epoch, step.loss, self._why_diverged(step))
                return
            loss += step.loss * step.images
            accuracy += step.accuracy * step.images
        self.epoch += 1
        validation_loss, validation_accuracy = self._validate()
        if self.average and self.epoch == self.epochs:
            self.network.take(self.average.mean)
        yield Epoch(self.epoch, self.optimizer.steps, loss / len(self.digits), accuracy / len(self.digits),
                    validation_loss, validation_accuracy, time.perf_counter() - started)

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
        planned = self.experiment.epochs * self.steps_per_epoch
        return self.experiment.learning_rate * SCHEDULES[self.experiment.schedule](self.optimizer.steps, planned)

    def step(self, batch: Batch, rate: float) -> Step:
        """Learn from one batch with the learning rate `rate`."""
        with np.errstate(over="ignore", invalid="ignore"):  # an explosion is reported as an event, in words
            loss, accuracy = self._gradients(batch)
            penalty = self._penalty()
            self._clip()
            self.optimizer.step(self.network.parameters, self.network.gradients, rate)
            if self.average:
                self.average.update(self.network)
        self.mean_loss += (1 - MEMORY_OF_LOSS) * (loss - self.mean_loss)
        return Step(self.optimizer.steps, self.epoch + 1, loss, penalty, accuracy, rate, batch.images)

    def _gradients(self, batch: Batch) -> tuple[float, float]:
        """Set the network's gradients for a batch; gives (loss, accuracy), their means over its images.

        The gradients of a batch that comes in parts are added up. (Batch normalisation then looks at each part by itself.)
        """
        if batch.images <= ROWS_AT_ONCE:
            (part,) = batch.parts
            return self._gradients_of_part(*part)
        loss = accuracy = 0.0
        total = np.zeros_like(self.network.gradients)
        for x, labels in batch.parts:
            part_loss, part_accuracy = self._gradients_of_part(x, labels)
            share = len(labels) / batch.images
            loss += share * part_loss
            accuracy += share * part_accuracy
            total += share * self.network.gradients
        self.network.gradients[...] = total
        return loss, accuracy

    def _gradients_of_part(self, x: np.ndarray, labels: np.ndarray) -> tuple[float, float]:
        logits = self.network.forward(x)  # (n, 10)
        loss, dlogits = LOSSES[self.experiment.loss](logits, self.targets.take(labels, axis=0))
        self.network.backward(dlogits)
        return loss, int(np.count_nonzero(logits.argmax(axis=1) == labels)) / len(labels)

    def _penalty(self) -> float:
        """Add the gradient of l2 / 2 (sum of W²) over the weights, not the biases; gives that penalty."""
        l2 = self.experiment.l2
        if not l2:
            return 0.0
        for layer in self.network.dense_layers:
            layer.dW += l2 * layer.W
        return l2 / 2 * sum(float(np.vdot(layer.W, layer.W)) for layer in self.network.dense_layers)

    def _clip(self) -> None:
        """Shorten the gradient to `clip_norm` if it is longer. Pascanu, Mikolov, Bengio: ICML 2013, algorithm 1."""
        limit = self.experiment.clip_norm
        if limit is None:
            return
        norm = math.sqrt(np.vdot(self.network.gradients, self.network.gradients))
        if norm > limit:
            self.network.gradients *= limit / norm

    def _why_diverged(self, step: Step) -> str:
        loss = f"{step.loss:,.0f}" if math.isfinite(step.loss) else "infinite"
        return (f"The loss exploded in epoch {step.epoch}, at step {step.step}: it is {loss}, and mere guessing gives "
                f"{GUESSING:.1f}. Each step jumped over the valley and landed higher up. Try a learning rate of "
                f"{self.experiment.learning_rate / 10:g}.")


def train(network: Network, data: Digits, experiment: Experiment) -> Iterator[Event]:
    """Train `network` in place on `data` as `experiment` says: a generator of Step, Epoch and perhaps a last word."""
    return Training(network, data, experiment).events()
