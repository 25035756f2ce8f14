"""Strokes that touch or cross belong to one digit, as the two of a 4 do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..augment.stroke_rendering import Stroke

NEAR = 0.05  # of the taller stroke's height: strokes that come closer touch
MOST_POINTS = 1000  # of a stroke that are compared: a long flat stroke would have millions


def touching(strokes: Sequence[Stroke]) -> list[list[int]]:
    """The numbers of the strokes, float (points, 2) each, in groups: strokes that touch or cross are in the same one."""
    if not strokes:
        return []
    low, high = (np.array([find(stroke, axis=0) for stroke in strokes]) for find in (np.min, np.max))  # (strokes, 2) each
    heights = (high - low)[:, 1]
    group = np.arange(len(strokes))  # (strokes,): the first stroke of the group that each is in
    for number in range(1, len(strokes)):
        near = NEAR * np.maximum(heights[:number], heights[number])[:, None]  # (number, 1)
        meet = (low[:number] - near <= high[number]) & (low[number] - near <= high[:number])  # (number, 2)
        for other in np.flatnonzero(meet.all(axis=1)):
            if group[other] != group[number] and _touch(strokes[number], strokes[other], float(near[other, 0])):
                both = group[[number, other]]
                group[np.isin(group, both)] = both.min()
    return [np.flatnonzero(group == first).tolist() for first in np.unique(group)]


def _touch(a: Stroke, b: Stroke, near: float) -> bool:
    """Whether two strokes come as close as `near`."""
    a, b = _resampled(a, near), _resampled(b, near)
    return bool(((a[:, None] - b[None]) ** 2).sum(axis=2).min() <= near * near)


def _resampled(stroke: Stroke, step: float) -> Stroke:
    """The stroke with points at most `step` apart, as long as MOST_POINTS suffice for that."""
    if len(stroke) < 2 or step <= 0:
        return stroke
    distances = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(stroke, axis=0), axis=1))])  # (points,) from the start
    places = np.linspace(0, distances[-1], max(2, min(int(distances[-1] / step) + 2, MOST_POINTS)))
    return np.stack([np.interp(places, distances, stroke[:, axis]) for axis in range(2)], axis=1)
