"""Where everything stands in the network's picture: geometry alone, the same for all networks of as many layers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nncore.digits import PIXELS, SIDE
from nncore.reading.flow import Flow

WIDTH, HEIGHT = 480, 330  # units of the picture
TOP, BOTTOM = 4, 274  # of the columns; words stand below
DIGIT = 112  # the image's side
LEFT = 4  # of the image
OUTPUTS = 410  # x of the ten digits
WIDEST_PITCH = 30  # between two neurons of a column, from centre to centre
RADIUS = 8  # of a neuron
LINE = 17  # from one line of words to the next

Point = tuple[float, float]


@dataclass(frozen=True)
class Layout:
    """For each layer a mapping from the number of a pixel, neuron or digit to its point, and the x of its words."""

    layers: tuple[dict[int, Point], ...]
    words: tuple[float, ...]


def layout(flow: Flow) -> Layout:
    """The places of all that `flow` shows, from the pixels to the ten digits."""
    columns = [each.numbers.tolist() for each in flow.hidden]
    first = LEFT + DIGIT
    xs = [first + (OUTPUTS - first) * (number + 1) / (len(columns) + 1) for number in range(len(columns))]
    hidden = [_column(numbers, x) for numbers, x in zip(columns, xs, strict=True)]
    digits = _column(list(range(len(flow.probabilities))), OUTPUTS)
    return Layout((_pixels(), *hidden, digits), (LEFT + DIGIT / 2, *xs, (OUTPUTS + WIDTH) / 2 - 6))


def _pixels() -> dict[int, Point]:
    """The middle of each pixel of the image."""
    side = DIGIT / SIDE
    rows, columns = np.divmod(np.arange(PIXELS), SIDE)
    xs, ys = LEFT + (columns + 0.5) * side, image_top() + (rows + 0.5) * side
    return dict(enumerate(zip(xs.tolist(), ys.tolist(), strict=True)))


def image_top() -> float:
    """The y where the image begins: it stands in the middle of the columns."""
    return (TOP + BOTTOM - DIGIT) / 2


def _column(numbers: list[int], x: float) -> dict[int, Point]:
    """Neurons one below the other around the middle."""
    pitch = min(WIDEST_PITCH, (BOTTOM - TOP) / max(len(numbers), 1))
    start = (TOP + BOTTOM - pitch * (len(numbers) - 1)) / 2
    return {number: (x, start + place * pitch) for place, number in enumerate(numbers)}
