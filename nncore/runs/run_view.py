"""What there is to see in a run that has ended: how its layers answer, and how training and validation went."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..activations import Activation
from ..digits import Digits, as_inputs
from ..experiment import Experiment
from .history import History

LOOKED_AT = 1000  # digits whose way through the layers is watched
GAP = 0.01  # between the accuracies of training and validation
RISEN = 1.05  # times the lowest validation loss


@dataclass(frozen=True)
class RunView:
    """The `history` of a run, and the `digits` that it learned from."""

    history: History
    digits: Digits

    @property
    def experiment(self) -> Experiment:
        """The settings that the run ended with."""
        return self.history.now

    @property
    def images_a_step(self) -> float:
        """How many images there were to a step, in the mean."""
        before = self.history.origin.steps if self.history.origin else 0
        return self.history.images / (self.history.step - before)

    @cached_property
    def hidden(self) -> list[tuple[Activation, np.ndarray]]:
        """(activation, what it says to some digits, (n, width)) of each hidden layer."""
        network = self.history.network
        outputs = network.layer_outputs(as_inputs(self.digits.images[:LOOKED_AT]))
        return [(layer, y) for layer, y in zip(network.layers, outputs, strict=True) if isinstance(layer, Activation)]

    @property
    def losses(self) -> list[float]:
        """The training loss of each epoch, without the penalty."""
        return [each.loss - each.penalty for each in self.history.epochs]

    @property
    def validation_losses(self) -> list[float]:
        """The validation loss of each epoch, without the penalty, which would hide how it rises."""
        return [each.validation_loss - each.validation_penalty for each in self.history.epochs
                if each.validation_loss is not None]

    @property
    def gap(self) -> float:
        """How far the accuracy of training is ahead of that of validation, 0 to 1, where something is held back."""
        return self.history.epochs[-1].accuracy - self.history.validation[-1][2]

    @property
    def overfits(self) -> bool:
        """Whether training is ahead of validation, whose loss rises again."""
        losses = self.validation_losses
        return bool(losses) and self.gap >= GAP and losses[-1] >= RISEN * min(losses)
