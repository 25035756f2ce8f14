"""An event is what training tells whoever listens; between two events the network is at rest and may be used."""

from __future__ import annotations

from dataclasses import dataclass

from .experiment import Experiment


@dataclass(frozen=True, slots=True)
class Step:
    """One update is done: loss and accuracy are those of its batch of `images`, before the update.

    `loss` is what was made small, the L2 penalty with it; `penalty` is its share. The accuracy is that of the `digits` images
    that show a digit. `position` is how far training has come after the step, in epochs.
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
    """Every training image was seen once more: loss and penalty are means over them, accuracy over the digits.

    The validation loss is the same objective as the training loss, the penalty with it. The validation figures are None where
    nothing is held back. `seconds` is the time that training took, without what others did between two events.
    """

    epoch: int
    step: int
    loss: float
    penalty: float
    accuracy: float
    validation_loss: float | None
    validation_accuracy: float | None
    seconds: float


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
