"""The canvas tells its strokes as paths of curves; here they become rows of points."""

from __future__ import annotations

import numpy as np

from nncore.augment.stroke_rendering import Stroke

STEPS = 4  # points along a curve


def strokes_of(drawing: dict) -> list[Stroke]:
    """The strokes, float (points, 2) in CSS pixels, of a drawing as the canvas tells it, where they now lie."""
    strokes = [_placed(_points(each["path"]), each) for each in drawing["objects"] if each.get("path")]
    return [stroke for stroke in strokes if len(stroke) and np.isfinite(stroke).all()]


def _points(path: list[list]) -> Stroke:
    """The path's commands M, L and Q (a quadratic curve by a control point and its end) as points, (n, 2)."""
    points: list[np.ndarray] = []
    for command, *numbers in path:
        places = np.array(numbers, float).reshape(-1, 2)
        if command == "Q" and points:
            start, (control, end) = points[-1], places
            for t in np.linspace(0, 1, STEPS + 1)[1:]:
                points.append((1 - t) ** 2 * start + 2 * t * (1 - t) * control + t * t * end)
        elif command in ("M", "L"):
            points.extend(places)
    return np.array(points).reshape(-1, 2)


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
