"""Which run is best is decided by the digits held back for validation; the test set has no part in it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from ..experiment import Experiment, settings
from .history import History


def check_selectable(experiments: Iterable[Experiment]) -> None:
    """Raise ValueError if one of the runs holds no digits back, so that nothing could choose between it and the others."""
    if any(not each.validation_fraction for each in experiments):
        raise ValueError("a sweep chooses by digits held back for validation, and there are none; "
                         f"{settings()['validation_fraction'].label!r} at 0.1 would be right")


def ranked(runs: Mapping[int, History]) -> list[int]:
    """The numbers of `runs`, the best first: by higher validation accuracy, then lower validation loss, then lower number.

    Runs without validation figures come last. In which order the runs were done, or stand in `runs`, changes nothing.
    """
    return sorted(runs, key=lambda number: (*_shortfall(runs[number]), number))


def best(runs: Mapping[int, History]) -> int | None:
    """The number of the best of those `runs` that came to their own end without exploding; None if there is none."""
    ended = {number: history for number, history in runs.items()
             if history.test and not history.diverged and history.validated}
    return ranked(ended)[0] if ended else None


def _shortfall(history: History) -> tuple[float, float]:
    """What sorts the better run first."""
    if history.validated is None:
        return math.inf, math.inf
    loss = history.validated.validation_loss
    return -history.validated.validation_accuracy, loss if math.isfinite(loss) else math.inf
