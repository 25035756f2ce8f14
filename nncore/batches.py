"""A batch is a handful of digits that the network looks at together before it takes a step."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import numpy as np

from .digits import PIXELS, Digits, as_inputs
from .experiment import Experiment, settings
from .network import ROWS_AT_ONCE

Part = tuple[np.ndarray, np.ndarray]  # (x, labels): bytes or float32 (n, 784), and whole numbers (n,)


@dataclass(frozen=True)
class Batch:
    """`images` digits for one step, in `parts` of up to ROWS_AT_ONCE that pass through the network at once.

    x of a part may be overwritten as soon as the next batch is asked for. The parts of a large batch are made one by one, each
    when it is its turn. `random` is the state of the transforms' random numbers after it was made, as a batch that is made ahead
    draws from them too early; None for a large batch, which is never made ahead.
    """

    images: int
    parts: Iterable[Part]
    random: dict[str, dict] | None = None


class Transform(Protocol):
    """Changes the images of a batch before they are learned, anew each time: nncore.augment has some.

    `name` tells its random numbers `rng` from others in a checkpoint; one that is not `active` leaves all images as they are.
    """

    name: str
    rng: np.random.Generator
    active: bool

    def __call__(self, rows: np.ndarray, pixels: np.ndarray, labels: np.ndarray) -> np.ndarray:
        """What pixels (n, 784), 0 to 255, become; they and labels (n,) may be overwritten. `rows` (n,) tells which they are.

        Bytes, or float32 in an array that stays as it is until the call after the next.
        """

    def adapted(self, experiment: Experiment) -> Transform:
        """The same transform, with the same random numbers, as another Experiment wants it."""


def split(count: int, experiment: Experiment) -> tuple[np.ndarray, np.ndarray]:
    """(training rows, validation rows), int (n,) each: drawn without overlap from `count` digits by the Experiment's seed.

    The validation rows do not depend on how many training images are asked for, so such runs can be compared.
    Raises ValueError if there are not enough digits, or if `patience` finds none held back to look at.
    """
    rows = experiment.random("split").permutation(count)
    held_back = round(experiment.validation_fraction * count)
    left = count - held_back
    wanted = left if experiment.training_images is None else experiment.training_images
    if not 1 <= wanted <= left:
        raise ValueError(f"{settings()['training_images'].label} cannot be {wanted:,}: of {count:,} digits {held_back:,} are "
                         f"held back for validation, so it takes 1 to {left:,}")
    if experiment.patience and not held_back:
        raise ValueError(f"{settings()['patience'].label} needs digits to look at, and none are held back; "
                         f"{settings()['validation_fraction'].label!r} at 0.1 would be right")
    return rows[held_back:held_back + wanted], rows[:held_back]


def shuffled(rows: np.ndarray, batch_size: int, *, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """The `rows` in a new random order, in arrays of `batch_size`; the last one may be shorter."""
    order = rng.permutation(rows)
    for start in range(0, len(order), batch_size):
        yield order[start:start + batch_size]


def in_turn(calls: Iterator[Callable[[], Batch]]) -> Iterator[Batch]:
    """Each batch when it is asked for. Its call was made before the last batch was given: a change acts one batch later."""
    coming = next(calls)
    for call in calls:
        yield coming()
        coming = call
    yield coming()


class Batches:
    """The digits that an Experiment learns from, epoch after epoch, in an order that its seed gives, changed by `transforms`.

    Images stay bytes and where they are; only the batch at hand is gathered. `prepare` makes batches from calls that give one
    each, in the same order; one that makes them ahead, as a second core can, changes no bit.
    """

    def __init__(self, digits: Digits, rows: np.ndarray, experiment: Experiment, transforms: Sequence[Transform] = (),
                 prepare: Callable[[Iterator[Callable[[], Batch]]], Iterator[Batch]] = in_turn):
        self.rows = rows  # (n,)
        self._images = digits.images.reshape(len(digits), PIXELS)  # (all, 784)
        self._labels = digits.labels
        self._order = experiment.random("order")
        self._transforms, self._prepare = transforms, prepare
        self.change(experiment)
        self._make_buffers(self._wanted_size)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def steps_per_epoch(self) -> int:
        return math.ceil(len(self.rows) / self.batch_size)

    @property
    def random_streams(self) -> dict[str, np.random.Generator]:
        """The sources of random numbers, by name; between two epochs nothing else tells one epoch from the next."""
        return {"order": self._order} | {each.name: each.rng for each in self._transforms}

    def random_after(self, batch: Batch) -> dict[str, dict]:
        """The states from which the epoch goes on after `batch`: the order's is that of its beginning, as it is drawn there."""
        return {"order": self._order_before} | (batch.random or self._random())

    def _random(self) -> dict[str, dict]:
        return {each.name: each.rng.bit_generator.state for each in self._transforms}

    def change(self, experiment: Experiment) -> None:
        """Go on as `experiment` says: its transforms act from the batch after the next on, its batch size from the next epoch."""
        self._transforms = [each.adapted(experiment) for each in self._transforms]
        self._wanted_size = min(experiment.batch_size or len(self.rows), len(self.rows))

    def _make_buffers(self, batch_size: int) -> None:
        self.batch_size = batch_size
        most = min(batch_size, ROWS_AT_ONCE)
        self._pixels = itertools.cycle([np.empty((most, PIXELS), np.uint8) for _ in range(2)])

    def epoch(self) -> Iterator[Batch]:
        """The batches of an epoch: every row once, in a new order."""
        if self._wanted_size != self.batch_size:
            self._make_buffers(self._wanted_size)
        return self._rest_of_epoch(0)

    def rest_of_epoch(self, done: int, batch_size: int) -> Iterator[Batch]:
        """The batches of an epoch that was left after `done` of them, and that was begun in batches of `batch_size`."""
        self._make_buffers(batch_size)
        return self._rest_of_epoch(done)

    def _rest_of_epoch(self, done: int) -> Iterator[Batch]:
        self._order_before = self._order.bit_generator.state
        order = itertools.islice(shuffled(self.rows, self.batch_size, rng=self._order), done, None)
        calls = (partial(self._batch, rows, self._active()) for rows in order)
        costly = bool(self._active()) and self.batch_size <= ROWS_AT_ONCE
        return self._prepare(calls) if costly else in_turn(calls)

    def _active(self) -> list[Transform]:
        return [each for each in self._transforms if each.active]

    def _batch(self, rows: np.ndarray, transforms: list[Transform]) -> Batch:
        if len(rows) <= ROWS_AT_ONCE:
            return Batch(len(rows), [self.gather(rows, transforms)], self._random())
        parts = np.split(rows, range(ROWS_AT_ONCE, len(rows), ROWS_AT_ONCE))
        return Batch(len(rows), (self.gather(part, transforms) for part in parts))

    def gather(self, rows: np.ndarray, transforms: Sequence[Transform]) -> Part:
        """(x, labels) of n rows: x is bytes (n, 784), or float32 from 0 to 1 if a transform gave floats."""
        pixels = self._images.take(rows, axis=0, out=next(self._pixels)[:len(rows)], mode="clip")  # "clip" needs no copy
        labels = self._labels[rows]
        for transform in transforms:
            pixels = transform(rows, pixels, labels)
        return pixels if pixels.dtype == np.uint8 else as_inputs(pixels, out=pixels), labels
