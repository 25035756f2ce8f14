"""Reading finds the digits of a drawing or a picture, prepares each, and asks the network what each one is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..augment.stroke_rendering import Stroke, prepare_strokes, strokes_with_points
from ..digits import SIDE, as_inputs
from ..network import Network
from .answer import Answer
from .components import connected_components
from .digit_grouping import Candidate, read_groups
from .photo import ink_of_photo
from .preparation import digit_of_ink
from .segmentation import BoundingBox, Group, segment
from .stroke_grouping import touching

UNSURE = "?"
MOST_DIGITS = 60  # of one picture
MOST_PIECES = 4000  # of one picture, the largest: in a picture of nothing but noise there would be a hundred thousand
INK_THRESHOLD = 96  # of 255: a pixel with more ink belongs to a piece


@dataclass(frozen=True)
class FoundDigit(Answer):
    """A digit that was found: what is read in it, its image uint8 (28, 28) as the network sees it, and its box.

    `pieces` are the numbers of the pieces of ink that it is made of; `strokes` are its strokes, where they are known.
    """

    image: np.ndarray
    box: BoundingBox
    pieces: tuple[int, ...] = ()
    strokes: tuple[Stroke, ...] = ()


@dataclass(frozen=True)
class Reading:
    """The digits that were found, in reading order."""

    digits: tuple[FoundDigit, ...]

    @property
    def is_known(self) -> bool:
        """Whether the network answers with numbers; one whose weights have exploded does not."""
        return all(np.isfinite(each.probabilities).all() for each in self.digits)

    def number(self, least: float = 0.0) -> str:
        """What is written; a digit whose confidence is below `least` is a question mark."""
        return "".join(str(each.digit) if each.confidence >= least else UNSURE for each in self.digits)


def read_strokes(network: Network, strokes: Sequence[Stroke], pen: float | Sequence[float] = 0.0) -> Reading:
    """Read strokes, float (points, 2) each; those without points are left out.

    `pen` is the width of the pen, in their unit, for all strokes or for each: ink reaches half of it beyond a stroke, and a
    stroke that is not longer is a dot. Lines are read as thin as MNIST's, whatever the pen. Raises ValueError for a stroke of
    another shape, for points that are no places on paper, and for such a pen.
    """
    pens = _widths(pen, len(strokes))
    strokes, pens = strokes_with_points(strokes), pens[[len(stroke) > 0 for stroke in strokes]]
    strokes = [_or_dot(stroke, its_pen) for stroke, its_pen in zip(strokes, pens, strict=True)]
    pieces = touching(strokes)
    groups = segment([_box_around(np.concatenate([strokes[each] for each in piece])) for piece in pieces])[:MOST_DIGITS]
    groups = [(box.grown(max(pens[pieces[number]].max() for number in numbers) / 2), numbers) for box, numbers in groups]

    def strokes_of(numbers: Sequence[int]) -> tuple[Stroke, ...]:
        return tuple(strokes[each] for each in sorted(each for number in numbers for each in pieces[number]))

    reading = _read(network, groups, lambda box, numbers: prepare_strokes(strokes_of(numbers)))
    return Reading(tuple(replace(each, strokes=strokes_of(each.pieces)) for each in reading.digits))


def read_picture(network: Network, grey: np.ndarray) -> Reading:
    """Read a picture, uint8 (h, w), dark ink on light or light on dark, evenly lit or not.

    Raises ValueError if there is more on it than digits.
    """
    ink = ink_of_photo(grey)
    refuse_a_page(ink)
    return read_ink(network, ink)


def refuse_a_page(ink: np.ndarray) -> None:
    """Raise ValueError if in `ink` uint8 (h, w) there are more than MOST_DIGITS things as large as digits: a printed page."""
    found = len(_segment_largest(connected_components(ink > INK_THRESHOLD)[1]))
    if found > MOST_DIGITS:
        raise ValueError(f"there are {found:,} letters or digits on the picture, as on a printed page; up to {MOST_DIGITS} "
                         "digits can be read")


def read_ink(network: Network, ink: np.ndarray) -> Reading:
    """Read ink, uint8 (h, w), 0 for paper."""
    labels, pieces = connected_components(ink > INK_THRESHOLD)
    return _read(network, _segment_largest(pieces)[:MOST_DIGITS],
                 lambda box, numbers: digit_of_ink(_cut_out(ink, labels, box, numbers)))


def _segment_largest(pieces: list[BoundingBox]) -> list[Group]:
    """`segment` of the largest MOST_PIECES pieces, which takes half a second."""
    by_size = sorted(range(len(pieces)), key=lambda number: pieces[number].width + pieces[number].height, reverse=True)
    kept = sorted(by_size[:MOST_PIECES])
    return [(box, [kept[place] for place in places]) for box, places in segment([pieces[number] for number in kept])]


def _read(network: Network, groups: list[Group], prepare: Callable[[BoundingBox, list[int]], np.ndarray | None]) -> Reading:
    """The likeliest reading of `groups`; `prepare` makes an image of pieces of ink, or None of what is no ink at all."""
    images = {tuple(pieces): prepare(box, pieces) for box, pieces in groups}

    def judge(found: list[Candidate]) -> np.ndarray:
        for each in found:
            if tuple(each.pieces) not in images:
                images[tuple(each.pieces)] = prepare(each.box, each.pieces)
        pictures = np.array([images[tuple(each.pieces)] for each in found], np.uint8)  # (candidates, 28, 28)
        return network.predict(as_inputs(pictures.reshape(-1, SIDE, SIDE)))

    chosen = read_groups([group for group in groups if images[tuple(group[1])] is not None], judge)
    return Reading(tuple(FoundDigit(probabilities, images[tuple(each.pieces)], each.box, tuple(each.pieces))
                         for each, probabilities in chosen))


def _widths(pen: float | Sequence[float], strokes: int) -> np.ndarray:
    """The pen's width for each of so many strokes, float (strokes,)."""
    widths = np.broadcast_to(np.asarray(pen, float), strokes)
    if not (np.isfinite(widths) & (widths >= 0)).all():
        raise ValueError(f"the pen is {pen} wide; a width is a finite number from 0 on")
    return widths


def _or_dot(stroke: Stroke, pen: float) -> Stroke:
    """The stroke; if it is not longer than the pen is wide, its middle alone, (1, 2)."""
    low, high = stroke.min(axis=0), stroke.max(axis=0)  # (2,)
    return (low + high)[None] / 2 if (high - low).max() <= pen else stroke


def _box_around(points: np.ndarray) -> BoundingBox:
    """The bounding box of `points`, float (n, 2)."""
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return BoundingBox(float(left), float(top), float(right), float(bottom))


def _cut_out(ink: np.ndarray, labels: np.ndarray, box: BoundingBox, numbers: list[int]) -> np.ndarray:
    """The ink of some components, with the soft edge around them, and nothing of their neighbours."""
    top, left = max(int(box.top) - 2, 0), max(int(box.left) - 2, 0)
    part = slice(top, int(box.bottom) + 2), slice(left, int(box.right) + 2)
    own = np.isin(labels[part], [0, *(number + 1 for number in numbers)])
    return np.where(own, ink[part], 0).astype(np.uint8)
