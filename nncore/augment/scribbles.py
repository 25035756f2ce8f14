"""What is no digit: letters, signs, scribbles and dots. A network that saw some learns to be unsure of them."""

from __future__ import annotations

import numpy as np

from ..digits import NO_DIGIT, SIDE
from .handwriting import THICKEST, THINNEST, Handwriting, Template
from .stroke_rendering import Stroke, prepare_strokes

SIGNS = (  # in a box 100 wide and 140 high, like stroke_templates.TEMPLATES; none can be taken for a digit
    [[(10, 136), (50, 4), (90, 136)], [(26, 90), (76, 90)]],  # A
    [[(6, 136), (46, 6), (54, 6), (94, 136)], [(24, 84), (80, 86)]],  # A
    [[(16, 6), (16, 136)], [(16, 8), (84, 8)], [(16, 70), (72, 70)], [(16, 134), (86, 134)]],  # E
    [[(16, 6), (16, 136)], [(16, 8), (84, 8)], [(16, 66), (70, 66)]],  # F
    [[(14, 4), (14, 136)], [(86, 4), (86, 136)], [(14, 70), (86, 70)]],  # H
    [[(16, 6), (12, 136)], [(14, 74), (84, 64)], [(84, 4), (86, 136)]],  # H
    [[(16, 4), (16, 136)], [(84, 4), (18, 74)], [(36, 60), (88, 136)]],  # K
    [[(10, 136), (14, 6), (50, 84), (86, 6), (90, 136)]],  # M
    [[(12, 136), (14, 8), (84, 132), (86, 4)]],  # N
    [[(16, 136), (16, 6), (66, 8), (78, 38), (60, 66), (18, 68)]],  # P
    [[(16, 136), (16, 6), (68, 8), (76, 40), (56, 64), (18, 66), (52, 98), (88, 136)]],  # R
    [[(6, 8), (94, 8)], [(50, 8), (50, 136)]],  # T
    [[(4, 14), (96, 4)], [(52, 10), (46, 136)]], [[(50, 136), (50, 8)], [(10, 10), (90, 10)]],  # T
    [[(8, 6), (50, 134), (92, 6)]],  # V
    [[(4, 6), (26, 132), (50, 44), (74, 132), (96, 6)]],  # W
    [[(12, 6), (88, 134)], [(88, 6), (12, 134)]],  # X
    [[(10, 6), (50, 70)], [(90, 6), (50, 70), (48, 136)]],  # Y
    [[(30, 4), (28, 136)], [(28, 90), (56, 62), (78, 84), (78, 136)]],  # h
    [[(80, 4), (80, 136)], [(78, 74), (40, 60), (14, 100), (40, 134), (78, 120)]],  # d
    [[(8, 136), (10, 70), (14, 96), (34, 66), (50, 92), (50, 136), (52, 96), (72, 66), (90, 92), (92, 136)]],  # m
    [[(50, 20), (50, 130)], [(6, 74), (94, 74)]],  # +
    [[(14, 50), (86, 50)], [(14, 92), (86, 92)]],  # =
    [[(34, 10), (26, 130)], [(72, 10), (64, 130)], [(8, 48), (92, 48)], [(6, 92), (90, 92)]],  # #
    [[(20, 34), (48, 6), (80, 30), (52, 66), (50, 98)], [(50, 126), (52, 134)]],  # ?
    [[(16, 30), (40, 4), (84, 20), (70, 54), (50, 70), (50, 104)], [(48, 128), (50, 136)]],  # ?
    [[(24, 20), (60, 4), (80, 34), (46, 64), (48, 96)], [(50, 122), (48, 132)]],  # ?
    [[(8, 50), (50, 90), (92, 50)]], [[(8, 60), (92, 60)]], [[(10, 70), (40, 134), (96, 6)]],  # an arrow, a dash, a tick
    [[(50, 20), (20, 6), (6, 40), (50, 110), (94, 40), (80, 6), (50, 20)]],  # a heart
    [[(20, 4), (20, 136), (20, 90), (60, 60), (84, 60)]],  # r
    [[(16, 50), (18, 136), (22, 80), (50, 50), (80, 64), (84, 136)]],  # n
    [[(14, 6), (16, 90), (50, 136), (84, 90), (86, 6), (88, 136)]],  # u
    [[(10, 60), (40, 60), (90, 60)], [(50, 10), (46, 120), (80, 130)]],  # t
    [[(20, 4), (20, 136)], [(80, 50), (22, 90), (84, 136)]], [[(60, 4), (44, 20), (40, 136)], [(16, 60), (76, 60)]],  # k, f
)
SIGN, CURVE, JAGGED, DOT = range(4)  # kinds of pictures
CURVE_POINTS = 768  # along the curves of a picture, which are long
SHARES = (0.45, 0.4, 0.12, 0.03)  # of each kind


class Scribbles:
    """Draws signs, curves, jagged lines and dots."""

    def __init__(self):
        self._signs = Handwriting(SIGNS)

    def __call__(self, count: int, *, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """(images uint8 (count, 28, 28), labels uint8 (count,)); all labels are NO_DIGIT."""
        kinds = rng.choice(len(SHARES), size=count, p=SHARES)  # (count,)
        images = np.empty((count, SIDE, SIDE), np.uint8)
        images[kinds == SIGN] = self._signs.write(rng.integers(len(SIGNS), size=np.count_nonzero(kinds == SIGN)), rng=rng)
        curves = [_random_points(rng=rng) for _ in range(np.count_nonzero(kinds == CURVE))]
        if curves:
            images[kinds == CURVE] = Handwriting(curves, CURVE_POINTS).write(np.arange(len(curves)), rng=rng)
        for place in np.flatnonzero(kinds >= JAGGED):
            line = _jagged_line(rng=rng) if kinds[place] == JAGGED else np.zeros((1, 2))
            images[place] = prepare_strokes([line], stroke_width=rng.uniform(THINNEST, THICKEST))
        return images, np.full(count, NO_DIGIT, np.uint8)


def _random_points(*, rng: np.random.Generator) -> Template:
    """A curve or two through points anywhere in the box."""
    return [rng.uniform(0, 100, (rng.integers(7, 16), 2)) for _ in range(rng.integers(1, 3))]


def _jagged_line(*, rng: np.random.Generator) -> Stroke:
    """A line that goes to and fro, float (12 to 39, 2)."""
    return np.cumsum(rng.normal(0, 30, (rng.integers(12, 40), 2)), axis=0)
