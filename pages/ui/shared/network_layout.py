"""Where everything stands in the network's picture: geometry alone, the same for all networks of as many layers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nncore.digits import PIXELS, SIDE
from nncore.interpretability.flow import Flow

WIDTH, HEIGHT = 480, 280  # units of the picture
TOP = 4  # of the columns
BOTTOM, BOTTOM_IF_DEEP = 242, 225  # of the columns; below stand two lines of words, or three where columns are narrow
LEFT = 2  # of the image
IMAGE, IMAGE_IF_DEEP = 130, 112  # its side, and where it leaves room for more columns
DEEP = 3  # hidden layers from which columns are narrow
OUTPUTS = 402  # x of the ten digits
WIDEST_PITCH = 26  # between two neurons of a column, from centre to centre
LINE = 17  # from one line of words to the next

Point = tuple[float, float]


@dataclass(frozen=True)
class Layout:
    """For each layer a mapping from the number of a pixel, neuron or digit to its point, and where its words begin.

    The image is a square of side `image`, whose upper left corner is at `corner`; `deep` says whether columns are narrow. A
    digit's probability stands `beside` it, or centred below where that is straight down.
    """

    layers: tuple[dict[int, Point], ...]
    words: tuple[Point, ...]
    corner: Point
    image: float
    deep: bool
    width: float = WIDTH
    height: float = HEIGHT
    beside: Point = (17, 0)

    def curve(self, start: Point, end: Point) -> str:
        """The path of a line from one point to another that leaves and arrives level."""
        (x, y), (x2, y2) = start, end
        middle = (x + x2) / 2
        return f"M{x:.0f} {y:.0f}C{middle:.0f} {y:.0f} {middle:.0f} {y2:.0f} {x2:.0f} {y2:.0f}"

    def rows(self, words: list[str]) -> list[str]:
        """The lines in which the words below a column stand."""
        return words


def layout(flow: Flow) -> Layout:
    """The places of all that `flow` shows, from the pixels to the ten digits."""
    columns = [each.numbers.tolist() for each in flow.hidden]
    deep = len(columns) >= DEEP
    side, bottom = (IMAGE_IF_DEEP, BOTTOM_IF_DEEP) if deep else (IMAGE, BOTTOM)
    gap = (OUTPUTS - LEFT - side) / (len(columns) + 1)
    xs = [LEFT + side + gap * number for number in range(1, len(columns) + 1)]
    middle = (TOP + bottom) / 2
    corner = LEFT, middle - side / 2
    digits = list(range(len(flow.probabilities)))
    layers = [_column(numbers, x, bottom) for numbers, x in zip([*columns, digits], [*xs, OUTPUTS], strict=True)]
    words = tuple((x, bottom + LINE - 1) for x in (LEFT + side / 2, *xs, (OUTPUTS + WIDTH) / 2 - 6))
    return Layout((pixels(corner, side), *layers), words, corner, side, deep)


def pixels(corner: Point, side: float) -> dict[int, Point]:
    """The middle of each pixel of an image of that side."""
    rows, columns = np.divmod(np.arange(PIXELS), SIDE)
    xs, ys = (start + (places + 0.5) * side / SIDE for start, places in zip(corner, (columns, rows), strict=True))
    return dict(enumerate(zip(xs.tolist(), ys.tolist(), strict=True)))


def _column(numbers: list[int], x: float, bottom: float) -> dict[int, Point]:
    """Neurons one below the other around the middle."""
    pitch = min(WIDEST_PITCH, (bottom - TOP) / max(len(numbers), 1))
    start = (TOP + bottom - pitch * (len(numbers) - 1)) / 2
    return {number: (x, start + place * pitch) for place, number in enumerate(numbers)}
