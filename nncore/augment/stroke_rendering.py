"""Where the strokes of a digit are known, it is drawn with one stroke width, whatever the width of the pen that wrote it.

A small digit written with a thick pen closes its loops when its pixels shrink; its lines, drawn thin, keep them open.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ..digits import BOX, CENTRE, SIDE

STROKE_WIDTH = 2.2  # pixels of the 28: the mean of MNIST's strokes
SHORTEST, FARTHEST = 1e-3, 1e9  # of any unit: a digit that is not larger is a dot; points lie no farther from 0
Stroke = np.ndarray  # float (points, 2): x to the right, y down, in any unit
SUPERSAMPLING = 3  # points along the side of a pixel: lines are laid on this finer grid
GRID = SIDE * SUPERSAMPLING
BLUR = 0.45  # pixels: the standard deviation of the blur that tells how far a pixel lies from a line
SPACING = 0.3  # pixels between the points of a line, at most ...
MOST_POINTS = 20_000  # ... as long as so many are enough: 6,000 pixels of line, by which all of the 784 are black
DOT_LENGTH = BLUR * math.sqrt(2 * math.pi)  # pixels of line that, laid on one point, are as dark there as a line


def prepare_strokes(strokes: Sequence[Stroke], stroke_width: float = STROKE_WIDTH) -> np.ndarray | None:
    """Strokes as a digit: uint8 (28, 28), 0 paper to 255 ink, scaled and centred like MNIST's; None if there are no points.

    `stroke_width` is how thick the lines are drawn, in pixels of the 28. Raises ValueError for a stroke that is not (points, 2),
    or with a point that is not finite.
    """
    strokes = strokes_with_points(strokes)
    if not strokes:
        return None
    points, lengths = (np.concatenate(each)[None] for each in _spread_all(strokes, stroke_width))  # (1, points, 2), (1, points)
    return drawn_curves(points, lengths, np.array([stroke_width]))[0]


def strokes_without_each(strokes: Sequence[Stroke], stroke_width: float = STROKE_WIDTH) -> np.ndarray:
    """The digit that `prepare_strokes` makes, but each time without one of its strokes: uint8 (strokes, 28, 28).

    Strokes have points. What is left stays where it is in the whole digit, and as large.
    """
    points, lengths = _spread_all(strokes, stroke_width)
    count, widths = len(strokes), np.full(len(strokes), stroke_width)
    numbers = np.repeat(np.arange(count), [len(each) for each in lengths])  # (points,): of which stroke each is
    pixels, scale = _in_pixels(np.concatenate(points)[None], np.concatenate(lengths)[None], widths[:1])  # (1, points, 2), (1,)
    kept = np.where(numbers != np.arange(count)[:, None], np.concatenate(lengths) * scale, 0)  # (strokes, points)
    return _lines(np.repeat(pixels, count, axis=0), kept, widths)


def strokes_with_points(strokes: Sequence[Stroke]) -> list[Stroke]:
    """The strokes that have any points, as float (points, 2) each. Raises ValueError for other shapes and for points far away."""
    arrays = []
    for number, points in enumerate(strokes, start=1):
        if len(points):
            points = np.asarray(points, float)
            if points.ndim != 2 or points.shape[1] != 2:
                raise ValueError(f"stroke {number} has the shape {points.shape}; a stroke is (points, 2), x and y of each point")
            near = (np.abs(points) <= FARTHEST).all(axis=1)  # (points,); no number is not near, either
            if not near.all():
                raise ValueError(f"stroke {number} has a point at {points[~near][0].tolist()}; x and y are finite numbers "
                                 f"up to {FARTHEST:,.0f}")
            arrays.append(points)
    return arrays


def drawn_curves(points: np.ndarray, lengths: np.ndarray, widths: np.ndarray) -> np.ndarray:
    """n pictures drawn from points close together: uint8 (n, 28, 28), scaled and centred like MNIST's digits.

    points: float (n, points, 2), in any unit; lengths: (n, points), about how much line each stands for; widths: (n,), in pixels.
    """
    pixels, scale = _in_pixels(points, lengths, widths)
    return _lines(pixels, lengths * scale[:, None], widths)


def _in_pixels(points: np.ndarray, lengths: np.ndarray, widths: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(pixels, scale): where the points of `drawn_curves` lie in the 28 by 28, (n, points, 2), and pixels for each unit, (n,)."""
    low, high = points.min(axis=1), points.max(axis=1)  # (n, 2)
    scale = (BOX - widths) / np.maximum((high - low).max(axis=1), SHORTEST)  # (n,)
    reach = ((SIDE - widths) / 2 / scale)[:, None]  # nothing may be cut off
    centre = np.clip(np.einsum("npx,np->nx", points, lengths) / lengths.sum(axis=1)[:, None], high - reach, low + reach)
    return (points - centre[:, None]) * scale[:, None, None] + CENTRE + 0.5, scale


def _lines(pixels: np.ndarray, lengths: np.ndarray, widths: np.ndarray) -> np.ndarray:
    """n pictures, uint8 (n, 28, 28), of points that lie at `pixels`, (n, points, 2), and stand for so much line, (n, points).

    The lines, blurred, are exp(-d^2 / (2 BLUR^2)) at the distance d from a line, which gives d; a blur is two matrix products.
    """
    n = len(pixels)
    x, y = np.clip((SUPERSAMPLING * pixels).astype(np.int64), 0, GRID - 1).transpose(2, 0, 1)  # (n, points) each
    place = (np.arange(n)[:, None] * GRID + y) * GRID + x
    lines = np.bincount(place.ravel(), (lengths / DOT_LENGTH).ravel(), n * GRID * GRID)
    blurred = BLUR_DOWN @ (lines.astype(np.float32).reshape(n, GRID, GRID) @ BLUR_ALONG)  # (n, 28, 28)
    distances = BLUR * np.sqrt(-2 * np.log(np.clip(blurred, np.finfo(np.float32).tiny, 1)))
    return ink(distances, widths)


def ink(distances: np.ndarray, widths: np.ndarray) -> np.ndarray:
    """How much of each pixel a line covers: uint8 (n, 28, 28), for distances (n, 28, 28) of pixels from lines of widths (n,)."""
    return np.round(255 * np.clip(widths[:, None, None] / 2 + 0.5 - distances, 0, 1)).astype(np.uint8)


def _spread_all(strokes: Sequence[Stroke], stroke_width: float) -> tuple[tuple[Stroke, ...], tuple[np.ndarray, ...]]:
    """(points, lengths) of all strokes, as `_spread` gives them for each, close enough for lines of this width."""
    unit = max(np.ptp(np.concatenate(strokes), axis=0).max(), SHORTEST) / (BOX - stroke_width)  # of the strokes, for one pixel
    return tuple(zip(*(_spread(stroke, SPACING * unit, DOT_LENGTH * unit) for stroke in strokes), strict=True))


def _spread(stroke: Stroke, spacing: float, shortest: float) -> tuple[Stroke, np.ndarray]:
    """(points, lengths) of a stroke: points (n, 2) at most `spacing` apart, and how much line each stands for, (n,).

    A line that is shorter than `shortest` counts for so much, as a dot is ink, too.
    """
    if len(stroke) == 1:
        return stroke, np.array([shortest])
    far = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(stroke, axis=0), axis=1))])  # (points,) from the start
    places = np.linspace(0, far[-1], max(2, min(math.ceil(far[-1] / spacing) + 1, MOST_POINTS)))
    points = np.stack([np.interp(places, far, stroke[:, axis]) for axis in range(2)], axis=1)
    return points, np.full(len(points), max(far[-1], shortest) / len(points))


def _blur() -> np.ndarray:
    """A Gaussian around the middle of each pixel, at the points of the finer grid: float32 (28, 84), at most 1.

    What is nearly nothing is nothing: products of such numbers would be denormal, with which processors are ten times as slow.
    """
    pixels, points = np.arange(SIDE)[:, None] + 0.5, (np.arange(GRID) + 0.5) / SUPERSAMPLING
    gaussian = np.exp(-((points - pixels) ** 2) / (2 * BLUR**2)).astype(np.float32)
    return np.where(gaussian > 1e-7, gaussian, 0)


BLUR_DOWN = _blur()  # (28, 84)
BLUR_ALONG = BLUR_DOWN.T.copy()  # (84, 28); NumPy multiplies stacks of matrices far faster if none is a view
