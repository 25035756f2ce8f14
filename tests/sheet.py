"""A sheet to write on: digits are put beside one another, and strokes painted with a pen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

SIDE, PEN = 328, 16  # CSS pixels of the Draw page's canvas, and of its pen


def painted(lines: Sequence[np.ndarray], pen: float = PEN, width: float = SIDE, height: float = SIDE) -> np.ndarray:
    """Lines, float (points, 2) each, in light ink on a dark sheet, uint8 (height, width), smooth at the edges.

    `pen` is the width of the lines; all is in pixels of the sheet.
    """
    picture = Image.new("L", (2 * int(width), 2 * int(height)))
    draw = ImageDraw.Draw(picture)
    for line in lines:
        points = [tuple(point) for point in (2 * line).tolist()]  # Pillow counts with Python's numbers
        draw.line(points, fill=255, width=round(2 * pen), joint="curve")
        for x, y in points:
            draw.ellipse((x - pen, y - pen, x + pen, y + pen), fill=255)
    return np.asarray(picture.reduce(2))


def beside(digits: Sequence[list[np.ndarray]], gap: float, heights: Sequence[float], corner: Sequence[float] = (20, 30),
           ) -> list[np.ndarray]:
    """The strokes of `digits` in a row on one line, each as tall as its number of `heights`; `gap` lies between their strokes.

    `corner` (x, y) is the place of the row's upper left corner.
    """
    lines, x, ground = [], corner[0], corner[1] + max(heights)
    for digit, height in zip(digits, heights, strict=True):
        points = np.concatenate(digit)
        low, high = points.min(axis=0), points.max(axis=0)  # (2,)
        scale = height / (high - low)[1]
        lines += [(line - low) * scale + [x, ground - height] for line in digit]
        x += (high - low)[0] * scale + gap
    return lines
