"""A probability is written in one way: 99.2%, and never 100%, as a network never is quite certain."""

from __future__ import annotations

import numpy as np


def per_cent(probability: float, decimals: int = 1) -> str:
    """A probability as text, rounded; never 100%, as a network never is quite certain. What is no number is a dash."""
    if not np.isfinite(probability):
        return "–"
    said = f"{probability:.{decimals}%}"
    return said if float(said[:-1]) < 100 else f">{100 - 10 ** -decimals:.{decimals}f}%"
