"""Some habits of writing are rare in MNIST: ones with a flag and a foot, crossed sevens, open fours. Here they are written down.

Each template is a few strokes of a few points each, in a box 100 wide and 140 high; perturbed, it is written a little differently
each time.
"""

from __future__ import annotations

import numpy as np

from ..digits import Digits
from .stroke_rendering import Stroke, prepare_strokes

JITTER = 4.0  # of the box's 100: the standard deviation of every point
ROTATION = 10.0  # degrees, at most, to both sides
SHEAR = 0.3  # a fraction, at most, to both sides
STRETCH = 0.25  # the logarithm of a factor, at most, up and down
STEPS = 8  # points of a line between two given ones
THINNEST, THICKEST = 1.5, 3.2  # pixels: the stroke width

TEMPLATES = {
    0: ([[(52, 4), (20, 26), (10, 74), (24, 124), (54, 136), (80, 116), (90, 66), (76, 18), (48, 4)]],
        [[(64, 10), (28, 22), (16, 76), (34, 128), (66, 130), (84, 84), (78, 30), (56, 8), (40, 14)]]),
    1: ([[(52, 4), (50, 70), (48, 136)]],
        [[(30, 34), (54, 6), (54, 70), (54, 136)]],
        [[(14, 56), (34, 34), (56, 6), (56, 70), (56, 136)]],
        [[(8, 70), (58, 6), (57, 70), (56, 136)]],
        [[(32, 32), (54, 6), (54, 136)], [(26, 136), (84, 136)]],
        [[(12, 58), (54, 6), (54, 136)], [(20, 135), (90, 135)]],
        [[(16, 52), (54, 8), (53, 70), (52, 134), (20, 135), (88, 134)]]),
    2: ([[(14, 38), (28, 10), (62, 6), (80, 32), (64, 72), (36, 104), (10, 134), (50, 132), (92, 130)]],
        [[(16, 26), (48, 6), (78, 26), (66, 66), (34, 112), (14, 130), (12, 116), (28, 110), (58, 128), (92, 122)]]),
    3: ([[(14, 22), (44, 6), (76, 24), (68, 54), (38, 66), (76, 82), (84, 112), (50, 136), (10, 118)]],
        [[(12, 8), (46, 8), (84, 8), (62, 34), (42, 58), (78, 74), (82, 110), (46, 136), (12, 120)]]),
    4: ([[(42, 6), (24, 50), (10, 88), (50, 88), (94, 86)], [(70, 44), (66, 136)]],
        [[(18, 6), (14, 40), (16, 70), (46, 72), (86, 68)], [(82, 4), (80, 70), (76, 136)]],
        [[(28, 8), (16, 46), (22, 66), (54, 68), (80, 56)], [(86, 8), (78, 76), (70, 134)]],
        [[(68, 136), (70, 70), (70, 4), (40, 46), (8, 94), (50, 94), (96, 92)]],
        [[(66, 4), (36, 48), (6, 94), (50, 94), (94, 94)], [(66, 4), (66, 70), (66, 136)]]),
    5: ([[(82, 8), (26, 8), (20, 62), (54, 52), (84, 80), (76, 122), (44, 136), (10, 120)]],
        [[(28, 8), (22, 62), (56, 52), (82, 80), (76, 120), (44, 136), (12, 122)], [(26, 8), (86, 6)]]),
    6: ([[(72, 6), (38, 34), (16, 84), (24, 126), (54, 136), (80, 112), (72, 84), (44, 74), (20, 96)]],
        [[(54, 4), (30, 46), (18, 98), (36, 134), (70, 126), (76, 96), (52, 80), (26, 98)]]),
    7: ([[(10, 12), (50, 10), (90, 8), (64, 62), (46, 136)]],
        [[(12, 30), (14, 10), (50, 12), (90, 8), (60, 74), (50, 136)]],
        [[(10, 12), (50, 10), (88, 10), (64, 62), (46, 136)], [(30, 76), (82, 70)]],
        [[(12, 14), (86, 8), (66, 60), (58, 134)], [(36, 66), (88, 66)]]),
    8: ([[(74, 24), (48, 4), (22, 24), (34, 56), (70, 84), (80, 114), (50, 136), (18, 114), (34, 80), (70, 52), (76, 22)]],
        [[(48, 64), (22, 38), (40, 6), (70, 14), (72, 42), (48, 64), (18, 98), (36, 134), (74, 126), (80, 92), (48, 64)]]),
    9: ([[(78, 30), (50, 4), (18, 26), (24, 60), (54, 66), (78, 36), (76, 90), (70, 136)]],
        [[(76, 24), (46, 6), (20, 30), (32, 60), (64, 54), (78, 20), (74, 84), (54, 124), (22, 130)]],
        [[(80, 8), (42, 8), (16, 34), (34, 60), (66, 46), (80, 8), (66, 76), (56, 136)]]),
}


def template_digits(count: int, *, rng: np.random.Generator) -> Digits:
    """`count` digits, as many of each, each drawn anew from one of its templates with a stroke width of its own.

    The first of them is any digit: of many small sets, too, each digit is drawn equally often.
    """
    labels = (rng.integers(len(TEMPLATES)) + np.arange(count)) % len(TEMPLATES)
    images = []
    for label in labels:
        templates = TEMPLATES[int(label)]
        strokes = perturbed(templates[rng.integers(len(templates))], rng=rng)
        images.append(prepare_strokes(strokes, stroke_width=rng.uniform(THINNEST, THICKEST)))
    return Digits(np.stack(images), labels.astype(np.uint8))


def perturbed(template: list[list[tuple[float, float]]], *, rng: np.random.Generator) -> list[Stroke]:
    """The strokes of a template with every point moved, then rotated, sheared and stretched at random: float (points, 2) each."""
    angle, shear = np.radians(rng.uniform(-ROTATION, ROTATION)), rng.uniform(-SHEAR, SHEAR)
    cos, sin = np.cos(angle), np.sin(angle)
    stretch = np.diag(np.exp(rng.uniform(-STRETCH, STRETCH, 2)))
    change = np.array([[cos, -sin], [sin, cos]]) @ np.array([[1, -shear], [0, 1]]) @ stretch  # (2, 2)
    return [spline(np.array(points) + rng.normal(0, JITTER, (len(points), 2))) @ change.T for points in template]


def spline(points: np.ndarray) -> Stroke:
    """A smooth line through `points`, float (n, 2), at least two: float (steps (n - 1) + 1, 2).

    Catmull and Rom: "A class of local interpolating splines" (1974).
    """
    p = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])  # (n + 2, 2)
    t = np.linspace(0, 1, STEPS, endpoint=False)[:, None]  # (steps, 1)
    pieces = [b + t / 2 * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
              for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False)]
    return np.vstack([*pieces, points[-1:]])
