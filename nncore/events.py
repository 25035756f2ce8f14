"""An event is what training tells whoever listens; between two events the network is at rest and may be used."""

from __future__ import annotations

import math
from dataclasses import dataclass

from .experiment import Experiment
from .setting import written


@dataclass(frozen=True, slots=True)
class Step:
    """One update is done: loss and accuracy are those of its batch of `images`, before the update.

    `loss` is what was made small, the L2 penalty with it; `penalty` is the penalty's part of it. The accuracy is that of the
    `digits` images that show a digit. `position` is how far training has come after the step, in epochs.
    """

    step: int
    epoch: int
    loss: float
    penalty: float
    accuracy: float
    learning_rate: float
    images: int
    digits: int
    position: float


@dataclass(frozen=True, slots=True)
class Epoch:
    """Every training image was seen once more: loss and penalty are means over them, accuracy over the digits among them.

    The validation loss is the same objective as the training loss, with `validation_penalty` in it, the penalty at the end of the
    epoch. The validation figures are None where nothing is held back. `seconds` is the time that training took, without what
    others did between two events.
    """

    epoch: int
    step: int
    loss: float
    penalty: float
    accuracy: float
    validation_loss: float | None
    validation_accuracy: float | None
    seconds: float
    validation_penalty: float = 0.0


@dataclass(frozen=True, slots=True)
class Change:
    """After `step` steps, at `position` in epochs, the run went on as another `experiment` says."""

    step: int
    position: float
    experiment: Experiment


@dataclass(frozen=True, slots=True)
class StoppedEarly:
    """Validation no longer improved; the network is again as it was after `best_epoch`. `reason` says so to a person."""

    best_epoch: int
    reason: str


@dataclass(frozen=True, slots=True)
class Diverged:
    """The loss exploded and training has ended; `reason` says so to a person, with what to try."""

    step: int
    epoch: int
    loss: float
    reason: str


Event = Step | Epoch | Change | StoppedEarly | Diverged


def diverged(step: Step, guessing: float, calmer: float) -> Diverged:
    """Why training ends after a step whose loss exploded; `guessing` is the loss of mere guessing, `calmer` a rate to try."""
    loss = f"{step.loss:,.2f}" if math.isfinite(step.loss) else "infinite"
    return Diverged(step.step, step.epoch, step.loss,
                    f"The loss exploded in epoch {step.epoch}, at step {step.step}: it is {loss}, and mere guessing gives "
                    f"{guessing:.2f}. Each step jumped over the valley and landed higher up. Try a learning rate of "
                    f"{written(calmer)}.")


class EpochTotals:
    """Adds up the steps of an epoch."""

    def __init__(self):
        self._last: Step | None = None
        self._images = self._digits = 0
        self._loss = self._penalty = self._right = self._seconds = 0.0

    def add(self, step: Step, seconds: float) -> None:
        """One more step, which took so many seconds."""
        self._last = step
        self._images, self._digits = self._images + step.images, self._digits + step.digits
        self._loss += step.loss * step.images
        self._penalty += step.penalty * step.images
        self._right += step.accuracy * step.digits
        self._seconds += seconds

    def epoch(self, loss: float | None, penalty: float, accuracy: float | None, seconds: float) -> Epoch:
        """The epoch that these steps were, with the figures of its validation, which took so many seconds."""
        return Epoch(self._last.epoch, self._last.step, self._loss / self._images, self._penalty / self._images,
                     self._right / max(self._digits, 1), loss, accuracy, self._seconds + seconds, penalty)
