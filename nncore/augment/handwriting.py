"""Nobody writes a digit twice alike: here templates are written by many hands, each with its slant, proportions and slips.

A template is a few strokes of a few points each, in a box 100 wide and 140 high. A hand moves the points, lifts the pen too early
or late, slants, stretches and bends the whole; the curve through the points is then drawn with a pen of some width.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .stroke_rendering import drawn_curves

Template = Sequence[Sequence[tuple[float, float]]]  # strokes of at least two points (x, y) each: x to the right, y down

MIDDLE = np.array([50, 70], np.float32)  # of the box
POINTS = 192  # along all strokes of a picture together, unless more are wanted
# How hands differ, in the units of the box; standard deviations, unless "at most" is said.
MOVED = 3.5  # each point
CARE = 0.5  # the logarithm of a hand's own factor to that
SHIFTED, LOOSE, LOOSE_SHARE = 2.5, 6.0, 0.25  # a stroke as a whole; the larger one for the share of strokes that come loose
OVERSHOT = 0.12  # of its first and its last piece: how much longer or shorter a stroke is at its ends
HOOKED, HOOK_SHARE = 8.0, 0.15  # a hook, where the pen comes and goes; the share of ends that have one
ROUNDEST, SHARPEST = 1.1, 0.4  # how much of the way from straight lines to the smooth curve, at most and at least
BENT = 5.0  # how far the middle of an edge of the box bulges
TREMBLED, TREMBLING_SHARE = 1.2, 0.3  # of a line that trembles; the share of hands that do
MOST_WAVES = 30.0  # of trembling along all strokes
ROTATED = 8.0  # degrees, at most, to both sides
LEFT_SLANT, RIGHT_SLANT = 0.2, 0.4  # of the height, at most
STRETCHED = 0.35  # the logarithm of width by height, at most
THINNEST, THICKEST = 1.5, 3.2  # pixels: the stroke width


class Handwriting:
    """Writes `templates`, each time by another hand, by `count` points along all strokes of a picture.

    Their points lie in rows of one length, float32 (templates, points, 2). Each stroke has a point more at both ends, for its
    hooks, and beyond these another that only says how the end is bent: a spline needs a neighbour on both sides.
    """

    def __init__(self, templates: Sequence[Template], count: int = POINTS):
        self._count, self._strokes = count, max(map(len, templates))
        length = max(sum(len(stroke) + 4 for stroke in template) for template in templates)
        self._points = np.zeros((len(templates), length, 2), np.float32)
        self._stroke = np.full((len(templates), length), -1)  # (templates, points): the number of its stroke; -1 is of none
        for number, template in enumerate(templates):
            place = 1
            for its_number, stroke in enumerate(template):
                with_hooks = [stroke[0], *stroke, stroke[-1]]
                self._points[number, place:place + len(with_hooks)] = with_hooks
                self._stroke[number, place:place + len(with_hooks)] = its_number
                place += len(with_hooks) + 2

    def write(self, rows: np.ndarray, *, rng: np.random.Generator) -> np.ndarray:
        """The templates of `rows` int (n,), written and drawn: uint8 (n, 28, 28), scaled and centred like MNIST's digits."""
        stroke = self._stroke[rows]  # (n, points)
        points = _moved(self._points[rows], stroke, self._strokes, rng=rng)  # (n, points, 2)
        curves, lengths = _curves(points, stroke, self._count, rng=rng)  # (n, count, 2), (n, count)
        widths = rng.uniform(THINNEST, THICKEST, len(rows)).astype(np.float32)
        return drawn_curves(_slanted(_bent(curves, rng=rng), rng=rng), lengths, widths)


def _moved(points: np.ndarray, stroke: np.ndarray, strokes: int, *, rng: np.random.Generator) -> np.ndarray:
    """The points (n, points, 2) as a hand puts them: each a little off, each stroke as a whole, and its ends."""
    n = len(points)
    points = points + _normal((n, points.shape[1], 2), rng=rng) * MOVED * np.exp(CARE * _normal((n, 1, 1), rng=rng))
    shift = _normal((n, strokes, 2), rng=rng)  # (n, strokes, 2)
    shift *= np.where(rng.random(shift.shape[:2]) < LOOSE_SHARE, LOOSE, SHIFTED)[..., None]
    points += np.take_along_axis(shift, np.maximum(stroke, 0)[..., None], axis=1)
    is_point, before, after = stroke >= 0, _next(stroke, -1) >= 0, _next(stroke) >= 0  # (n, points) each
    for end, step in ((is_point & ~before, 1), (is_point & ~after, -1)):  # the hook at the start of each stroke, and at its end
        inner, second = _next(points, step), _next(points, 2 * step)
        last = inner + OVERSHOT * _normal((n, 1, 1), rng=rng) * (inner - second)
        points = np.where(_next(end, -step)[..., None], _next(last, -step), points)
        hooked = (rng.random(end.shape) < HOOK_SHARE)[..., None]
        points = np.where(end[..., None], last + HOOKED * _normal(points.shape, rng=rng) * hooked, points)
        points = np.where(_next(end, step)[..., None], 2 * _next(points, step) - _next(points, 2 * step), points)
    return points


def _next(array: np.ndarray, step: int = 1) -> np.ndarray:
    """What stands `step` places further on along the points, (n, points, ...)."""
    return np.roll(array, -step, axis=1)


def _curves(points: np.ndarray, stroke: np.ndarray, count: int, *, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """(places, lengths) of `count` points spread evenly along the strokes: (n, count, 2), and about how much line each is.

    The smooth curve is Catmull and Rom's: "A class of local interpolating splines" (1974).
    """
    drawn = (stroke[:, :-1] >= 0) & (stroke[:, 1:] >= 0)  # (n, points - 1): the pieces that are lines
    ends = np.cumsum(np.linalg.norm(np.diff(points, axis=1), axis=2) * drawn, axis=1)  # (n, points - 1): how far each reaches
    along = (np.arange(count, dtype=np.float32) + 0.5) / count * ends[:, -1:]  # (n, count)
    piece = (ends[:, :, None] <= along[:, None]).sum(axis=1)  # (n, count)
    start = np.take_along_axis(np.pad(ends, ((0, 0), (1, 0))), piece, axis=1)
    t = ((along - start) / (np.take_along_axis(ends, piece, axis=1) - start))[..., None].astype(np.float32)  # (n, count, 1)
    a, b, c, d = (np.take_along_axis(points, piece[..., None] + step, axis=1) for step in (-1, 0, 1, 2))
    straight = b + t * (c - b)
    smooth = b + t / 2 * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
    roundness = rng.uniform(SHARPEST, ROUNDEST, (len(points), 1, 1)).astype(np.float32)
    return straight + roundness * (smooth - straight), np.repeat(ends[:, -1:] / count, count, axis=1)


def _bent(curves: np.ndarray, *, rng: np.random.Generator) -> np.ndarray:
    """The curves (n, count, 2) on paper that is bent, by a hand of which some tremble."""
    n, count = curves.shape[:2]
    x, y = ((curves - MIDDLE) / MIDDLE).transpose(2, 0, 1)[..., None]  # (n, count, 1) each, from -1 to 1
    bulges = BENT * _normal((3, n, 1, 2), rng=rng)
    strength = TREMBLED * np.abs(_normal((n, 1, 2), rng=rng)) * (rng.random((n, 1, 1)) < TREMBLING_SHARE)
    waves, phase = (rng.uniform(0, each, (n, 1, 2)).astype(np.float32) for each in (MOST_WAVES, 2 * np.pi))
    along = 2 * np.pi * np.arange(count, dtype=np.float32)[:, None] / count  # (count, 1)
    trembling = strength * np.sin(waves * along + phase)  # (n, count, 2)
    return curves + bulges[0] * x * x + bulges[1] * y * y + bulges[2] * x * y + trembling


def _slanted(curves: np.ndarray, *, rng: np.random.Generator) -> np.ndarray:
    """The curves (n, count, 2) stretched, slanted and rotated, each picture as a whole."""
    n = len(curves)
    angle, slant = np.radians(rng.uniform(-ROTATED, ROTATED, n)), rng.uniform(-LEFT_SLANT, RIGHT_SLANT, n)
    stretch = np.exp(rng.uniform(-STRETCHED, STRETCHED, n) / 2)
    cos, sin = np.cos(angle), np.sin(angle)
    change = np.empty((n, 2, 2), np.float32)  # a rotation times a slant times a stretching
    change[:, 0, 0], change[:, 0, 1] = stretch * cos, -(slant * cos + sin) / stretch
    change[:, 1, 0], change[:, 1, 1] = stretch * sin, (cos - slant * sin) / stretch
    return (curves - MIDDLE) @ change.transpose(0, 2, 1)


def _normal(shape: tuple[int, ...], *, rng: np.random.Generator) -> np.ndarray:
    return rng.standard_normal(shape, np.float32)
