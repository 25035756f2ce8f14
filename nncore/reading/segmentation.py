"""Which pieces of ink belong to one digit, and in which order the digits are read, is seen from where they lie."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

TOGETHER = 0.35  # of the narrower piece: pieces that overlap so much from left to right are one digit
BELOW = 0.35  # of the height: pieces further apart from top to bottom are two lines
BAR = 0.3  # of the height: so low a piece is a bar, and belongs to what is
CLOSE = 0.15  # of the height from it: the 5 whose bar does not touch
SPECK = 0.2  # of the usual height: what is smaller in both directions is no digit


@dataclass(frozen=True)
class Box:
    """A rectangle: left, top, right, bottom in the unit of what it lies around."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def grown(self, margin: float) -> Box:
        """The box with `margin` more on all sides."""
        return Box(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)

    def around(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(min(self.left, other.left), min(self.top, other.top), max(self.right, other.right),
                   max(self.bottom, other.bottom))


def segment(pieces: list[Box]) -> list[tuple[Box, list[int]]]:
    """(box, numbers of its pieces) of each digit, line by line from the top, each from left to right; specks are left out."""
    groups = [(box, [number]) for number, box in enumerate(pieces)]
    merged = True
    while merged:
        merged = False
        for first in range(len(groups)):
            second = next((each for each in range(first + 1, len(groups)) if _one_digit(groups[first][0], groups[each][0])), None)
            if second is not None:
                box, numbers = groups.pop(second)
                groups[first] = groups[first][0].around(box), groups[first][1] + numbers
                merged = True
                break
    return _in_lines(_without_specks(groups))


def _one_digit(a: Box, b: Box) -> bool:
    height = max(a.height, b.height)
    shared = min(a.right, b.right) - max(a.left, b.left)
    apart = max(a.top, b.top) - min(a.bottom, b.bottom)
    if apart >= BELOW * height:
        return False
    bar = min(a.height, b.height) < BAR * height and apart < 0
    return shared >= TOGETHER * min(a.width, b.width) or bar and shared > -CLOSE * height


def _without_specks(groups: list[tuple[Box, list[int]]]) -> list[tuple[Box, list[int]]]:
    if not groups:
        return []
    usual = float(np.median(sorted((max(box.height, box.width) for box, _ in groups), reverse=True)[:max(1, len(groups) // 2)]))
    return [(box, numbers) for box, numbers in groups if max(box.height, box.width) > SPECK * usual]


def _in_lines(groups: list[tuple[Box, list[int]]]) -> list[tuple[Box, list[int]]]:
    lines: list[list[tuple[Box, list[int]]]] = []
    for group in sorted(groups, key=lambda group: group[0].top + group[0].bottom):
        middle = (group[0].top + group[0].bottom) / 2
        if lines and any(box.top < middle < box.bottom for box, _ in lines[-1]):
            lines[-1].append(group)
        else:
            lines.append([group])
    return [group for line in lines for group in sorted(line, key=lambda group: group[0].left + group[0].right)]
