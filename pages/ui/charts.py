"""A chart is a function from data to a picture; it knows nothing of the page.

The specification of a chart stays the same while its data changes: the browser then redraws it without a blink.
"""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

TRAINING, VALIDATION = "training", "validation"
SERIES = alt.Color("series:N", title=None, scale=alt.Scale(domain=[TRAINING, VALIDATION]), legend=alt.Legend(orient="top"))


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


def learning_curve(run, measure: str, title: str, percent: bool) -> alt.Chart:
    """`measure` (loss or accuracy) over the epochs for training and validation, of a run with `curve` and `validation`."""
    rows = [(TRAINING, *point) for point in run.curve.points] + [(VALIDATION, *point) for point in run.validation]
    data = pd.DataFrame(rows, columns=["series", "step", "loss", "accuracy"])
    data["epoch"] = data["step"] / run.training.steps_per_epoch
    number = ".2%" if percent else ".4f"
    chart = alt.Chart(data[["series", "epoch", measure]]).encode(
        x=alt.X("epoch:Q", title="epoch", scale=alt.Scale(domain=[0, run.training.epochs], nice=False),
                axis=alt.Axis(tickMinStep=1, tickCount=8, format="d")),
        y=alt.Y(f"{measure}:Q", title=title, scale=alt.Scale(zero=not percent), axis=alt.Axis(format="%" if percent else "")),
        color=SERIES,
        tooltip=[alt.Tooltip("series:N", title="Digits"), alt.Tooltip("epoch:Q", title="Epoch", format=".2f"),
                 alt.Tooltip(f"{measure}:Q", title=title.capitalize(), format=number)],
    )
    line = chart.transform_filter(f"datum.series == '{TRAINING}'").mark_line(strokeWidth=1.5, opacity=0.75)
    dots = chart.transform_filter(f"datum.series == '{VALIDATION}'").mark_line(point=True)
    return (line + dots).properties(height=280)


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
