"""Which of many digits look most like this one? Those that differ least from it, pixel by pixel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..digits import Digits, as_inputs


@dataclass(frozen=True)
class ClosestDigits:
    """Digits made ready to be compared: x, float32 (n, 784), are their pixels, `squares`, (n,), the squares of each summed."""

    digits: Digits
    x: np.ndarray
    squares: np.ndarray

    @classmethod
    def among(cls, digits: Digits) -> ClosestDigits:
        """Make `digits` ready: four bytes a pixel, so that a comparison is one matrix product."""
        x = as_inputs(digits.images)  # (n, 784)
        return cls(digits, x, np.einsum("ij,ij->i", x, x))

    def to(self, image: np.ndarray, most: int) -> np.ndarray:
        """The rows of the `most` digits that differ least from `image`, uint8 (28, 28), the closest first.

        The difference is |a - b|² = |a|² - 2 a·b + |b|²; the last is the same for all, and left out.
        """
        b = as_inputs(image[None])[0]  # (784,)
        return np.argsort(self.squares - 2 * (self.x @ b), kind="stable")[:most]
