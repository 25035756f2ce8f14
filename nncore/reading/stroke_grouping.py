"""Strokes that touch or cross belong to one digit, as the two of a 4 do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..augment.stroke_rendering import Stroke

NEAR = 0.05  # of the taller stroke's height: strokes that come closer touch
MOST_POINTS = 1000  # of a stroke that are compared: a long flat stroke would have millions


def touching(strokes: Sequence[Stroke]) -> list[list[int]]:
    """The numbers of the strokes, float (points, 2) each, in groups: strokes that touch or cross are in the same one."""
    groups: list[list[int]] = []
    for number, stroke in enumerate(strokes):
        met = [group for group in groups if any(_touch(stroke, strokes[other]) for other in group)]
        groups = [group for group in groups if group not in met] + [[*sum(met, []), number]]
    return groups


def _touch(a: Stroke, b: Stroke) -> bool:
    """Whether two strokes come closer than a small part of the taller one's height."""
    near = NEAR * max(np.ptp(a[:, 1]), np.ptp(b[:, 1]))
    if (a.min(axis=0) - near > b.max(axis=0)).any() or (b.min(axis=0) - near > a.max(axis=0)).any():
        return False
    a, b = _resampled(a, near), _resampled(b, near)
    return bool(((a[:, None] - b[None]) ** 2).sum(axis=2).min() <= near * near)


def _resampled(stroke: Stroke, step: float) -> Stroke:
    """The stroke with points at most `step` apart, as long as MOST_POINTS suffice for that."""
    if len(stroke) < 2 or step <= 0:
        return stroke
    distances = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(stroke, axis=0), axis=1))])  # (points,) from the start
    places = np.linspace(0, distances[-1], max(2, min(int(distances[-1] / step) + 2, MOST_POINTS)))
    return np.stack([np.interp(places, distances, stroke[:, axis]) for axis in range(2)], axis=1)
