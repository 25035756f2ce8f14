"""A sweep tries many settings: every combination on a grid, or combinations drawn at random."""

from __future__ import annotations

import itertools
import math
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from ..architecture import build, parameter_count
from ..batches import split
from ..digits import Digits
from ..events import Step
from ..experiment import Experiment, settings
from .halving import epochs_trained
from .selection import check_selectable
from .start import begin

MOST_RUNS = 200
WIDE = 10  # a range whose ends differ by more than this factor is drawn from by its logarithm
PROBED_IMAGES = 3000
PROBED = 10  # steps that are timed to say how long a sweep will take


def grid(base: Experiment, values: Mapping[str, Sequence]) -> list[Experiment]:
    """`base` with every combination of `values`, field -> what it is tried with.

    Raises ValueError if they are too many, or if nothing is held back for validation to choose by.
    """
    _check(values, math.prod(map(len, values.values())))
    experiments = [replace(base, **dict(zip(values, each, strict=True))) for each in itertools.product(*values.values())]
    check_selectable(experiments)
    return experiments


def drawn_at_random(base: Experiment, values: Mapping[str, Sequence], count: int, *,
                    rng: np.random.Generator) -> list[Experiment]:
    """`count` times `base` with each field drawn anew: a number between its lowest and highest value, else one of its values.

    Random settings find more than a grid of as many, as each run tries a new value of the field that matters. Bergstra, Bengio:
    JMLR 13 (2012). Raises ValueError as `grid` does.
    """
    _check(values, count)
    experiments = [replace(base, **{name: _drawn(name, each, rng) for name, each in values.items()}) for _ in range(count)]
    check_selectable(experiments)
    return experiments


def _drawn(name: str, values: Sequence, rng: np.random.Generator):
    setting = settings()[name]
    if setting.kind not in (int, float) or setting.max_length is not None or None in values:
        return values[rng.integers(len(values))]
    low, high = min(values), max(values)
    wide = low > 0 and high > WIDE * low
    number = math.exp(rng.uniform(math.log(low), math.log(high))) if wide else rng.uniform(low, high)
    return round(number) if setting.kind is int else min(max(float(f"{number:.3g}"), low), high)  # rounding may lead outside


def _check(values: Mapping[str, Sequence], runs: int) -> None:
    empty = [name for name, each in values.items() if not each]
    if not values or empty:
        raise ValueError(f"a sweep needs values to try{f' for {empty[0]}' if empty else ''}; "
                         "learning_rate=[0.001, 0.01] would be some")
    if not 1 <= runs <= MOST_RUNS:
        raise ValueError(f"that would be {runs:,} runs; a sweep takes 1 to {MOST_RUNS}")


def estimated_seconds(experiments: Sequence[Experiment], data: Digits, *, prune: bool) -> float:
    """About how long all would take on `data`, one after another: a few steps of the first are timed, the others go by size."""
    probe = replace(experiments[0], stroke_width_share=0.0, patience=None, epochs=1, training_images=None)
    rows, _ = split(len(data), probe)
    probe = replace(probe, training_images=min(PROBED_IMAGES, len(rows)))
    events = begin(build(probe), data, probe).events()
    seconds = []  # of each step, for an image
    started = time.perf_counter()
    for event in itertools.islice(events, PROBED):
        now = time.perf_counter()
        if isinstance(event, Step):
            seconds.append((now - started) / event.images)
        started = now
    per_image = statistics.median(seconds)  # whatever else the machine did in one of them
    return per_image * work(experiments, len(data), prune) / parameter_count(probe)


def work(experiments: Sequence[Experiment], available: int, prune: bool) -> float:
    """What the runs cost together: parameters times images times epochs; of `available` digits, and with or without pruning."""
    total = 0.0
    for each in experiments:
        images = each.training_images or round(available * (1 - each.validation_fraction))
        epochs = epochs_trained(each.epochs, len(experiments)) / len(experiments) if prune else each.epochs
        total += parameter_count(each) * images * epochs
    return total
