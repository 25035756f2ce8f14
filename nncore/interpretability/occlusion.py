"""What is a part of a digit worth? Erase it, ask the network again, and see what it reads without it.

Zeiler and Fergus: "Visualizing and Understanding Convolutional Networks", ECCV 2014, section 4.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..augment.stroke_rendering import Stroke, prepare_strokes, strokes_without_each
from ..digits import SIDE, as_inputs
from ..network import Network
from ..reading.answer import Answer

PATCH, STRIDE = 6, 2  # pixels: the side of a patch, and from one to the next; so they reach every pixel of the 28
LEAST_INK = 32  # of 255: a patch with less is paper


@dataclass(frozen=True)
class Occluded(Answer):
    """What is read in a digit without one of its parts: `image` without it and `erased`, its ink, uint8 (28, 28) both."""

    image: np.ndarray
    erased: np.ndarray


def without_each_stroke(network: Network, strokes: Sequence[Stroke]) -> list[Occluded]:
    """The digit of `strokes`, float (points, 2) each, without each of them; what is left stays in its place and size."""
    return _asked(network, prepare_strokes(strokes), strokes_without_each(strokes)) if strokes else []


def without_each_patch(network: Network, image: np.ndarray) -> list[Occluded]:
    """The digit `image`, uint8 (28, 28), without each of its patches that holds ink."""
    starts = range(0, SIDE - PATCH + 1, STRIDE)
    patches = [(slice(top, top + PATCH), slice(left, left + PATCH)) for top in starts for left in starts]
    inked = [patch for patch in patches if image[patch].max() >= LEAST_INK]
    left = np.repeat(image[None], len(inked), axis=0)  # (patches, 28, 28)
    for number, patch in enumerate(inked):
        left[number][patch] = 0
    return _asked(network, image, left)


def most_telling(parts: Sequence[Occluded], digit: int, probability: float, most: int) -> list[Occluded]:
    """The `most` parts without which the probability of `digit`, as it was, changes most; no two of them share any ink."""
    chosen: list[Occluded] = []
    for part in sorted(parts, key=lambda part: -abs(part.probabilities[digit] - probability)):
        if len(chosen) < most and not any(np.minimum(part.erased, other.erased).any() for other in chosen):
            chosen.append(part)
    return chosen


def _asked(network: Network, whole: np.ndarray, left: np.ndarray) -> list[Occluded]:
    """What the network reads in `left`, uint8 (n, 28, 28), what is left of `whole` without a part; asked as one batch."""
    probabilities = network.predict(as_inputs(left))  # (n, 10)
    return [Occluded(answer, image, whole - np.minimum(image, whole)) for image, answer in zip(left, probabilities, strict=True)]
