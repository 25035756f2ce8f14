"""Where everything stands in the lit diagram: wide, from left to right, and on a phone tall, from the top down."""

from __future__ import annotations

from dataclasses import dataclass

from nncore.interpretability.flow import Flow

from ..shared.network_layout import LINE, Layout, Point, pixels

MOST_SHOWN = 64  # neurons of each hidden layer, of which there are up to four
ROWS = 16  # neurons below each other at most, more stand in columns side by side
WIDTH, HEIGHT = 1000, 392  # units of the wide diagram
TOP, BOTTOM = 6, 354  # of its columns; two lines of words stand below
IMAGE, OUTPUTS = 168, 922  # the side of the image, and x of the ten digits
DOWN, ACROSS = 31, 21  # at most between two neurons of a column, and between two columns, from centre to centre
TALL_WIDTH, TALL_IMAGE = 360, 124  # units of the tall diagram
IN_A_ROW, PITCH = 12, 27  # neurons beside each other at most, and from one row to the next
GAP = 62  # between two layers
DIGITS = 34.5  # from one digit to the next


class TallLayout(Layout):
    """Layers below each other: lines leave and arrive upright, and a layer's words stand in one line."""

    def curve(self, start: Point, end: Point) -> str:
        (x, y), (x2, y2) = start, end
        middle = (y + y2) / 2
        return f"M{x:.0f} {y:.0f}C{x:.0f} {middle:.0f} {x2:.0f} {middle:.0f} {x2:.0f} {y2:.0f}"

    def rows(self, words: list[str]) -> list[str]:
        return [" ".join(words)]


@dataclass(frozen=True)
class _Block:
    """`numbers` in so many `lines` of at most `length` side by side."""

    numbers: list[int]
    length: int

    @property
    def lines(self) -> int:
        return max(-(-len(self.numbers) // self.length), 1)

    def places(self) -> list[tuple[int, float, float]]:
        """(number, place along its line, line), both from the middle of the block."""
        longest = min(len(self.numbers), self.length)
        return [(number, place % self.length - (longest - 1) / 2, place // self.length - (self.lines - 1) / 2)
                for place, number in enumerate(self.numbers)]


def wide_layout(flow: Flow) -> Layout:
    """The places of all that `flow` shows, from left to right."""
    blocks = [_Block(each.numbers.tolist(), ROWS) for each in flow.hidden]
    gap = (OUTPUTS - IMAGE) / (len(blocks) + 1)
    xs, middle = [IMAGE + gap * number for number in range(1, len(blocks) + 1)], (TOP + BOTTOM) / 2
    corner = 2.0, middle - IMAGE / 2
    layers = [_upright(block, x, middle) for block, x in zip(blocks, xs, strict=True)]
    digits = _upright(_Block(list(range(len(flow.probabilities))), ROWS), OUTPUTS, middle)
    words = tuple((x, BOTTOM + LINE) for x in (corner[0] + IMAGE / 2, *xs, OUTPUTS + 30))
    return Layout((pixels(corner, IMAGE), *layers, digits), words, corner, IMAGE, False, WIDTH, HEIGHT)


def _upright(block: _Block, x: float, middle: float) -> dict[int, Point]:
    """The block's lines as columns around (x, middle)."""
    pitch = min(DOWN, (BOTTOM - TOP) / min(max(len(block.numbers), 1), ROWS))
    return {number: (x + ACROSS * line, middle + pitch * place) for number, place, line in block.places()}


def tall_layout(flow: Flow) -> TallLayout:
    """The places of all that `flow` shows, from the top down."""
    middle, y = TALL_WIDTH / 2, 4 + TALL_IMAGE
    corner, layers, words = (middle - TALL_IMAGE / 2, 4.0), [], [(middle, y + 0.8 * LINE)]
    for each in flow.hidden:
        block = _Block(each.numbers.tolist(), IN_A_ROW)
        y += GAP
        layers.append({number: (middle + TALL_WIDTH / IN_A_ROW * place, y + PITCH * (line + (block.lines - 1) / 2))
                       for number, place, line in block.places()})
        y += PITCH * (block.lines - 1)
        words.append((middle, y + 1.3 * LINE))
    y += GAP
    digits = _Block(list(range(len(flow.probabilities))), IN_A_ROW).places()
    layers.append({number: (middle + DIGITS * place, y) for number, place, _ in digits})
    words.append((middle, y + 3 * LINE))
    places = (pixels(corner, TALL_IMAGE), *layers)
    return TallLayout(places, tuple(words), corner, TALL_IMAGE, False, TALL_WIDTH, y + 4 * LINE, (0, 24))
