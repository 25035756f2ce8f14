"""Reading finds the digits of a drawing or a picture, prepares each, and asks the network what each one is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..augment.stroke_rendering import Stroke, prepare_strokes
from ..digits import SIDE, as_inputs
from ..network import Network
from .components import components
from .photo import ink_of_photo
from .preparation import digit_of_ink
from .segmentation import Box, segment
from .stroke_grouping import touching

UNSURE = "?"
MOST_DIGITS = 60  # of one picture
INK = 96  # of 255: from here on a pixel belongs to a piece of ink


@dataclass(frozen=True)
class FoundDigit:
    """A digit that was found: image uint8 (28, 28) as the network sees it, its box, and probabilities float32 (10,)."""

    image: np.ndarray
    box: Box
    probabilities: np.ndarray

    @property
    def digit(self) -> int:
        return int(self.probabilities.argmax())

    @property
    def confidence(self) -> float:
        return float(self.probabilities.max())


@dataclass(frozen=True)
class Reading:
    """The digits that were found, in reading order."""

    digits: tuple[FoundDigit, ...]

    def number(self, least: float = 0.0) -> str:
        """What is written; a digit whose confidence is below `least` is a question mark."""
        return "".join(str(each.digit) if each.confidence >= least else UNSURE for each in self.digits)


def read_strokes(network: Network, strokes: Sequence[Stroke]) -> Reading:
    """Read strokes, float (points, 2) each; how wide the pen was does not matter."""
    pieces = touching(strokes)
    found = segment([_box(np.concatenate([strokes[each] for each in piece])) for piece in pieces])[:MOST_DIGITS]
    images = [prepare_strokes([strokes[each] for number in numbers for each in pieces[number]]) for _, numbers in found]
    return _read(network, images, [box for box, _ in found])


def read_picture(network: Network, grey: np.ndarray) -> Reading:
    """Read a picture, uint8 (h, w), dark ink on light or light on dark, evenly lit or not."""
    return read_ink(network, ink_of_photo(grey))


def read_ink(network: Network, ink: np.ndarray) -> Reading:
    """Read ink, uint8 (h, w), 0 for paper."""
    labels, count = components(ink > INK)
    pieces = [Box(part[1].start, part[0].start, part[1].stop, part[0].stop) for part in _parts(labels, count)]
    images, boxes = [], []
    for box, numbers in segment(pieces)[:MOST_DIGITS]:
        image = digit_of_ink(_cut_out(ink, labels, box, numbers))
        if image is not None:
            images.append(image)
            boxes.append(box)
    return _read(network, images, boxes)


def _read(network: Network, images: list[np.ndarray], boxes: list[Box]) -> Reading:
    probabilities = network.predict(as_inputs(np.array(images, np.uint8).reshape(-1, SIDE, SIDE)))  # (digits, 10)
    return Reading(tuple(FoundDigit(*each) for each in zip(images, boxes, probabilities, strict=True)))


def _box(stroke: Stroke) -> Box:
    (left, top), (right, bottom) = stroke.min(axis=0), stroke.max(axis=0)
    return Box(float(left), float(top), float(right), float(bottom))


def _parts(labels: np.ndarray, count: int) -> list[tuple[slice, slice]]:
    """(rows, columns) of the rectangle around each component."""
    rows, columns = np.nonzero(labels)
    names = labels[rows, columns] - 1
    low = np.full((2, count), np.iinfo(np.int64).max)
    high = np.zeros((2, count), np.int64)
    for axis, places in enumerate((rows, columns)):
        np.minimum.at(low[axis], names, places)
        np.maximum.at(high[axis], names, places + 1)
    return [(slice(top, bottom), slice(left, right)) for top, bottom, left, right in
            zip(low[0].tolist(), high[0].tolist(), low[1].tolist(), high[1].tolist(), strict=True)]


def _cut_out(ink: np.ndarray, labels: np.ndarray, box: Box, numbers: list[int]) -> np.ndarray:
    """The ink of some components, with the soft edge around them, and nothing of their neighbours."""
    top, left = max(int(box.top) - 2, 0), max(int(box.left) - 2, 0)
    part = slice(top, int(box.bottom) + 2), slice(left, int(box.right) + 2)
    own = np.isin(labels[part], [0, *(number + 1 for number in numbers)])
    return np.where(own, ink[part], 0).astype(np.uint8)
