"""The chart of an answer: a bar for each digit."""

from __future__ import annotations

import numpy as np

from ..shared.charts import Chart, nominal, ordinal, quantitative

BARS = {
    "data": {"name": "answer"},
    "mark": {"type": "bar", "cornerRadiusEnd": 3},
    "encoding": {
        "x": ordinal("digit", title=None, axis={"labelAngle": 0, "labelFontSize": 15, "ticks": False, "domain": False}),
        "y": quantitative("probability", title=None, scale={"domain": [0, 1]}, axis={"format": "%", "tickCount": 5}),
        "color": nominal("part", legend=None, scale={"domain": ["answer", "other digits"], "range": ["#3f76e0", "#7b8596"]}),
        "tooltip": [ordinal("digit", title="Digit"), quantitative("probability", title="Probability", format=".4%")],
    },
    "height": 280,
}


def probability_bars(probabilities: np.ndarray) -> Chart:
    """Ten bars, 0 to 9 in order, for `probabilities` float (10,); the answer in the first colour."""
    digits = np.arange(10)
    parts = np.where(digits == probabilities.argmax(), "answer", "other digits")
    return Chart(BARS, {"answer": {"digit": digits, "probability": probabilities, "part": parts}})
