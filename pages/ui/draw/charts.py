"""The chart of an answer: a bar for each digit."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd


def probability_bars(probabilities: np.ndarray) -> alt.Chart:
    """Ten bars, 0 to 9 in order, for `probabilities` float (10,); the answer in the first colour."""
    data = pd.DataFrame({"digit": np.arange(10), "probability": np.asarray(probabilities, float)})
    data["part"] = np.where(data.index == data["probability"].idxmax(), "answer", "other digits")
    bars = alt.Chart(data).mark_bar(cornerRadiusEnd=3).encode(
        x=alt.X("digit:O", title=None, axis=alt.Axis(labelAngle=0, labelFontSize=15, ticks=False, domain=False)),
        y=alt.Y("probability:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", tickCount=5)),
        color=alt.Color("part:N", legend=None, scale=alt.Scale(domain=["answer", "validation", "other digits"])),
        tooltip=[alt.Tooltip("digit:O", title="Digit"), alt.Tooltip("probability:Q", title="Probability", format=".4%")],
    )
    return bars.properties(height=280)
