"""The chart of the digits that a neuron speaks for."""

from __future__ import annotations

import numpy as np

from ..shared.charts import Chart, ordinal, quantitative
from ..shared.neuron_charts import DIGIT_AXIS, bars, signs

DIGITS = bars(ordinal("digit", title=None, axis=DIGIT_AXIS),
              quantitative("score", title="score", axis={"tickCount": 4}),
              [ordinal("digit", title="Digit"), quantitative("score", title="Its score falls by", format=".4f")])


def digits_spoken_for(scores: np.ndarray) -> Chart:
    """Ten bars: how much each digit's score, of `scores` (10,), falls without the neuron; down: it rises."""
    return Chart(DIGITS, {"bars": {"digit": np.arange(len(scores)), "score": scores, "sign": signs(scores)}})
