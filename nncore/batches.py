"""A batch is a handful of digits that the network looks at together before it takes a step."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from .augmentation import Augmentation
from .digits import PIXELS, Digits, as_inputs
from .experiment import Experiment


def split(count: int, experiment: Experiment) -> tuple[np.ndarray, np.ndarray]:
    """(training rows, validation rows), int (n,) each: drawn without overlap from `count` digits by the Experiment's seed.

    The validation rows do not depend on how many training images are asked for, so such runs can be compared.
    Raises ValueError if there are not enough digits.
    """
    rows = experiment.random("split").permutation(count)
    held_back = round(experiment.validation_fraction * count)
    left = count - held_back
    wanted = left if experiment.training_images is None else experiment.training_images
    if not 1 <= wanted <= left:
        raise ValueError(f"training_images={wanted} is not possible: of {count} digits {held_back} are held back for "
                         f"validation, so it takes 1 to {left}")
    return rows[held_back:held_back + wanted], rows[:held_back]


def batches(rows: np.ndarray, batch_size: int, *, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """The `rows` in a new random order, in arrays of `batch_size`; the last one may be shorter."""
    order = rng.permutation(rows)
    for start in range(0, len(order), batch_size):
        yield order[start:start + batch_size]


class TrainingDigits:
    """The digits that an Experiment learns from, in the order and with the distortions that its seed gives.

    Images stay bytes and where they are; only the batch at hand is gathered, distorted and scaled.
    """

    def __init__(self, digits: Digits, rows: np.ndarray, experiment: Experiment):
        self.rows = rows  # (n,)
        self.batch_size = min(experiment.batch_size or len(rows), len(rows))
        self._images = digits.images.reshape(-1, PIXELS)  # (all, 784)
        self._labels = digits.labels
        self._order = experiment.random("order")
        self._augmentation = Augmentation(experiment.augmentation, rng=experiment.random("augmentation"))
        self._pixels = np.empty((0, PIXELS), np.uint8)
        self._x = np.empty((0, PIXELS), np.float32)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def steps_per_epoch(self) -> int:
        return math.ceil(len(self.rows) / self.batch_size)

    def epoch(self) -> Iterator[np.ndarray]:
        """The rows of each batch, until every row was there once."""
        return batches(self.rows, self.batch_size, rng=self._order)

    def gather(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(x float32 (rows, 784), labels (rows,)) of some rows; x is overwritten by the next call."""
        if len(self._x) < len(rows):
            self._pixels = np.empty((len(rows), PIXELS), np.uint8)
            self._x = np.empty((len(rows), PIXELS), np.float32)
        pixels = self._images.take(rows, axis=0, out=self._pixels[:len(rows)], mode="clip")  # "clip" needs no copy
        return as_inputs(self._augmentation(pixels), out=self._x[:len(rows)]), self._labels[rows]
