"""An answer is ten probabilities: the highest says which digit it is, and how sure the network is of that."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Answer:
    """`probabilities` of the ten digits, float32 (10,)."""

    probabilities: np.ndarray

    @property
    def digit(self) -> int:
        return int(self.probabilities.argmax())

    @property
    def confidence(self) -> float:
        return float(self.probabilities.max())
