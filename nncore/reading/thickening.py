"""A thin line nearly fades away when a drawing shrinks to 28 pixels; so thin lines are made as thick as MNIST's first."""

from __future__ import annotations

import numpy as np

from ..digits import BOX

THIN = 2.2  # pixels of the 28: thinner lines are thickened ...
THICK = 2.6  # pixels of the 28: ... to this width
DIAGONAL = 0.8  # the length of a slanted edge, on average, for each side of a pixel that it passes


def line_width(is_ink: np.ndarray) -> float:
    """The mean width of the lines of ink, bool (h, w), in pixels: a line's area is half its outline times its width."""
    framed = np.pad(is_ink, 1)
    sides = np.count_nonzero(framed[1:] != framed[:-1]) + np.count_nonzero(framed[:, 1:] != framed[:, :-1])
    return 2 * np.count_nonzero(is_ink) / max(DIAGONAL * sides, 1)


def thickened(ink: np.ndarray, is_ink: np.ndarray, side: float) -> np.ndarray:
    """`ink` uint8 (h, w) with its lines as thick as MNIST's, if they are thinner; the drawing's longer side is `side` pixels.

    `is_ink`, bool (h, w), says where there is ink. The picture grows by as much as the lines.
    """
    unit = side / BOX  # pixels of the drawing for one of MNIST's
    width = line_width(is_ink)
    if width >= THIN * unit:
        return ink
    reach = round((THICK * unit - width) / 2)
    return dilated(np.pad(ink, reach), reach)


def dilated(ink: np.ndarray, reach: int) -> np.ndarray:
    """Each pixel of (h, w) becomes the largest one up to `reach` away along x and y.

    As scipy.ndimage.grey_dilation, which takes two to ten times as long for bytes.
    """
    for axis in (0, 1):
        for step in _steps(reach):
            ink = np.maximum(ink, np.maximum(np.roll(ink, step, axis), np.roll(ink, -step, axis)))
    return ink


def _steps(reach: int) -> list[int]:
    """Steps 1, 3, 9 ... that add up to `reach`.

    After steps of sum s a pixel is the largest of 2 s + 1 in a row; the next step may be as long as that, and leaves no gap.
    """
    steps, done = [], 0
    while done < reach:
        steps.append(min(2 * done + 1, reach - done))
        done += steps[-1]
    return steps
