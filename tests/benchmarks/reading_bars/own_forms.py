"""Beside the people's digits: forms of our own, varied, anywhere in any size by any pen, and MNIST in other stroke widths."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

import nncore
from nncore.augment.stroke_width import StrokeWidthChange
from tests.benchmarks.reading_bars.figure import Figure, told
from tests.sheet import SIDE, painted
from tests.written_digits import FORMS, strokes, varied

VARIATIONS = 40
REDRAWN = 3000  # of MNIST's test digits


def own_forms(network: nncore.Network, bars: str) -> Iterator[Figure]:
    """Accuracies on tests/written_digits.py, some forms of which lie near what networks learn from, and on MNIST redrawn."""
    rng = np.random.default_rng(0)
    labels, drawings = zip(*[(digit, placed(varied(strokes(form), rng=rng), rng=rng)) for digit, forms in FORMS.items()
                             for form in forms for _ in range(VARIATIONS)], strict=True)

    def right(images) -> float:
        return float((network.predict(nncore.as_inputs(np.stack(images))).argmax(axis=1) == labels).mean())

    yield told(f"    {len(labels):,} drawings of {sum(map(len, FORMS.values()))} forms of our own: from strokes "
               f"{right([nncore.prepare_strokes(lines) for lines in drawings]):.2%}, from pixels "
               f"{right([nncore.prepare_drawing(painted(lines, rng.uniform(4, 16))) for lines in drawings]):.2%}")
    test = nncore.load_mnist().test[:REDRAWN]
    redrawn = nncore.Digits(StrokeWidthChange(test.images, rng=rng)(np.arange(len(test))), test.labels)
    yield told(f"    MNIST's test digits drawn again in widths of 1.5 to 3.5 pixels: "
               f"{nncore.evaluate(network, redrawn).accuracy:.2%}, as they are: "
               f"{nncore.evaluate(network, nncore.load_mnist().test).accuracy:.2%}")


def placed(lines: list[np.ndarray], *, rng: np.random.Generator) -> list[np.ndarray]:
    """The same drawing at a random place of the sheet, 40 to 260 pixels high or wide."""
    points = np.concatenate(lines)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = rng.uniform(40, 260) / (high - low).max()
    corner = rng.uniform(20, SIDE - 20 - (high - low) * scale)
    return [(line - low) * scale + corner for line in lines]
