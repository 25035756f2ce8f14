"""How sure a network is, in words: what a word means is counted on MNIST's test digits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nncore.reading.promises import Promise, right_between


@dataclass(frozen=True)
class Sureness:
    """A word for confidences from `low` to below `high`, in per cent."""

    word: str
    low: int
    high: int


WORDS = (Sureness("Sure", 99, 100), Sureness("Quite sure", 90, 99), Sureness("Not quite sure", 70, 90), Sureness("Unsure", 0, 70))


def sureness(confidence: float) -> Sureness:
    """The word for a confidence of 0 to 1."""
    return next(each for each in WORDS if 100 * confidence >= each.low)


def in_words(confidence: float, promised: Sequence[Promise] | None) -> str:
    """The word, and how often a network that keeps these promises is right when it is as sure as that, where it is known."""
    its = sureness(confidence)
    right = right_between(promised, its.low, its.high) if promised else None
    if right is None:
        return f"**{its.word}.**"
    often = f"{100 * right:.0f} times in 100" if right < 0.995 else f"{int(1000 * right + 1e-6):,} times in 1,000"
    return f"**{its.word}**: when it is so sure of one of MNIST's test digits, it is right {often}."
