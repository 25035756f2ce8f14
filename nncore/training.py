"""Training shows the network a batch of digits, measures how wrong it was, and moves every weight a little downhill.

It is a generator of events: at every `yield` the network is between two updates, so whoever listens may draw it, save it,
pause, or leave.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator

import numpy as np

from .digits import CLASSES, PIXELS, Digits, as_inputs
from .evaluation import evaluate
from .events import Diverged, Epoch, Step
from .experiment import Experiment
from .losses import softmax_cross_entropy
from .network import ROWS_AT_ONCE, Network
from .optimizers import OPTIMIZERS

GUESSING = math.log(CLASSES)  # the loss of a network that knows nothing
EXPLODED = 10 * GUESSING  # a mean loss above this is no learning
MEMORY_OF_LOSS = 0.98  # the mean loss looks back over about fifty steps


def split(count: int, experiment: Experiment) -> tuple[np.ndarray, np.ndarray]:
    """(training rows, validation rows), int (n,) each: drawn without overlap from `count` digits by the Experiment's seed.

    The validation rows do not depend on how many training images are asked for, so such runs can be compared.
    Raises ValueError if there are not enough digits.
    """
    rows = experiment.random("split").permutation(count)
    held_back = round(experiment.validation_fraction * count)
    left = count - held_back
    wanted = left if experiment.training_images is None else experiment.training_images
    if not 1 <= wanted <= left:
        raise ValueError(f"training_images={wanted} is not possible: of {count} digits {held_back} are held back for "
                         f"validation, so it takes 1 to {left}")
    return rows[held_back:held_back + wanted], rows[:held_back]


class Training:
    """A run in the making: the network, its optimizer, the digits and how far it has come.

    It owns `network` while it runs; others ask for `network.snapshot()`, between two events. `epochs` may be raised at any
    time to train on.
    """

    def __init__(self, network: Network, data: Digits, experiment: Experiment):
        self.network, self.experiment = network, experiment
        self.digits = data
        self.rows, validation_rows = split(len(data), experiment)  # (training images,), (validation images,)
        self.validation = data[validation_rows]
        self.optimizer = OPTIMIZERS[experiment.optimizer](network.parameters, experiment.momentum)
        self.batch_size = min(experiment.batch_size or len(self.rows), len(self.rows))
        self.epochs = experiment.epochs
        self.epoch = 0  # epochs that are done
        self.mean_loss = GUESSING
        self._order = experiment.random("order")
        self._pixels = np.empty((min(self.batch_size, ROWS_AT_ONCE), PIXELS), np.uint8)  # (rows, 784)
        self._x = np.empty(self._pixels.shape, network.parameters.dtype)  # (rows, 784)

    @property
    def steps_per_epoch(self) -> int:
        return math.ceil(len(self.rows) / self.batch_size)

    def events(self) -> Iterator[Step | Epoch | Diverged]:
        """Train until all epochs are done or the loss explodes."""
        while self.epoch < self.epochs:
            for event in self._one_epoch():
                yield event
                if isinstance(event, Diverged):
                    return

    def _one_epoch(self) -> Iterator[Step | Epoch | Diverged]:
        started = time.perf_counter()
        loss = accuracy = 0.0
        for places in batches(len(self.rows), self.batch_size, rng=self._order):
            step = self._step(self.rows[places])
            yield step
            if not self.mean_loss <= EXPLODED:
                yield Diverged(step.step, step.epoch, step.loss, self._why_diverged(step))
                return
            loss += step.loss * step.images
            accuracy += step.accuracy * step.images
        self.epoch += 1
        checked = evaluate(self.network, self.validation) if len(self.validation) else None
        yield Epoch(self.epoch, self.optimizer.steps, loss / len(self.rows), accuracy / len(self.rows),
                    checked and checked.loss, checked and checked.accuracy, time.perf_counter() - started)

    def _step(self, rows: np.ndarray) -> Step:
        learning_rate = self.experiment.learning_rate
        with np.errstate(over="ignore", invalid="ignore"):  # an explosion is reported as an event, in words
            loss, accuracy = self._gradients(rows)
            self.optimizer.step(self.network.parameters, self.network.gradients, learning_rate)
        self.mean_loss += (1 - MEMORY_OF_LOSS) * (loss - self.mean_loss)
        return Step(self.optimizer.steps, self.epoch + 1, loss, accuracy, learning_rate, len(rows))

    def _gradients(self, rows: np.ndarray) -> tuple[float, float]:
        """Set the network's gradients for the digits of `rows`; gives (loss, accuracy), their means over the batch."""
        if len(rows) <= ROWS_AT_ONCE:
            return self._gradients_of_part(rows)
        loss = accuracy = 0.0
        total = np.zeros_like(self.network.gradients)
        for start in range(0, len(rows), ROWS_AT_ONCE):
            part = rows[start:start + ROWS_AT_ONCE]
            share = len(part) / len(rows)
            part_loss, part_accuracy = self._gradients_of_part(part)
            loss += share * part_loss
            accuracy += share * part_accuracy
            total += share * self.network.gradients
        self.network.gradients[...] = total
        return loss, accuracy

    def _gradients_of_part(self, rows: np.ndarray) -> tuple[float, float]:
        images = self.digits.images.reshape(-1, PIXELS)
        pixels = np.take(images, rows, axis=0, out=self._pixels[:len(rows)], mode="clip")  # (rows, 784); clip: no copy
        labels = self.digits.labels[rows]  # (rows,)
        logits = self.network.forward(as_inputs(pixels, out=self._x[:len(rows)]))  # (rows, 10)
        loss, dlogits = softmax_cross_entropy(logits, labels)
        self.network.backward(dlogits)
        return loss, int(np.count_nonzero(logits.argmax(axis=1) == labels)) / len(rows)

    def _why_diverged(self, step: Step) -> str:
        loss = f"{step.loss:,.0f}" if math.isfinite(step.loss) else "infinite"
        return (f"The loss exploded in epoch {step.epoch}, at step {step.step}: it is {loss}, and mere guessing gives "
                f"{GUESSING:.1f}. Each step jumped over the valley and landed higher up. Try a learning rate of "
                f"{self.experiment.learning_rate / 10:g}.")


def batches(count: int, batch_size: int, *, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """The rows 0 ... count-1 in a new random order, in arrays of `batch_size`; the last one may be shorter."""
    order = rng.permutation(count)
    for start in range(0, count, batch_size):
        yield order[start:start + batch_size]


def train(network: Network, data: Digits, experiment: Experiment) -> Iterator[Step | Epoch | Diverged]:
    """Train `network` in place on `data` as `experiment` says: a generator of Step, Epoch and, at worst, Diverged."""
    return Training(network, data, experiment).events()
