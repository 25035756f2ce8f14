"""What a change did is said in words: which settings differ, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..digits import Digits
from ..evaluation import evaluate
from ..experiment import Experiment, differences, format_setting, settings
from ..network import Network


@dataclass(frozen=True)
class Outcome:
    """How a run ended: its Experiment, its accuracy on the test set, 0 to 1, and why it broke off, if it did."""

    experiment: Experiment
    accuracy: float | None
    broke_off: str = ""


def accuracies_of(networks: Sequence[Network], digits: Digits) -> list[float]:
    """The accuracy of each network on the same digits."""
    return [evaluate(network, digits).accuracy for network in networks]


def changes_in_words(first: Experiment, second: Experiment) -> str:
    """"only the learning rate changed, 0.05 to 0.5", and the like."""
    changed = [f"{settings()[name].label.lower()} changed, {format_setting(name, old)} to {format_setting(name, new)}"
               for name, (old, new) in differences(first, second).items()]
    if not changed:
        return "nothing changed"
    return f"only the {changed[0]}" if len(changed) == 1 else "; ".join(f"the {each}" for each in changed)


def describe(first: Outcome, second: Outcome) -> str:
    """The difference of two runs in a sentence: what changed, what it did, and why the second broke off, if it did."""
    sentence = changes_in_words(first.experiment, second.experiment)
    if first.accuracy is not None and second.accuracy is not None:
        sentence += f": {_points(second.accuracy - first.accuracy)}"
    return f"{sentence}. {second.broke_off}".strip() if second.broke_off else f"{sentence}."


def _points(gain: float) -> str:
    points = round(100 * abs(gain), 2)
    if not points:
        return "no better and no worse"
    return f"{points:g} point{'s' * (points != 1)} {'better' if gain > 0 else 'worse'}"
