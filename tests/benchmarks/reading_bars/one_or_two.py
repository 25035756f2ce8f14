"""One digit is one, and two are two: digits of 60 people alone, in pairs, and in numbers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

import nncore
from tests.benchmarks.reading_bars.figure import Figure, at_least, at_most, told
from tests.drawn_digits import DrawnDigit, drawn_digits
from tests.sheet import PEN, beside, painted

MOST_AS_TWO = 2  # of the 1,200
TWO_FOUND = {"best": 0.99, "quick": 0.97}  # of the pairs
GAPS = (0.05, 0.1, 0.15, 0.25, 0.4)  # of the height
SLANT = 0.5  # of the height: what stands side by side then overlaps, seen from above
SPECIAL = ((1, 1), (1, 7), (6, 1), (1, 0), (0, 1))  # what a 4, a 7, a 9 or a 0 falls apart to, or is taken for
OTHERS = 5  # random pairs of each writer
HEIGHT = 120  # pixels, on average
NUMBERS = 200
MOST_TIME = 15  # ms, for a number of seven digits


@dataclass(frozen=True)
class Pair:
    """Two digits that one person wrote, and how tall they are."""

    digits: tuple[DrawnDigit, DrawnDigit]
    heights: np.ndarray  # (2,), pixels

    @property
    def labels(self) -> tuple[int, int]:
        return self.digits[0].label, self.digits[1].label

    def lines(self, gap: float, slant: float = 0.0) -> list[np.ndarray]:
        """The strokes beside one another, with so many pixels between them, then slanted by a share of the height."""
        upright = beside([digit.strokes for digit in self.digits], gap, self.heights, (20 + slant * HEIGHT, 30))
        return [np.stack([line[:, 0] - slant * (line[:, 1] - 30), line[:, 1]], axis=1) for line in upright]

    def seen(self, reading: nncore.Reading) -> tuple[bool, bool]:
        """Whether two digits were found, and whether both are right."""
        return len(reading.digits) == 2, reading.number() == f"{self.labels[0]}{self.labels[1]}"


def one_or_two(network: nncore.Network, bars: str) -> Iterator[Figure]:
    """Single digits, pairs, and numbers of up to seven digits."""
    yield from singles(network)
    found = [(pair, gap, *both_ways(network, pair, gap)) for pair in pairs(rng=np.random.default_rng(0)) for gap in GAPS]
    for name, column in (("strokes", 2), ("pixels", 4)):
        two = np.mean([each[column] for each in found])
        yield at_least(f"{len(found):,} pairs by one writer are two, {name}", two, TWO_FOUND[bars])
    yield told("                                     strokes: two  both right   pixels: two  both right")
    for gap in GAPS:
        yield told(f"    gap {gap:<4} of the height         {shares([each for each in found if each[1] == gap])}")
    for special in SPECIAL:
        some = [each for each in found if each[0].labels == special]
        yield told(f"    {special[0]}{special[1]} in every gap                 {shares(some)}")
    over_one_another = [(None, None, *both_ways(network, pair, GAPS[2], SLANT)) for pair in pairs(rng=np.random.default_rng(0))]
    yield told(f"    slanted by {SLANT} of the height        {shares(over_one_another)}")
    yield from numbers(network, rng=np.random.default_rng(0))


def singles(network: nncore.Network) -> Iterator[Figure]:
    """How many single digits are taken for two, or for none."""
    digits = [digit.on_canvas() for digit in drawn_digits()]
    for name, found in (("strokes", [len(nncore.read_strokes(network, lines, PEN).digits) for lines in digits]),
                        ("pixels", [len(nncore.read_picture(network, painted(lines)).digits) for lines in digits])):
        yield at_most(f"read as two or more, from {name}, of {len(found):,}", sum(count > 1 for count in found), MOST_AS_TWO)
        yield told(f"    found no digit at all: {found.count(0)}")


def pairs(*, rng: np.random.Generator) -> list[Pair]:
    """The special pairs and some others, of each writer."""
    found, digits = [], drawn_digits()
    for writer in sorted({digit.writer for digit in digits}):
        own = [[digit for digit in digits if digit.writer == writer and digit.label == label] for label in range(10)]
        others = [divmod(int(each), 10) for each in rng.choice(100, OTHERS, replace=False)]
        found += [Pair((own[left][0], own[right][1]), HEIGHT * rng.uniform(0.9, 1.1, 2)) for left, right in (*SPECIAL, *others)]
    return found


def both_ways(network: nncore.Network, pair: Pair, gap: float, slant: float = 0.0) -> tuple[bool, bool, bool, bool]:
    """(two, right) from strokes and from pixels, with so much paper between the ink before they are slanted."""
    apart = pair.lines(gap * HEIGHT + PEN, slant)
    width = np.concatenate(apart)[:, 0].max() + 20
    pixels = painted(apart, PEN, width, 1.1 * HEIGHT + 60)
    return *pair.seen(nncore.read_strokes(network, apart, PEN)), *pair.seen(nncore.read_picture(network, pixels))


def shares(found: list[tuple]) -> str:
    """Of what `both_ways` found, the share of pairs that are two, and of those that are read rightly."""
    two, right, pixels_two, pixels_right = np.mean([each[2:] for each in found], axis=0)
    return f"{two:12.1%}{right:12.1%}  {pixels_two:12.1%}{pixels_right:12.1%}"


def numbers(network: nncore.Network, *, rng: np.random.Generator) -> Iterator[Figure]:
    """How many numbers by one writer each are read without a fault, from strokes and from a grainy photo, and how fast."""
    times, whole, digits = [], {"strokes": 0, "photo": 0}, drawn_digits()
    for _ in range(NUMBERS):
        writer = [digit for digit in digits if digit.writer == rng.integers(60)]
        own = [writer[each] for each in rng.integers(0, len(writer), 7)]
        lines = beside([digit.strokes for digit in own], 30, 80 * rng.uniform(0.85, 1.15, 7))
        started = time.perf_counter()
        reading = nncore.read_strokes(network, lines, PEN)
        times.append(1e3 * (time.perf_counter() - started))
        wanted = "".join(str(digit.label) for digit in own)
        whole["strokes"] += reading.number() == wanted
        whole["photo"] += nncore.read_picture(network, photo(lines, rng=rng)).number() == wanted
    yield told(f"    {NUMBERS} numbers of 7 digits by one writer each, every digit right: from strokes "
               f"{whole['strokes'] / NUMBERS:.1%}, from a photo {whole['photo'] / NUMBERS:.1%}")
    yield at_most("median time of a number of 7 digits", float(np.median(times)), MOST_TIME, " ms")


def photo(lines: list[np.ndarray], *, rng: np.random.Generator) -> np.ndarray:
    """A number in dark ink on paper, with grain, lit from one side: uint8 (h, w)."""
    width, height = np.concatenate(lines).max(axis=0) + 40
    ink = painted(lines, rng.uniform(4, 9), width, height)
    light = np.linspace(250, 180, ink.shape[1])[None] - 0.6 * ink + rng.normal(0, 4, ink.shape)
    return np.clip(light, 0, 255).astype(np.uint8)
