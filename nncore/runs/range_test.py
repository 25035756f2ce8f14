"""Which learning rate is right? Let it rise from far too small to far too large in one short pass, and watch the loss."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace

import numpy as np

from ..architecture import build
from ..digits import Digits
from ..experiment import Experiment, settings
from ..training import Training
from .start import begin

LOWEST, HIGHEST = settings()["learning_rate"].minimum, 10.0
STEPS = 150
MOST_IMAGES = 512  # of a step
MEMORY = 0.9  # the smoothed loss looks back over about ten steps
EXPLODED = 2.0  # times the lowest loss so far: here the test ends
LEARNS = 0.02  # of the fall from start to minimum: until then the rate is too small to matter


@dataclass(frozen=True)
class RangeTest:
    """rates and smoothed losses, (steps,) each. Below the rate `slow` hardly anything is learned, above `wild` the loss rises.

    `best` is a good rate to begin with.
    """

    rates: np.ndarray
    losses: np.ndarray
    slow: float
    best: float
    wild: float


def range_test(experiment: Experiment, data: Digits) -> Generator[float, None, RangeTest]:
    """The range test of `experiment` on `data`, in batches of at most MOST_IMAGES, as larger ones take minutes.

    It yields how much of it is done, 0 to 1, after each step. Raises ValueError if there are not enough digits.
    """
    batch_size, points = min(experiment.batch_size or MOST_IMAGES, MOST_IMAGES), []
    for point in rising_rates(replace(experiment, batch_size=batch_size), data):
        points.append(point)
        yield len(points) / STEPS
    return diagnose(points)


def rising_rates(experiment: Experiment, data: Digits) -> Iterator[tuple[float, float]]:
    """(rate, smoothed loss) of each step of a short pass through `data` with the network and optimizer of `experiment`."""
    training = begin(build(experiment), data, experiment)
    smoothed, lowest, objective = 0.0, np.inf, training.objective
    batches = _endless(training)
    for number, rate in enumerate(np.geomspace(LOWEST, HIGHEST, STEPS).tolist(), start=1):
        loss = training.step(next(batches), rate).loss
        smoothed = MEMORY * smoothed + (1 - MEMORY) * loss if number > 1 else loss
        lowest = min(lowest, smoothed)
        if not smoothed <= min(EXPLODED * max(lowest, objective.guessing), objective.exploded):
            return
        yield rate, smoothed


def diagnose(points: list[tuple[float, float]]) -> RangeTest:
    """What the points of `rising_rates` say: the zones, and a rate to begin with.

    That is a third of the rate at which the loss was lowest, as the loss is lowest just before the rate becomes too large.
    Smith: "Cyclical learning rates for training neural networks", WACV 2017, section 3.3.
    """
    rates, losses = (np.array(column) for column in zip(*points, strict=True))
    bottom = int(losses.argmin())
    fallen = np.flatnonzero(losses[:bottom + 1] < losses[0] - LEARNS * (losses[0] - losses[bottom]))
    slow = rates[fallen[0]] if fallen.size else rates[0]
    return RangeTest(rates, losses, float(slow), float(max(rates[bottom] / 3, LOWEST)), float(rates[bottom]))


def _endless(training: Training) -> Iterator:
    while True:
        yield from training.batches.epoch()
