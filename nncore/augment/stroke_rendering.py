"""Where the strokes of a drawing are known, the digit is drawn again with one stroke width, whatever pen it was written with.

A small digit written with a thick pen closes its loops when its pixels shrink; its lines, drawn thin, keep them open."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from ..digits import BOX, CENTRE, SIDE

PEN = 2.2  # pixels of the 28: as thick as the strokes of MNIST are on average
FINE = 8  # points along the side of a pixel, for smooth edges
SMALLEST = 1e-3  # of any unit: the length that a dot is taken to have
Stroke = np.ndarray  # float (points, 2): x to the right, y down, in any unit


def prepare_strokes(strokes: Sequence[Stroke], pen: float = PEN) -> np.ndarray | None:
    """Strokes as a digit: uint8 (28, 28), 0 paper to 255 ink, boxed and centred like MNIST's; None if there are none.

    `pen` is how thick the lines are drawn, in pixels of the 28.
    """
    strokes = [np.asarray(stroke, float).reshape(-1, 2) for stroke in strokes if len(stroke)]
    if not strokes:
        return None
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)  # (2,)
    scale = (BOX - pen) / max((high - low).max(), SMALLEST)
    centre = _centre_of_mass(strokes)  # (2,)
    reach = (SIDE - pen) / 2 / scale  # nothing may be cut off
    centre = np.clip(centre, high - reach, low + reach)
    picture = Image.new("L", (SIDE * FINE, SIDE * FINE))
    draw = ImageDraw.Draw(picture)
    for stroke in strokes:
        _ink(draw, ((stroke - centre) * scale + CENTRE + 0.5) * FINE - 0.5, pen * FINE / 2)
    return np.asarray(picture.reduce(FINE))


def _centre_of_mass(strokes: Sequence[Stroke]) -> np.ndarray:
    """The middle of all ink, (2,), every piece of line counting by its length."""
    lengths, middles = [], []
    for stroke in strokes:
        start, end = (stroke[:-1], stroke[1:]) if len(stroke) > 1 else (stroke, stroke)
        lengths.append(np.linalg.norm(end - start, axis=1) + SMALLEST)
        middles.append((start + end) / 2)
    return np.average(np.concatenate(middles), axis=0, weights=np.concatenate(lengths))


def _ink(draw: ImageDraw.ImageDraw, stroke: Stroke, radius: float) -> None:
    """Draw one stroke with a round pen."""
    if len(stroke) > 1:
        draw.line([tuple(point) for point in stroke], fill=255, width=round(2 * radius), joint="curve")
    for x, y in stroke:
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
