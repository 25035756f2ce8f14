"""What a network answers to drawn digits: from their strokes as the Draw page asks it, and from their pixels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

import nncore
from tests.drawn_digits import DrawnDigit
from tests.sheet import PEN, painted


@dataclass(frozen=True)
class Answers:
    """For each of n digits: the number that was read, text; how sure, float (n,); and whether it is the label, bool (n,).

    A digit that is read as two, or not found, is read wrongly. As sure as its least sure digit is a number of two.
    """

    texts: list[str]
    confidence: np.ndarray
    right: np.ndarray

    def errors(self, digits: Sequence[DrawnDigit], label: int) -> str:
        """What was read instead of `label`, the most frequent first: "1→7: 10, 1→2: 3"."""
        wrong = Counter(text for text, right, digit in zip(self.texts, self.right, digits, strict=True)
                        if not right and digit.label == label)
        return ", ".join(f"{label}→{text or 'nothing'}: {count}" for text, count in wrong.most_common())


def from_strokes(network: nncore.Network, digits: Sequence[DrawnDigit], size: float = 220) -> Answers:
    """The page's way: digits are found among the strokes and read, as many as there are."""
    return from_readings([nncore.read_strokes(network, digit.on_canvas(size=size), PEN) for digit in digits], digits)


def from_readings(readings: Sequence[nncore.Reading], digits: Sequence[DrawnDigit]) -> Answers:
    """The answers of one reading for each digit."""
    texts = [reading.number() for reading in readings]
    sure = [min((found.confidence for found in reading.digits), default=0.0) for reading in readings]
    right = [text == str(digit.label) for text, digit in zip(texts, digits, strict=True)]
    return Answers(texts, np.array(sure), np.array(right))


def from_pixels(network: nncore.Network, digits: Sequence[DrawnDigit], size: float = 220, pen: float = PEN) -> Answers:
    """Each painted on the canvas with a pen of that width, and read as the one digit that it is."""
    images = [nncore.prepare_drawing(painted(digit.on_canvas(size=size), pen)) for digit in digits]
    probabilities = network.predict(nncore.as_inputs(np.stack(images)))  # (n, 10)
    found = probabilities.argmax(axis=1)
    return Answers([str(each) for each in found], probabilities.max(axis=1), found == [digit.label for digit in digits])
