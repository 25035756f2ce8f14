"""How many of 1,200 digits by 60 people are read rightly: all of them, by digit, by writer, in other sizes and by other pens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

import nncore
from tests.benchmarks.reading_bars.answers import Answers, from_pixels, from_strokes
from tests.benchmarks.reading_bars.figure import Figure, at_least, told
from tests.drawn_digits import DrawnDigit, drawn_digits

BARS = {"best": (0.988, 0.985), "quick": (0.970, 0.970)}  # from strokes, from pixels
DRAWS = 2000  # of the bootstrap
SIZES, PENS = (60, 120, 260), (4, 16, 30)  # pixels


def people(network: nncore.Network, bars: str) -> Iterator[Figure]:
    """Accuracies from strokes and from pixels, and where the errors are."""
    digits = drawn_digits()
    writers = np.array([digit.writer for digit in digits])  # (n,)
    answers = from_strokes(network, digits), from_pixels(network, digits)
    for name, each, bar in zip(("strokes, the page's way", "pixels, one digit"), answers, BARS[bars], strict=True):
        low, high = interval(each.right, writers, rng=np.random.default_rng(0))
        yield at_least(f"from {name}", each.right.mean(), bar, f"95 %: {low:.1%} to {high:.1%}")
    for name, some in (("even, may be looked at", writers % 2 == 0), ("odd, may not be", writers % 2 == 1)):
        yield told(f"    writers with {name:26}" + " ".join(f"{each.right[some].mean():9.2%}" for each in answers))
    yield from by_digit(digits, *answers)
    for name, each in zip(("strokes", "pixels"), answers, strict=True):
        yield told(by_writer(name, each.right, writers))
    yield from sizes_and_pens(network, digits)


def interval(right: np.ndarray, writers: np.ndarray, *, rng: np.random.Generator) -> tuple[float, float]:
    """Where the share of `right`, bool (n,), lies with 95 % confidence for other people, as 60 others might have come.

    The bootstrap over clusters: writers, not digits, are drawn again, as the digits of one hand are alike. Efron, Tibshirani: An
    Introduction to the Bootstrap (1993), percentile interval.
    """
    names, number = np.unique(writers, return_inverse=True)
    counts, correct = np.bincount(number), np.bincount(number, right)  # (writers,) each
    drawn = rng.integers(0, len(names), (DRAWS, len(names)))
    low, high = np.quantile(correct[drawn].sum(axis=1) / counts[drawn].sum(axis=1), [0.025, 0.975])
    return float(low), float(high)


def by_digit(digits: Sequence[DrawnDigit], strokes: Answers, pixels: Answers) -> Iterator[Figure]:
    """A line for each digit: accuracies, and what was read instead."""
    labels = np.array([digit.label for digit in digits])
    yield told("    digit  strokes   pixels   errors from strokes | from pixels")
    for label in range(10):
        own = labels == label
        yield told(f"    {label:5}  {strokes.right[own].mean():7.1%}  {pixels.right[own].mean():7.1%}   "
                   f"{strokes.errors(digits, label) or '–'} | {pixels.errors(digits, label) or '–'}")


def by_writer(name: str, right: np.ndarray, writers: np.ndarray) -> str:
    """How many writers have no error, one, two, three or more, and who has the most."""
    errors = {writer: int((~right[writers == writer]).sum()) for writer in np.unique(writers).tolist()}
    counts = Counter(min(count, 3) for count in errors.values())
    worst = max(errors, key=errors.get)
    return (f"    writers with 0, 1, 2, 3 or more errors from {name}: {', '.join(str(counts[count]) for count in range(4))}; "
            f"the most has writer {worst}: {errors[worst]} of {(writers == worst).sum()}")


def sizes_and_pens(network: nncore.Network, digits: Sequence[DrawnDigit]) -> Iterator[Figure]:
    """A line for each size of the digits: from strokes, and from pixels by each pen."""
    yield told("    pixels large  strokes" + "".join(f"   pen {pen:2}" for pen in PENS))
    for size in SIZES:
        shares = [from_strokes(network, digits, size), *(from_pixels(network, digits, size, pen) for pen in PENS)]
        yield told(f"    {size:12}" + "".join(f"  {each.right.mean():7.1%}" for each in shares))
