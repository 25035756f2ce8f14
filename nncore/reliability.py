"""A network is calibrated if of the answers that it is 90 % sure of, 90 of 100 are right.

Guo, Pleiss, Sun, Weinberger: On Calibration of Modern Neural Networks, ICML 2017.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

TENTHS = tuple(tenth / 10 for tenth in range(11))


@dataclass(frozen=True)
class ReliabilityBin:
    """The answers whose confidence is above `low`, up to `high`: how many, their mean confidence, and the share that is right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


def reliability(confidence: np.ndarray, right: np.ndarray, edges: Sequence[float] = TENTHS) -> list[ReliabilityBin]:
    """The answers in bins by their confidence, from the least sure to the surest; bins without answers are left out.

    `confidence` float (n,), 0 to 1, is each answer's highest probability, `right` bool (n,) whether it is right; `edges` go up
    from 0 to 1. A confidence on an edge belongs to the bin below it. Raises ValueError for other shapes, values and edges.
    """
    confidence, right = _checked(confidence, right)
    if len(edges) < 2 or edges[0] != 0 or edges[-1] != 1 or (np.diff(edges) <= 0).any():
        raise ValueError(f"the edges of the bins are {list(edges)}; they go up from 0 to 1")
    places = np.searchsorted(edges[1:-1], confidence)  # (n,): the number of each answer's bin
    found = []
    for place, (low, high) in enumerate(zip(edges, edges[1:], strict=False)):
        inside = places == place  # (n,)
        if inside.any():
            found.append(ReliabilityBin(low, high, int(inside.sum()), float(confidence[inside].mean()),
                                        float(right[inside].mean())))
    return found


def expected_calibration_error(confidence: np.ndarray, right: np.ndarray, edges: Sequence[float] = TENTHS) -> float:
    """How far confidence and the share of right answers lie apart, 0 to 1: the mean over all answers, by the bins of `edges`.

    As Guo et al., formula (3): Σ count / n · |right - confidence|. Arguments and errors are those of `reliability`.
    """
    return sum(each.count / len(confidence) * abs(each.right - each.confidence)
               for each in reliability(confidence, right, edges))


def _checked(confidence: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    confidence, right = np.asarray(confidence, float), np.asarray(right)
    if confidence.ndim != 1 or right.shape != confidence.shape or right.dtype != bool:
        raise ValueError(f"confidence is {confidence.shape}, right {right.dtype} {right.shape}; "
                         "they are float (n,) and bool (n,), one of each for an answer")
    if confidence.size == 0:
        raise ValueError("there are no answers; at least one is needed")
    outside = ~((confidence >= 0) & (confidence <= 1))  # (n,): not a number, too
    if outside.any():
        raise ValueError(f"a confidence is {confidence[outside][0]}; it is a probability, from 0 to 1")
    return confidence, right
