"""A coach looks at a run that has ended and says what it saw, why that is so, and what one change it would try.

Each rule is a function of a RunView. Those that explain others come first; a rule that finds nothing gives None.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..activations import Activation, Relu, Sigmoid, Tanh
from ..batches import split
from ..digits import Digits, as_inputs
from ..losses import guessing
from .history import History
from .statistics import of_test_set

LOOKED_AT = 1000  # digits whose way through the layers is watched
DEAD = 0.2  # of a layer's neurons
SATURATED = 0.5  # of a layer's outputs
STUCK = 0.9  # of the loss of guessing
STILL_FALLING = 0.97  # of the loss of the epoch before
LEARNED = 0.97  # training accuracy above which there is little left to learn
FEW_STEPS = 150
GAP = 0.01  # between the accuracies of training and validation
RISEN = 1.05  # times the lowest validation loss
COARSE = 0.01  # half of the interval of a validation accuracy
GENTLE = {"shift": 1.0, "rotation": 8.0, "scale": 0.08, "shear": 0.08}


@dataclass(frozen=True)
class Advice:
    """What was seen, with its number; why it is so; and the fields of the Experiment to change, by name."""

    rule: str
    saw: str
    why: str
    change: dict


@dataclass(frozen=True)
class RunView:
    """A run as the coach sees it: its history, and the digits that it learned from."""

    history: History
    digits: Digits

    @property
    def experiment(self):
        return self.history.now

    @cached_property
    def hidden(self) -> list[tuple[Activation, np.ndarray]]:
        """(activation, what it says to some digits, (n, width)) of each hidden layer."""
        network = self.history.network
        outputs = network.layer_outputs(as_inputs(self.digits.images[:LOOKED_AT]))
        return [(layer, y) for layer, y in zip(network.layers, outputs, strict=True) if isinstance(layer, Activation)]

    @property
    def losses(self) -> list[float]:
        """The training loss of each epoch."""
        return [each.loss for each in self.history.epochs]


def advice(history: History, digits: Digits) -> list[Advice]:
    """What the coach says of a run on `digits`, the most important first; nothing if all is well."""
    view = RunView(history, digits)
    if history.diverged:
        return [exploding(view)]
    if not history.epochs:
        return []
    return list(_causes(view)) or [found for rule in SYMPTOMS if (found := rule(view))]


def _causes(view: RunView) -> Iterator[Advice]:
    for rule in CAUSES:
        if found := rule(view):
            yield found
            return


def exploding(view: RunView) -> Advice:
    """The loss rose above all bounds."""
    rate = view.experiment.learning_rate
    return Advice("exploding loss", f"The loss exploded in epoch {view.history.epoch + 1}, at a learning rate of {rate:g}.",
                  "Each step jumped over the valley and landed higher on the other side.", {"learning_rate": _rounded(rate / 10)})


def equal_weights(view: RunView) -> Advice | None:
    """All neurons of a layer look for the same."""
    for number, layer in enumerate(view.history.network.dense_layers[:-1], start=1):
        if layer.outputs > 1 and np.allclose(layer.W, layer.W[:, :1], atol=1e-4):
            good = {"relu": "he", "linear": "lecun", "tanh": "xavier", "sigmoid": "xavier"}.get(view.experiment.activation, "he")
            return Advice("equal initial weights", f"The {layer.outputs} neurons of hidden layer {number} have the same weights.",
                          "They began equal, so each step changes them alike, and they never learn to look for different things.",
                          {"initializer": good})
    return None


def dead_units(view: RunView) -> Advice | None:
    """ReLU neurons that are silent whatever the digit get no gradient any more."""
    for number, (activation, y) in enumerate(view.hidden, start=1):
        dead = int((y <= 0).all(axis=0).sum())
        if isinstance(activation, Relu) and dead > DEAD * y.shape[1]:
            return Advice("dead units", f"{dead} of the {y.shape[1]} neurons of hidden layer {number} are silent at every one of "
                                        f"{len(y):,} digits.",
                          "Long steps threw them there, and where a ReLU is silent its gradient is zero: nothing wakes it.",
                          {"learning_rate": _rounded(view.experiment.learning_rate / 10)})
    return None


def saturated(view: RunView) -> Advice | None:
    """tanh and sigmoid at their ends pass on hardly any gradient."""
    for number, (activation, y) in enumerate(view.hidden, start=1):
        if isinstance(activation, Tanh | Sigmoid):
            ends = np.abs(y) > 0.98 if isinstance(activation, Tanh) else np.abs(y - 0.5) > 0.48
            if ends.mean() > SATURATED:
                return Advice("saturation",
                              f"{ends.mean():.0%} of what hidden layer {number} says lies at the ends of its range.",
                              "There the curve is flat and the gradient nearly zero. Batch normalisation keeps the inputs in the "
                              "middle, where it is steep.", {"batch_norm": True})
    return None


def too_few_steps(view: RunView) -> Advice | None:
    """A batch that is large gives few steps, and the rate is too small for so few."""
    last = view.history.epochs[-1]
    if view.history.step >= FEW_STEPS or last.accuracy > LEARNED or view.history.images / view.history.step <= 64:
        return None
    batch = round(view.history.images / view.history.step)
    return Advice("batch too large for the rate", f"There were only {view.history.step} steps, each after {batch:,} images.",
                  "A step after so many images is hardly better than one after 64, and at this rate no longer. Smaller batches "
                  "step more often.", {"batch_size": 64})


def stuck(view: RunView) -> Advice | None:
    """The loss is still about that of guessing."""
    level = guessing(view.experiment.loss, view.experiment.label_smoothing)
    if view.losses[-1] < STUCK * level:
        return None
    rate = view.experiment.learning_rate
    return Advice("stuck loss",
                  f"After {view.history.epoch} epochs the loss is {view.losses[-1]:.2f}; guessing gives {level:.2f}.",
                  "The steps are too short to get away from the start.", {"learning_rate": _rounded(rate * 10)})


def too_slow(view: RunView) -> Advice | None:
    """The loss still falls when the run ends."""
    losses, last = view.losses, view.history.epochs[-1]
    if len(losses) < 2 or losses[-1] > STILL_FALLING * losses[-2] or last.accuracy > LEARNED or overfitting(view):
        return None
    rate = view.experiment.learning_rate
    return Advice("too slow", f"In the last epoch the loss still fell by {1 - losses[-1] / losses[-2]:.0%}, to {losses[-1]:.2f}.",
                  "The run ended on its way down. Longer steps go further in the same time.",
                  {"learning_rate": _rounded(rate * 3)})


def overfitting(view: RunView) -> Advice | None:
    """The training digits are learned by heart: validation gets worse while training gets better."""
    validation = view.history.validation
    if not validation:
        return None
    best = min(validation, key=lambda point: point[1])
    gap = view.history.epochs[-1].accuracy - validation[-1][2]
    if gap < GAP or validation[-1][1] < RISEN * best[1]:
        return None
    return Advice("overfitting",
                  f"Training is {100 * gap:.1f} points ahead of validation, whose loss has risen since epoch {best[0]}.",
                  "The network learns its digits by heart. Slightly distorted ones are new each time and cannot be.", GENTLE)


def small_validation(view: RunView) -> Advice | None:
    """Too few digits are held back to tell two settings apart."""
    if not view.history.validation:
        return None
    images = len(split(len(view.digits), view.experiment)[1])
    accuracy = view.history.validation[-1][2]
    interval = of_test_set(accuracy, images)
    if (interval.high - interval.low) / 2 < COARSE or view.experiment.validation_fraction >= 0.1:
        return None
    return Advice("validation set too small",
                  f"{accuracy:.1%} of {images:,} digits held back may as well be {interval.low:.1%} to {interval.high:.1%}.",
                  "With so few digits, luck decides which of two settings looks better.", {"validation_fraction": 0.1})


def _rounded(rate: float) -> float:
    return float(f"{rate:.2g}")


CAUSES = (equal_weights, dead_units, saturated)
SYMPTOMS = (too_few_steps, stuck, too_slow, overfitting, small_validation)
