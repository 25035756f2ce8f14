"""Strokes that touch or cross belong to one digit, as the two of a 4 do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..augment.stroke_rendering import Stroke

NEAR = 0.05  # of the taller stroke's height: strokes that come closer touch
MOST_POINTS = 1000  # of a stroke that are compared: a long flat stroke would have millions ...
ALL_POINTS, FEWEST_POINTS = 10_000, 50  # ... and of all together about so many, as each may be compared to each


def touching(strokes: Sequence[Stroke]) -> list[list[int]]:
    """The numbers of the strokes, float (points, 2) each, in groups: strokes that touch or cross are in the same one."""
    if not strokes:
        return []
    low, high = (np.array([find(stroke, axis=0) for stroke in strokes]) for find in (np.min, np.max))  # (strokes, 2) each
    heights = (high - low)[:, 1]
    most = max(FEWEST_POINTS, min(MOST_POINTS, ALL_POINTS // len(strokes)))
    group = np.arange(len(strokes))  # (strokes,): the first stroke of the group that each is in
    for number in range(1, len(strokes)):
        near = NEAR * np.maximum(heights[:number], heights[number])[:, None]  # (number, 1)
        meet = (low[:number] - near <= high[number]) & (low[number] - near <= high[:number])  # (number, 2)
        for other in np.flatnonzero(meet.all(axis=1))[::-1]:  # the latest first: they are mostly the nearest
            if group[other] != group[number] and _touch(strokes[number], strokes[other], float(near[other, 0]), most):
                both = group[[number, other]]
                group[np.isin(group, both)] = both.min()
    return [np.flatnonzero(group == first).tolist() for first in np.unique(group)]


def _touch(a: Stroke, b: Stroke, near: float, most: int) -> bool:
    """Whether two strokes come as close as `near`, by up to `most` points of each."""
    a, b = _resampled(a, near, most), _resampled(b, near, most)
    a = _close_to(b, a, near)
    b = _close_to(a, b, near)
    return len(b) > 0 and bool(((a[:, None] - b[None]) ** 2).sum(axis=2).min() <= near * near)


def _close_to(other: Stroke, stroke: Stroke, near: float) -> Stroke:
    """The points of a stroke that are not farther than `near` from the box around the other one."""
    if not len(other):
        return other
    low, high = other.min(axis=0) - near, other.max(axis=0) + near  # (2,)
    return stroke[((stroke >= low) & (stroke <= high)).all(axis=1)]


def _resampled(stroke: Stroke, step: float, most: int) -> Stroke:
    """The stroke with points at most `step` apart, as far as `most` suffice for that; a level line has its own points."""
    if len(stroke) < 2 or step <= 0 and len(stroke) <= most:
        return stroke
    distances = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(stroke, axis=0), axis=1))])  # (points,) from the start
    length = distances[-1]
    places = np.linspace(0, length, most if step <= length / most else min(int(length / step) + 2, most))
    return np.stack([np.interp(places, distances, stroke[:, axis]) for axis in range(2)], axis=1)
