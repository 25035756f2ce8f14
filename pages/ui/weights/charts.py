"""The chart of a neuron: its weights to the next layer."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd


def outgoing_weights(weights: np.ndarray, neuron: int) -> alt.Chart:
    """Bars of the outgoing weights (outputs,) of hidden neuron `neuron`: up speaks for a next neuron, down against."""
    data = pd.DataFrame({"next": np.arange(len(weights)), "weight": np.asarray(weights, float)})
    data["sign"] = np.where(data["weight"] >= 0, "for", "against")
    return alt.Chart(data).mark_bar().encode(
        x=alt.X("next:O", title="neuron of the next layer",
                axis=alt.Axis(labelAngle=0, labelOverlap=True, ticks=False)),
        y=alt.Y("weight:Q", title="weight"),
        color=alt.Color("sign:N", scale=alt.Scale(domain=["for", "against"], range=["#c2342b", "#2456c7"]), legend=None),
        tooltip=[alt.Tooltip("next:O", title=f"From neuron {neuron} to neuron"),
                 alt.Tooltip("weight:Q", format=".4f", title="Weight")],
    ).properties(height=280)
