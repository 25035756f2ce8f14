"""The canvas tells its strokes as paths of curves; here they become rows of points, or a sentence if they are none."""

from __future__ import annotations

from numbers import Real

import numpy as np

from nncore.augment.stroke_rendering import Stroke
from nncore.files.untrusted.bounds import AROUND, COMMANDS, STROKES
from nncore.files.untrusted.refusal import RefusedError, refusing

WIDEST = 100  # CSS pixels: no pen is wider
STEPS = 4  # points along a curve
T = np.linspace(0, 1, STEPS + 1)[1:, None]  # (STEPS, 1): where on a curve they lie
AGAIN = "press Clear, and draw again"
UNREADABLE = f"the canvas tells a drawing that cannot be read; {AGAIN}"


def strokes_of(drawing: dict) -> tuple[list[Stroke], list[float]]:
    """(strokes, pens): where the strokes of a drawing as the canvas tells it now lie, float (points, 2), and how wide each is.

    All in CSS pixels. A browser may tell anything: raises ValueError with one sentence for more than STROKES strokes or COMMANDS
    commands, and for places that are no numbers or farther from the canvas than AROUND.
    """
    with refusing(UNREADABLE), np.errstate(all="ignore"):
        objects = drawing["objects"]
        told = [each for each in objects if each.get("path")]
        commands = sum(len(each["path"]) for each in told)
        if len(objects) > STROKES or commands > COMMANDS:
            raise RefusedError(f"the drawing has {len(objects):,} strokes of {commands:,} pieces, and up to {STROKES:,} of "
                               f"{COMMANDS:,} can be read; {AGAIN}")
        found = [(_placed(_points(each["path"]), each), _pen(each)) for each in told]
        kept = [(stroke, pen) for stroke, pen in found if len(stroke)]
        if not all((np.abs(stroke) <= AROUND).all() for stroke, _ in kept):  # what is no number is not within, either
            raise RefusedError(f"a stroke goes farther than {AROUND:,} pixels from the canvas; {AGAIN}")
        return [stroke for stroke, _ in kept], [pen for _, pen in kept]


def _pen(stroke: dict) -> float:
    """The width of the pen that drew a stroke, in CSS pixels; 0 if it is none that a canvas has."""
    width = stroke.get("strokeWidth")
    return float(width) if isinstance(width, Real) and 0 <= width <= WIDEST else 0.0


def _points(path: list[list]) -> Stroke:
    """The path's commands M, L and Q (a quadratic curve by a control point and its end) as points, (n, 2)."""
    known = [each for each in path if each[0] in ("M", "L", "Q")]
    if not known:
        return np.empty((0, 2))
    ends = np.array([each[-2:] for each in known], float)[:, None]  # (commands, 1, 2)
    controls = np.array([each[1:3] for each in known], float)[:, None]  # (commands, 1, 2): the end itself for M and L
    starts = np.concatenate([ends[:1], ends[:-1]])  # (commands, 1, 2)
    points = (1 - T) ** 2 * starts + 2 * T * (1 - T) * controls + T * T * ends  # (commands, STEPS, 2)
    kept = np.array([each[0] == "Q" for each in known])[:, None] | (T[:, 0] == 1)  # (commands, STEPS): M and L are an end alone
    return points[kept]


def _placed(points: Stroke, stroke: dict) -> Stroke:
    """The points where the stroke now lies: scaled and turned around its middle, which lies at (left, top)."""
    if not len(points) or "left" not in stroke:
        return points
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    angle = np.radians(stroke.get("angle", 0))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    flip = [-1 if stroke.get(name) else 1 for name in ("flipX", "flipY")]
    scale = np.array([stroke.get("scaleX", 1), stroke.get("scaleY", 1)]) * flip
    return ((points - middle) * scale) @ turn.T + [stroke["left"], stroke["top"]]
