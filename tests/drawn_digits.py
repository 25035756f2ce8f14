"""Digits that 60 people drew with a stylus: for measuring only, no network, setting or template has learned from them.

UJI Pen Characters (Version 2): F. Prat, M. J. Castro, D. Llorens, A. Marzal, J. M. Vilar, UCI Machine Learning Repository,
dataset 177 (2009), https://archive.ics.uci.edu/dataset/177, CC BY 4.0, https://creativecommons.org/licenses/by/4.0/.
`ujipen.npz` has of these the 1,200 digits, two of each by each writer. Changed: letters and signs are left out, and each digit is
scaled into the unit square, its aspect kept. The digits of writers with even numbers may be looked at, others are only counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.sheet import SIDE

FILE = Path(__file__).parent / "ujipen.npz"


@dataclass(frozen=True)
class DrawnDigit:
    """The strokes of a digit, float (points, 2) each, x to the right and y down; what it is; and the number of its writer."""

    strokes: list[np.ndarray]
    label: int
    writer: int

    def on_canvas(self, side: float = SIDE, size: float = 220) -> list[np.ndarray]:
        """The strokes so large, wide or tall, in the middle of a canvas of `side`."""
        points = np.concatenate(self.strokes)
        low, high = points.min(axis=0), points.max(axis=0)  # (2,)
        scale = size / max((high - low).max(), 1e-6)
        return [(stroke - (low + high) / 2) * scale + side / 2 for stroke in self.strokes]


def drawn_digits() -> list[DrawnDigit]:
    """All of them, as they stand in the file."""
    with np.load(FILE, allow_pickle=False) as file:
        points, strokes, digits = file["points"], file["stroke_offsets"], file["digit_offsets"]
        lines = [points[start:end].astype(float) for start, end in zip(strokes, strokes[1:], strict=False)]
        return [DrawnDigit(lines[start:end], int(label), int(writer)) for start, end, label, writer
                in zip(digits, digits[1:], file["labels"], file["writer"], strict=False)]
