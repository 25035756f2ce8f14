"""A coach looks at a run that has ended and says what it saw, why that is so, and what one change it would try.

Each rule is a function of a RunView that gives an Advice, or None if it finds nothing. Causes are looked for before symptoms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from ..activations import Relu, Sigmoid, Tanh
from ..batches import split
from ..digits import Digits
from ..experiment import Experiment, settings
from ..interpretability.responses import at_an_end, dead_neurons
from ..losses import guessing
from ..optimizers import calmer_rate
from ..setting import written
from .history import History
from .run_view import RunView
from .statistics import wilson_interval

DEAD = 0.2  # of a layer's neurons
SATURATED = 0.5  # of a layer's outputs
STUCK = 0.9  # of the loss of guessing
STILL_FALLING = 0.97  # of the loss of the epoch before
LEARNED = 0.97  # training accuracy above which there is little left to learn
FEW_STEPS = 150
COARSE = 0.01  # half of the interval of a validation accuracy
GENTLE = {"shift": 1.0, "rotation": 8.0, "scale": 0.08, "shear": 0.08}  # distortions that leave a digit what it is
DROPOUT = 0.2
L2 = 0.001


@dataclass(frozen=True)
class Advice:
    """What was seen, with its number; why it is so; and the fields of the Experiment to change, by name."""

    rule: str
    saw: str
    why: str
    change: dict


def advice(history: History, digits: Digits) -> list[Advice]:
    """What the coach says of a run on `digits`, the most important first; nothing if all is well."""
    view = RunView(history, digits)
    if history.diverged:
        return _found([exploding], view)
    if not history.epochs:
        return []
    return _found(CAUSES, view)[:1] or _found(SYMPTOMS, view)


def _found(rules: Iterable[Callable[[RunView], Advice | None]], view: RunView) -> list[Advice]:
    """What the rules find; an advice that would change nothing, as all is so already, is none."""
    advices = filter(None, (rule(view) for rule in rules))
    return [each for each in advices if replace(view.experiment, **each.change) != view.experiment]


def exploding(view: RunView) -> Advice:
    """The loss rose above all bounds."""
    rate = view.experiment.learning_rate
    return Advice("exploding loss",
                  f"The loss exploded in epoch {view.history.epoch + 1}, at a learning rate of {written(rate)}.",
                  "Each step jumped over the valley and landed higher on the other side.",
                  _rate(calmer_rate(view.experiment.optimizer, rate, view.experiment.momentum)))


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
        dead = int(dead_neurons(y, type(activation)).sum())
        if isinstance(activation, Relu) and dead > DEAD * y.shape[1]:
            return Advice("dead units", f"{dead} of the {y.shape[1]} neurons of hidden layer {number} are silent at every one of "
                                        f"{len(y):,} digits.",
                          "Long steps threw them there, and where a ReLU is silent its gradient is zero: nothing wakes it.",
                          _times(view.experiment.learning_rate, 1 / 10))
    return None


def saturated(view: RunView) -> Advice | None:
    """tanh and sigmoid at their ends pass on hardly any gradient."""
    for number, (activation, y) in enumerate(view.hidden, start=1):
        if isinstance(activation, Tanh | Sigmoid):
            ends = at_an_end(y, type(activation))
            if ends.mean() > SATURATED:
                return Advice("saturation",
                              f"{ends.mean():.0%} of what hidden layer {number} says lies at the ends of its range.",
                              "There the curve is flat and the gradient nearly zero. Batch normalisation keeps the inputs in the "
                              "middle, where it is steep.", {"batch_norm": True})
    return None


def too_few_steps(view: RunView) -> Advice | None:
    """A batch that is large gives few steps, and the rate is too small for so few."""
    last = view.history.epochs[-1]
    if view.history.step >= FEW_STEPS or last.accuracy > LEARNED or view.images_a_step <= 64:
        return None
    return Advice("batch too large for the rate",
                  f"There were only {view.history.step} steps, each after {view.images_a_step:,.0f} images.",
                  "A step after so many images is hardly better than one after 64, and at this rate no longer. Smaller batches "
                  "step more often.", {"batch_size": 64})


def stuck(view: RunView) -> Advice | None:
    """The loss is still about that of guessing."""
    rate, guess = view.experiment.learning_rate, guessing(view.experiment.loss, view.experiment.label_smoothing)
    if view.losses[-1] < STUCK * guess:
        return None
    return Advice("stuck loss",
                  f"After {view.history.epoch} epochs the loss is {view.losses[-1]:.3g}; guessing gives {guess:.3g}.",
                  "The steps are too short to get away from the start.", _times(rate, 10))


def too_slow(view: RunView) -> Advice | None:
    """The loss still falls when the run ends."""
    losses, last = view.losses, view.history.epochs[-1]
    if len(losses) < 2 or losses[-1] > STILL_FALLING * losses[-2] or last.accuracy > LEARNED or view.overfits:
        return None
    rate = view.experiment.learning_rate
    return Advice("too slow", f"In the last epoch the loss still fell by {1 - losses[-1] / losses[-2]:.0%}, to {losses[-1]:.3g}.",
                  "The run ended on its way down. Longer steps go further in the same time.", _times(rate, 3))


def overfitting(view: RunView) -> Advice | None:
    """The training digits are learned by heart: validation gets worse while training gets better."""
    if not view.overfits:
        return None
    remedy = _against_overfitting(view.experiment)
    best = view.history.first_epoch + 1 + int(np.argmin(view.validation_losses))
    return remedy and Advice(
        "overfitting", f"Training is {100 * view.gap:.1f} points ahead of validation, whose loss has risen since epoch {best}.",
        f"The network learns its digits by heart. {remedy[0]}", remedy[1])


def _against_overfitting(experiment: Experiment) -> tuple[str, dict] | None:
    """(why it helps, what to change): the first remedy that is not taken yet; none makes anything weaker that is there."""
    weaker = {name: value for name, value in GENTLE.items() if getattr(experiment, name) < value}
    if weaker:
        return "Slightly distorted ones are new each time and cannot be.", weaker
    if experiment.l2 < L2:
        return "To keep one takes large weights; a penalty on them holds it back.", {"l2": L2}
    if experiment.dropout < DROPOUT:
        return "With some neurons silenced at random in each step, none can rely on what others keep.", {"dropout": DROPOUT}
    return None


def small_validation(view: RunView) -> Advice | None:
    """Too few digits are held back to tell two settings apart."""
    if not view.history.validation:
        return None
    images = len(split(len(view.digits), view.experiment)[1])
    accuracy = view.history.validation[-1][2]
    interval = wilson_interval(accuracy, images)
    if (interval.high - interval.low) / 2 < COARSE or view.experiment.validation_fraction >= 0.1:
        return None
    return Advice("validation set too small",
                  f"{accuracy:.1%} of {images:,} digits held back may as well be {interval.low:.1%} to {interval.high:.1%}.",
                  "With so few digits, luck decides which of two settings looks better.", {"validation_fraction": 0.1})


def _times(rate: float, factor: float) -> dict:
    """The change that multiplies the learning rate, as far as it can go."""
    return _rate(float(f"{rate * factor:.2g}"))


def _rate(wanted: float) -> dict:
    """The change to a learning rate, or to the nearest that there is."""
    bounds = settings()["learning_rate"]
    return {"learning_rate": min(max(wanted, bounds.minimum), bounds.maximum)}


CAUSES = (equal_weights, dead_units, saturated)
SYMPTOMS = (too_few_steps, stuck, too_slow, overfitting, small_validation)
