"""Which pieces of ink belong to one digit, and in which order the digits are read, is seen from where they lie."""

from __future__ import annotations

from dataclasses import astuple, dataclass

import numpy as np

TOGETHER = 0.35  # of the narrower piece's width: two pieces, one above the other, that share so much of it are one digit ...
SLANTED = 0.75  # ... and so much, if they are as tall: slanted digits reach over their neighbours
AS_TALL = 0.65  # of both pieces' height together: pieces that share so much of it are as tall, and side by side
BELOW = 0.35  # of the taller piece's height: pieces with so much paper between them from top to bottom are on two lines
BAR = 0.3  # of the taller piece's height: a piece lower than this is a bar, as the top of a 5 that was written last
CLOSE = 0.15  # of the taller piece's height: a bar belongs to the piece beside it if less paper than this lies between them
SPECK = 0.2  # of the usual size of a digit: what is not larger, neither wide nor high, is no digit


@dataclass(frozen=True)
class BoundingBox:
    """The smallest upright rectangle around some ink, in the unit of the ink: x from left to right, y from top to bottom."""

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

    def grown(self, margin: float) -> BoundingBox:
        """The box moved outwards by `margin` on all sides."""
        return BoundingBox(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)

    def around(self, other: BoundingBox) -> BoundingBox:
        """The smallest box that holds both."""
        return BoundingBox(min(self.left, other.left), min(self.top, other.top), max(self.right, other.right),
                   max(self.bottom, other.bottom))


Group = tuple[BoundingBox, list[int]]  # the box around some pieces, and their numbers


def segment(pieces: list[BoundingBox]) -> list[Group]:
    """(box, numbers of its pieces) of each digit, line by line from the top, each from left to right; specks are left out."""
    return _in_lines(_without_specks(_merged(pieces)))


def _merged(pieces: list[BoundingBox]) -> list[Group]:
    """(box, numbers of its pieces) of each group: two groups that are one digit are merged, until there are no such two."""
    boxes = np.array([astuple(piece) for piece in pieces], float).reshape(-1, 4)  # (groups, 4): left, top, right, bottom
    groups = [[number] for number in range(len(pieces))]
    place = 0
    while place < len(groups):
        mates = np.flatnonzero(_one_digit(boxes, place))
        if mates.size == 0:
            place += 1
            continue
        first, second = sorted((place, int(mates[0])))
        boxes[first, :2] = boxes[[first, second], :2].min(axis=0)
        boxes[first, 2:] = boxes[[first, second], 2:].max(axis=0)
        boxes = np.delete(boxes, second, axis=0)
        groups[first] += groups.pop(second)
        place = first
    return [(BoundingBox(*box), numbers) for box, numbers in zip(boxes.tolist(), groups, strict=True)]


def _one_digit(boxes: np.ndarray, place: int) -> np.ndarray:
    """Which of the other `boxes` (n, 4) are of one digit with that at `place`: bool (n,)."""
    left, top, right, bottom = boxes.T  # (n,) each
    widths, heights = right - left, bottom - top
    taller = np.maximum(heights, heights[place])
    shared = np.minimum(right, right[place]) - np.maximum(left, left[place])  # from left to right; below 0 it is a gap
    gap = np.maximum(top, top[place]) - np.minimum(bottom, bottom[place])  # from top to bottom; below 0 it is shared
    as_tall = -gap >= AS_TALL * (np.maximum(bottom, bottom[place]) - np.minimum(top, top[place]))
    above_one_another = shared >= np.where(as_tall, SLANTED, TOGETHER) * np.minimum(widths, widths[place])
    bar_beside = (np.minimum(heights, heights[place]) < BAR * taller) & (gap < 0) & (shared > -CLOSE * taller)
    one_digit = (gap < BELOW * taller) & (above_one_another | bar_beside)
    one_digit[place] = False
    return one_digit


def _without_specks(groups: list[Group]) -> list[Group]:
    """The groups that are not far smaller than the larger half of them."""
    if not groups:
        return []
    sizes = [max(box.height, box.width) for box, _ in groups]
    usual = np.median(sorted(sizes, reverse=True)[:max(1, len(groups) // 2)])
    return [group for group, size in zip(groups, sizes, strict=True) if size > SPECK * usual]


def _in_lines(groups: list[Group]) -> list[Group]:
    """The groups in reading order: one whose middle lies beside any of a line's groups is on that line."""
    lines: list[list[Group]] = []
    for group in sorted(groups, key=lambda group: group[0].top + group[0].bottom):
        middle = (group[0].top + group[0].bottom) / 2
        if lines and any(box.top < middle < box.bottom for box, _ in lines[-1]):
            lines[-1].append(group)
        else:
            lines.append([group])
    return [group for line in lines for group in sorted(line, key=lambda group: group[0].left + group[0].right)]
