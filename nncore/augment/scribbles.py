"""What is no digit: letters, signs, scribbles and dots. A network that saw some learns to be unsure of them."""

from __future__ import annotations

import numpy as np

from ..digits import NO_DIGIT, SIDE
from .handwriting import THICKEST, THINNEST, Handwriting
from .stroke_rendering import prepare_strokes

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
    [[(86, 20), (50, 20), (14, 50), (20, 110), (50, 130), (80, 100), (84, 30), (84, 110), (98, 130)]],  # a
    [[(20, 4), (20, 136), (20, 90), (60, 60), (84, 60)]],  # r
    [[(16, 50), (18, 136), (22, 80), (50, 50), (80, 64), (84, 136)]],  # n
    [[(14, 6), (16, 90), (50, 136), (84, 90), (86, 6), (88, 136)]],  # u
    [[(10, 60), (40, 60), (90, 60)], [(50, 10), (46, 120), (80, 130)]],  # t
    [[(20, 136), (20, 6), (60, 10), (90, 70), (60, 130), (20, 134)]],  # D
    [[(86, 70), (50, 70), (90, 70), (88, 120), (50, 136), (14, 100), (14, 40), (50, 6), (86, 24)]],  # G
    [[(20, 4), (20, 136)], [(80, 50), (22, 90), (84, 136)]], [[(60, 4), (44, 20), (40, 136)], [(16, 60), (76, 60)]],  # k, f
)
SIGN, CURVE, JAGGED, DOT = range(4)  # kinds of pictures
SHARES = (0.6, 0.2, 0.15, 0.05)  # of each kind


class Scribbles:
    """Draws signs, curves, jagged lines and dots."""

    def __init__(self):
        self._signs = Handwriting(SIGNS)

    def __call__(self, count: int, *, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """(images uint8 (count, 28, 28), labels uint8 (count,)); all labels are NO_DIGIT."""
        kinds = rng.choice(len(SHARES), size=count, p=SHARES)  # (count,)
        images = np.empty((count, SIDE, SIDE), np.uint8)
        images[kinds == SIGN] = self._signs.write(rng.integers(len(SIGNS), size=np.count_nonzero(kinds == SIGN)), rng=rng)
        for place in np.flatnonzero(kinds != SIGN):
            images[place] = _scribble(kinds[place], rng=rng)
        return images, np.full(count, NO_DIGIT, np.uint8)


def _scribble(kind: int, *, rng: np.random.Generator) -> np.ndarray:
    """One picture, uint8 (28, 28): a curve or two through points anywhere, a line that goes to and fro, or a dot."""
    if kind == CURVE:
        strokes = [rng.uniform(0, 100, (rng.integers(7, 16), 2)) for _ in range(rng.integers(1, 3))]
        return Handwriting([strokes]).write(np.zeros(1, int), rng=rng)[0]
    line = np.cumsum(rng.normal(0, 30, (rng.integers(12, 40), 2)), axis=0) if kind == JAGGED else np.zeros((1, 2))
    return prepare_strokes([line], stroke_width=rng.uniform(THINNEST, THICKEST))
