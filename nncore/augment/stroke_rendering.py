"""Where the strokes of a digit are known, it is drawn with one stroke width, whatever the width of the pen that wrote it.

A small digit written with a thick pen closes its loops when its pixels shrink; its lines, drawn thin, keep them open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from ..digits import BOX, CENTRE, SIDE

STROKE_WIDTH = 2.2  # pixels of the 28: the mean of MNIST's strokes
SUPERSAMPLING = 8  # points along the side of a pixel, for smooth edges
SHORTEST = 1e-3  # of any unit: the length that a dot is taken to have
Stroke = np.ndarray  # float (points, 2): x to the right, y down, in any unit


@dataclass(frozen=True)
class Frame:
    """Where strokes lie in the 28 by 28 pixels: `centre` (2,), which comes to the middle, and pixels for each unit, `scale`."""

    centre: np.ndarray
    scale: float


def prepare_strokes(strokes: Sequence[Stroke], stroke_width: float = STROKE_WIDTH) -> np.ndarray | None:
    """Strokes as a digit: uint8 (28, 28), 0 paper to 255 ink, scaled and centred like MNIST's; None if there are no points.

    `stroke_width` is how thick the lines are drawn, in pixels of the 28. Raises ValueError for a stroke that is not (points, 2),
    or with a point that is not finite.
    """
    strokes = strokes_with_points(strokes)
    return draw_strokes(strokes, frame_of(strokes, stroke_width), stroke_width) if strokes else None


def frame_of(strokes: Sequence[Stroke], stroke_width: float = STROKE_WIDTH) -> Frame:
    """Where a digit of these strokes, float (points, 2) each and at least one, lies in the 28 by 28 pixels."""
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)  # (2,)
    scale = (BOX - stroke_width) / max((high - low).max(), SHORTEST)
    reach = (SIDE - stroke_width) / 2 / scale  # nothing may be cut off
    return Frame(np.clip(_centre_of_mass(strokes), high - reach, low + reach), scale)


def draw_strokes(strokes: Sequence[Stroke], frame: Frame, stroke_width: float = STROKE_WIDTH) -> np.ndarray:
    """Strokes, float (points, 2) each, where `frame` puts them: uint8 (28, 28), 0 paper to 255 ink."""
    picture = Image.new("L", (SIDE * SUPERSAMPLING, SIDE * SUPERSAMPLING))
    draw = ImageDraw.Draw(picture)
    for stroke in strokes:
        points = ((stroke - frame.centre) * frame.scale + CENTRE + 0.5) * SUPERSAMPLING - 0.5
        _draw_stroke(draw, points, stroke_width * SUPERSAMPLING / 2)
    return np.asarray(picture.reduce(SUPERSAMPLING))


def strokes_with_points(strokes: Sequence[Stroke]) -> list[Stroke]:
    """The strokes that have any points, as float (points, 2) each. Raises ValueError for other shapes and numbers not finite."""
    arrays = [np.asarray(stroke, float) for stroke in strokes if len(stroke)]
    for number, points in enumerate(arrays, start=1):
        if points.ndim != 2 or points.shape[1] != 2:
            raise ValueError(f"stroke {number} has the shape {points.shape}; a stroke is (points, 2), x and y of each point")
        if not np.isfinite(points).all():
            raise ValueError(f"stroke {number} has a point at {points[~np.isfinite(points).all(axis=1)][0].tolist()}; "
                             "x and y are finite numbers")
    return arrays


def _centre_of_mass(strokes: Sequence[Stroke]) -> np.ndarray:
    """The middle of all ink, (2,), every piece of line counting by its length."""
    lengths, middles = [], []
    for stroke in strokes:
        start, end = (stroke[:-1], stroke[1:]) if len(stroke) > 1 else (stroke, stroke)
        lengths.append(np.linalg.norm(end - start, axis=1) + SHORTEST)
        middles.append((start + end) / 2)
    return np.average(np.concatenate(middles), axis=0, weights=np.concatenate(lengths))


def _draw_stroke(draw: ImageDraw.ImageDraw, stroke: Stroke, radius: float) -> None:
    """Draw one stroke with round ends and joints."""
    points = [tuple(point) for point in stroke.tolist()]  # Pillow counts with Python's numbers
    if len(points) > 1:
        draw.line(points, fill=255, width=round(2 * radius), joint="curve")
    for x, y in points:
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
