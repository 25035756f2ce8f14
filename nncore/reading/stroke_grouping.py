"""Where the strokes of a drawing are known, the digit is drawn again with one pen, whatever pen it was written with.

A small digit written with a thick pen closes its loops when its pixels shrink; its lines, drawn thin, keep them open.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..augment.stroke_rendering import Stroke

NEAR = 0.05  # of the height: strokes that come closer touch

def touching(strokes: Sequence[Stroke]) -> list[list[int]]:
    """The numbers of the strokes, those together that touch or cross: the bar of a 4 and what it crosses are one piece."""
    pieces: list[list[int]] = []
    for number, stroke in enumerate(strokes):
        met = [piece for piece in pieces if any(_touch(stroke, strokes[other]) for other in piece)]
        pieces = [piece for piece in pieces if piece not in met] + [[*sum(met, []), number]]
    return pieces


def _touch(a: Stroke, b: Stroke) -> bool:
    """Whether two strokes come closer than a small part of the taller one's height."""
    near = NEAR * max(np.ptp(a[:, 1]), np.ptp(b[:, 1]))
    if (a.min(axis=0) - near > b.max(axis=0)).any() or (b.min(axis=0) - near > a.max(axis=0)).any():
        return False
    a, b = _densely(a, near), _densely(b, near)
    return bool(((a[:, None] - b[None]) ** 2).sum(axis=2).min() <= near * near)


def _densely(stroke: Stroke, step: float) -> Stroke:
    """The stroke with points at most `step` apart."""
    if len(stroke) < 2 or step <= 0:
        return stroke
    along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(stroke, axis=0), axis=1))])  # (points,)
    places = np.linspace(0, along[-1], max(2, int(along[-1] / step) + 2))
    return np.stack([np.interp(places, along, stroke[:, axis]) for axis in range(2)], axis=1)

