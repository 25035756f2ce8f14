"""Is a network as often right as it is sure? On MNIST's test digits, and on digits by 60 people from their strokes."""

from __future__ import annotations

from collections.abc import Iterator

import nncore
from nncore.reliability import TENTHS, expected_calibration_error, reliability
from tests.benchmarks.reading_bars.answers import from_strokes
from tests.benchmarks.reading_bars.figure import Figure, told
from tests.drawn_digits import drawn_digits

SURE = (0, 0.5, 0.7, 0.9, 0.95, 0.97, 0.99, 1)  # where most answers are
CERTAIN = 0.9


def calibration(network: nncore.Network, bars: str) -> Iterator[Figure]:
    """The reliability table in ten bins, in narrower ones at its upper end, and the expected calibration error."""
    test, people = nncore.load_mnist().test, from_strokes(network, drawn_digits())
    probabilities = network.predict(nncore.as_inputs(test.images))  # (n, 10)
    answers = {"MNIST": (probabilities.max(axis=1), probabilities.argmax(axis=1) == test.labels),
               "people": (people.confidence, people.right)}
    for name, each in answers.items():
        yield told(f"expected calibration error on {name:14}{expected_calibration_error(*each):7.2%}   "
                   f"mean confidence {each[0].mean():.2%}, right {each[1].mean():.2%}")
        wrong = each[0][~each[1]]  # float (errors,)
        yield told(f"    of {len(wrong)} errors {(wrong > CERTAIN).sum()} are surer than {CERTAIN:.0%}")
    for edges in (TENTHS, SURE):
        tables = {name: {found.low: found for found in reliability(*each, edges)} for name, each in answers.items()}
        yield told("    " + "confidence".ljust(16) + "".join(f"{name:>10}   mean   right" for name in tables))
        for low, high in zip(edges, edges[1:], strict=False):
            cells = [table.get(low) for table in tables.values()]
            if any(cells):
                yield told(f"    {low:5.0%} to {high:4.0%}  " + "".join(
                    f"{cell.count:10} {cell.confidence:6.1%} {cell.right:7.1%}" if cell else " " * 25 for cell in cells))
