"""Pictures that do not depend on the digits are drawn once for a run; runs of the same seed may share them.

To draw ten thousand takes some ten seconds, so a program of many processes sets `source` to one that draws once for all.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..digits import NO_DIGIT
from ..experiment import Experiment
from .scribbles import scribbles
from .stroke_templates import template_digits

TEMPLATES, SCRIBBLES = "templates", "scribbles"
KEPT = 2  # sets of pictures that a process keeps for its next run


@dataclass(frozen=True)
class Key:
    """What pictures depend on: their kind, the seed of the run, and how many."""

    kind: str
    seed: int
    count: int


@dataclass(frozen=True)
class DrawnPictures:
    """images uint8 (count, 28, 28), labels uint8 (count,), and the state of the random numbers after they were drawn."""

    images: np.ndarray
    labels: np.ndarray
    random: dict

    @property
    def size(self) -> int:
        """How many bytes they take."""
        return self.images.nbytes + self.labels.nbytes


def draw(key: Key) -> DrawnPictures:
    """Draw the pictures of a key."""
    rng = Experiment(seed=key.seed).random(key.kind)
    if key.kind == TEMPLATES:
        digits = template_digits(key.count, rng=rng)
        images, labels = digits.images, digits.labels
    else:
        images = scribbles(key.count, rng=rng)
        labels = np.full(key.count, NO_DIGIT, np.uint8)
    return DrawnPictures(images, labels, rng.bit_generator.state)


source: Callable[[Key], DrawnPictures] = draw


@functools.lru_cache(KEPT)
def pictures(key: Key) -> DrawnPictures:
    """The pictures of a key; nobody writes into them."""
    return source(key)
