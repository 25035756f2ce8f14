"""What is no digit: letters, signs, scribbles and dots. A network that saw some learns to be unsure of them."""

from __future__ import annotations

import numpy as np

from .stroke_rendering import Stroke, prepare_strokes
from .stroke_templates import THICKEST, THINNEST, perturbed, spline

SIGNS = (  # in a box 100 wide and 140 high, like stroke_templates.TEMPLATES; none can be taken for a digit
    [[(10, 136), (50, 4), (90, 136)], [(26, 90), (76, 90)]],  # A
    [[(16, 6), (16, 136)], [(16, 8), (84, 8)], [(16, 70), (72, 70)], [(16, 134), (86, 134)]],  # E
    [[(16, 6), (16, 136)], [(16, 8), (84, 8)], [(16, 66), (70, 66)]],  # F
    [[(14, 4), (14, 136)], [(86, 4), (86, 136)], [(14, 70), (86, 70)]],  # H
    [[(16, 4), (16, 136)], [(84, 4), (18, 74)], [(36, 60), (88, 136)]],  # K
    [[(10, 136), (14, 6), (50, 84), (86, 6), (90, 136)]],  # M
    [[(12, 136), (14, 8), (84, 132), (86, 4)]],  # N
    [[(16, 136), (16, 6), (66, 8), (78, 38), (60, 66), (18, 68)]],  # P
    [[(16, 136), (16, 6), (68, 8), (76, 40), (56, 64), (18, 66), (52, 98), (88, 136)]],  # R
    [[(6, 8), (94, 8)], [(50, 8), (50, 136)]],  # T
    [[(8, 6), (50, 134), (92, 6)]],  # V
    [[(4, 6), (26, 132), (50, 44), (74, 132), (96, 6)]],  # W
    [[(12, 6), (88, 134)], [(88, 6), (12, 134)]],  # X
    [[(30, 4), (28, 136)], [(28, 90), (56, 62), (78, 84), (78, 136)]],  # h
    [[(8, 136), (10, 70), (14, 96), (34, 66), (50, 92), (50, 136), (52, 96), (72, 66), (90, 92), (92, 136)]],  # m
    [[(50, 20), (50, 130)], [(6, 74), (94, 74)]],  # +
    [[(14, 50), (86, 50)], [(14, 92), (86, 92)]],  # =
    [[(34, 10), (26, 130)], [(72, 10), (64, 130)], [(8, 48), (92, 48)], [(6, 92), (90, 92)]],  # #
    [[(20, 34), (48, 6), (80, 30), (52, 66), (50, 98)], [(50, 130), (51, 132)]],  # ?
    [[(8, 50), (50, 90), (92, 50)]], [[(8, 60), (92, 60)]], [[(10, 70), (40, 134), (96, 6)]],  # an arrow, a dash, a tick
    [[(50, 20), (20, 6), (6, 40), (50, 110), (94, 40), (80, 6), (50, 20)]],  # a heart
)
SIGN, SMOOTH, JAGGED, DOT = range(4)  # kinds of pictures
SHARES = (0.6, 0.2, 0.15, 0.05)  # of each kind


def scribbles(count: int, *, rng: np.random.Generator) -> np.ndarray:
    """`count` pictures of what is no digit, uint8 (count, 28, 28)."""
    return np.stack([prepare_strokes(_scribble(rng=rng), stroke_width=rng.uniform(THINNEST, THICKEST)) for _ in range(count)])


def _scribble(*, rng: np.random.Generator) -> list[Stroke]:
    """The strokes of one picture: float (points, 2) each."""
    kind = rng.choice(len(SHARES), p=SHARES)
    if kind == SIGN:
        return perturbed(SIGNS[rng.integers(len(SIGNS))], rng=rng)
    if kind == SMOOTH:
        return [spline(rng.uniform(0, 100, (rng.integers(7, 16), 2))) for _ in range(rng.integers(1, 3))]
    if kind == JAGGED:
        return [np.cumsum(rng.normal(0, 30, (rng.integers(12, 40), 2)), axis=0)]
    return [np.zeros((1, 2))]
