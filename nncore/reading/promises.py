"""How sure must a network be to answer? The surer it must be, the less often it answers, and the more often rightly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..digits import Digits, as_inputs
from ..network import Network


@dataclass(frozen=True)
class Promise:
    """The share of digits that a network answers, and the share of these answers that is right; None if it answers nothing."""

    answered: float
    right: float | None


def promises(network: Network, digits: Digits) -> list[Promise]:
    """The promise for each least confidence of 0, 1, ... 99 %, kept on these `digits`."""
    probabilities = network.predict(as_inputs(digits.images))  # (n, 10)
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == digits.labels  # (n,) each
    found = []
    for percent in range(100):
        answered = confidence >= percent / 100  # (n,)
        found.append(Promise(float(answered.mean()), float(right[answered].mean()) if answered.any() else None))
    return found


def right_between(kept: Sequence[Promise], low: int, high: int) -> float | None:
    """The share that is right of the answers with a confidence from `low` to below `high` per cent; None if there are none."""
    at_least = [(each.answered, each.answered * (each.right or 0.0)) for each in (*kept, Promise(0.0, None))]
    answered, right = (before - after for before, after in zip(at_least[low], at_least[high], strict=True))
    return min(right / answered, 1.0) if answered > 0 else None
