"""Digits by the stroke templates, as many of each in the long run, each in a hand of its own."""

from __future__ import annotations

import numpy as np

from ..digits import CLASSES
from .handwriting import Handwriting
from .stroke_templates import TEMPLATES


class TemplateDigits:
    """Writes digits; the templates are gathered once."""

    def __init__(self):
        self._handwriting = Handwriting([template for templates in TEMPLATES.values() for template in templates])
        self._first = np.cumsum([0, *map(len, TEMPLATES.values())])  # (CLASSES + 1,): where the templates of each digit begin

    def __call__(self, count: int, *, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """(images uint8 (count, 28, 28), labels uint8 (count,))."""
        labels = rng.integers(CLASSES, size=count)  # (count,)
        rows = rng.integers(self._first[labels], self._first[labels + 1])  # (count,)
        return self._handwriting.write(rows, rng=rng), labels.astype(np.uint8)
