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
NOWHERE = (np.inf, np.inf, -np.inf, -np.inf)  # the box of a group that has gone into another
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
    """(box, numbers of its pieces) of each group: two groups that are one digit are merged, until there are no such two.

    Each group is asked once for others that are one digit with it, and again only when it has grown, so n pieces are at most
    2 n questions: those that were asked before had no others, and get none unless one of them grows.
    """
    boxes = np.array([astuple(piece) for piece in pieces], float).reshape(-1, 4)  # (groups, 4): left, top, right, bottom
    groups = [[number] for number in range(len(pieces))]
    for place in range(len(groups)):
        grown = place if groups[place] else None  # what has gone into another group is empty
        while grown is not None and (mates := _one_digit(boxes, grown)).size:
            first, second = sorted((grown, int(mates[0])))
            boxes[first, :2] = boxes[[first, second], :2].min(axis=0)
            boxes[first, 2:] = boxes[[first, second], 2:].max(axis=0)
            boxes[second] = NOWHERE
            groups[first] += groups[second]
            groups[second] = []
            grown = first
    return [(BoundingBox(*box), numbers) for box, numbers in zip(boxes.tolist(), groups, strict=True) if numbers]


def _one_digit(boxes: np.ndarray, place: int) -> np.ndarray:
    """The numbers of the other `boxes` (n, 4) that are of one digit with that at `place`, in order.

    Most of many boxes lie too far above or below, and are looked at no closer.
    """
    height = boxes[place, 3] - boxes[place, 1]
    gap = np.maximum(boxes[:, 1], boxes[place, 1]) - np.minimum(boxes[:, 3], boxes[place, 3])  # top to bottom; below 0: shared
    taller = np.maximum(boxes[:, 3] - boxes[:, 1], height)
    near = np.flatnonzero(gap < BELOW * taller)
    near = near[near != place]
    gap, taller = gap[near], taller[near]
    left, top, right, bottom = boxes[near].T  # (near,) each
    its_left, its_top, its_right, its_bottom = boxes[place]
    shared = np.minimum(right, its_right) - np.maximum(left, its_left)  # from left to right; below 0 it is a gap
    as_tall = -gap >= AS_TALL * (np.maximum(bottom, its_bottom) - np.minimum(top, its_top))
    above_one_another = shared >= np.where(as_tall, SLANTED, TOGETHER) * np.minimum(right - left, its_right - its_left)
    bar_beside = (np.minimum(bottom - top, height) < BAR * taller) & (gap < 0) & (shared > -CLOSE * taller)
    return near[above_one_another | bar_beside]


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
