"""What is no digit is not to be answered: letters, signs and scribbles at the page's least confidence, beside real digits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

import nncore
from pages.ui.draw.answer import LEAST
from tests.benchmarks.reading_bars.answers import from_strokes
from tests.benchmarks.reading_bars.figure import Figure, share_at_most, told
from tests.drawn_digits import drawn_digits
from tests.written_digits import LETTERS, strokes, varied

VARIATIONS, SCRIBBLES = 60, 800
BARS = {"best": {"letters and signs": (0.058, 0.079), "scribbles": (0.098, 0.098)}}  # taken as one digit, and by the page's way
NO_BARS = {"letters and signs": (None, None), "scribbles": (None, None)}
ANSWERED = 0.99  # of the people's digits


def refusals(network: nncore.Network, bars: str) -> Iterator[Figure]:
    """The shares of letters and scribbles that are taken for a digit, and of people's digits that are answered."""
    rng = np.random.default_rng(0)
    others = {"letters and signs": [varied(strokes(form), rng=rng) for form in LETTERS.values() for _ in range(VARIATIONS)],
              "scribbles": [strokes([rng.uniform(0, 100, (rng.integers(8, 20), 2)).tolist()]) for _ in range(SCRIBBLES)]}
    people = from_strokes(network, drawn_digits())
    least = LEAST / 100
    answered = people.confidence >= least
    yield told(f"    with a confidence of at least {least:.0%} it answers {answered.mean():.2%} of the people's digits, "
               f"{people.right[answered].mean():.2%} of those rightly")
    threshold = float(np.quantile(people.confidence, 1 - ANSWERED))
    for name, drawings in others.items():
        sure = confidence(network, drawings)
        most = BARS.get(bars, NO_BARS)[name]
        yield share_at_most(f"{name} taken for a digit, of {len(drawings)}", float((sure >= least).mean()), most[0])
        yield share_at_most("    the page's way, which may find several", by_the_page(network, drawings, least), most[1])
        yield told(f"    by a threshold of {threshold:.1%}, which answers {ANSWERED:.0%} of the people's digits: "
                   f"{(sure >= threshold).mean():.1%}")


def confidence(network: nncore.Network, drawings: Sequence[list[np.ndarray]]) -> np.ndarray:
    """How sure the network is of each drawing, taken as one digit: float32 (n,)."""
    return network.predict(nncore.as_inputs(np.stack([nncore.prepare_strokes(lines) for lines in drawings]))).max(axis=1)


def by_the_page(network: nncore.Network, drawings: Sequence[list[np.ndarray]], least: float) -> float:
    """The share of drawings in which the page names any digit."""
    return float(np.mean([any(found.confidence >= least for found in nncore.read_strokes(network, lines).digits)
                          for lines in drawings]))
