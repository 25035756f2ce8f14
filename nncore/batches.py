"""A batch is a handful of digits that the network looks at together before it takes a step."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from .augment.cores import has_second_core, one_core_left_free
from .augment.distortion import Distortion
from .augment.scribbles import scribbles
from .augment.stroke_templates import template_digits
from .augment.stroke_width import StrokeWidthChange
from .digits import NO_DIGIT, PIXELS, Digits, as_inputs
from .experiment import Experiment
from .network import ROWS_AT_ONCE


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


DRAWN = 10_000  # pictures of a kind that are drawn once for a run; distortions make them different each time


@dataclass(frozen=True)
class Pool:
    """Pictures, uint8 (n, 784), with labels (n,), one of which takes the place of a digit with probability `share`."""

    share: float
    images: np.ndarray
    labels: np.ndarray
    rng: np.random.Generator


def _pools(experiment: Experiment) -> Iterator[tuple[str, Pool]]:
    """Each kind of picture that takes the place of some digits, by name."""
    if experiment.template_share:
        rng = experiment.random("drawn")
        drawn = template_digits(DRAWN, rng=rng)
        yield "drawn", Pool(experiment.template_share, drawn.images.reshape(-1, PIXELS), drawn.labels, rng)
    if experiment.scribble_share:
        rng = experiment.random("scribbles")
        images = scribbles(DRAWN, rng=rng).reshape(-1, PIXELS)
        yield "scribbles", Pool(experiment.scribble_share, images, np.full(DRAWN, NO_DIGIT, np.uint8), rng)


@dataclass(frozen=True)
class Batch:
    """`images` digits for one step, in `parts` that pass at once: (x float32 (n, 784), labels (n,)), n up to ROWS_AT_ONCE.

    x is overwritten when the batch after the next is asked for.
    """

    images: int
    parts: Iterable[tuple[np.ndarray, np.ndarray]]


class TrainingDigits:
    """The digits that an Experiment learns from, in the order and with the distortions that its seed gives.

    Images stay bytes and where they are; only the batch at hand is gathered, distorted and scaled.
    """

    def __init__(self, digits: Digits, rows: np.ndarray, experiment: Experiment):
        self.rows = rows  # (n,)
        self._images = digits.images.reshape(-1, PIXELS)  # (all, 784)
        self._labels = digits.labels
        self._pen_share = experiment.stroke_width_share
        self._pens = StrokeWidthChange(digits.images, rng=experiment.random("pen")) if experiment.stroke_width_share else None
        self._pools = dict(_pools(experiment))
        self._order, self._distorting = experiment.random("order"), experiment.random("augmentation")
        self.change(experiment)
        self._make_room()

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def steps_per_epoch(self) -> int:
        return math.ceil(len(self.rows) / self.batch_size)

    @property
    def random_streams(self) -> dict[str, np.random.Generator]:
        """The sources of random numbers, by name; between two epochs nothing else tells one epoch from the next."""
        pens = {"pen": self._pens.rng} if self._pens else {}
        pools = {name: pool.rng for name, pool in self._pools.items()}
        return {"order": self._order, "augmentation": self._distorting} | pens | pools

    def change(self, experiment: Experiment) -> None:
        """Distort as `experiment` says from the next batch on that is not yet distorted, and take its batch size next epoch."""
        self._augmentation = Distortion(experiment.augmentation, rng=self._distorting)
        self._wanted_size = min(experiment.batch_size or len(self.rows), len(self.rows))

    def _make_room(self) -> None:
        self.batch_size = self._wanted_size
        most = min(self.batch_size, ROWS_AT_ONCE)
        self._pixels = np.empty((most, PIXELS), np.uint8)
        self._inputs = itertools.cycle([np.empty((most, PIXELS), np.float32) for _ in range(2)])

    def epoch(self) -> Iterator[Batch]:
        """The batches of an epoch: every row once, in a new order."""
        if self._wanted_size != self.batch_size:
            self._make_room()
        order = batches(self.rows, self.batch_size, rng=self._order)
        dear = self._augmentation.changes_images or self._pens or self._pools
        if dear and self.batch_size <= ROWS_AT_ONCE and has_second_core():
            yield from self._distorted_ahead(order)
        else:
            for rows in order:
                parts = np.split(rows, range(ROWS_AT_ONCE, len(rows), ROWS_AT_ONCE))
                yield Batch(len(rows), map(self.gather, parts, itertools.repeat(self._augmentation)))

    def _distorted_ahead(self, order: Iterator[np.ndarray]) -> Iterator[Batch]:
        """The batches of `order`; while the network learns from one, a second core distorts the next."""
        with one_core_left_free(), ThreadPoolExecutor(1, "distort") as second_core:
            coming = second_core.submit(self.gather, next(order), self._augmentation)
            for rows in order:
                ready, coming = coming.result(), second_core.submit(self.gather, rows, self._augmentation)
                yield Batch(len(ready[1]), [ready])
            ready = coming.result()
            yield Batch(len(ready[1]), [ready])

    def gather(self, rows: np.ndarray, augmentation: Distortion) -> tuple[np.ndarray, np.ndarray]:
        """(x float32 (n, 784), labels (n,)) of n rows, distorted anew; x is overwritten by the next call but one."""
        pixels = self._images.take(rows, axis=0, out=self._pixels[:len(rows)], mode="clip")  # "clip" needs no copy
        if self._pens:
            chosen = self._pens.rng.random(len(rows)) < self._pen_share
            pixels[chosen] = self._pens(rows[chosen]).reshape(-1, PIXELS)
        labels = self._labels[rows]
        for pool in self._pools.values():
            chosen = np.flatnonzero(pool.rng.random(len(rows)) < pool.share)
            some = pool.rng.integers(len(pool.images), size=len(chosen))
            pixels[chosen], labels[chosen] = pool.images[some], pool.labels[some]
        x = next(self._inputs)[:len(rows)]
        return as_inputs(augmentation(pixels, x), out=x), labels
