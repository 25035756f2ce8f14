"""The charts of a run under way, and of a range test."""

from __future__ import annotations

import altair as alt
import pandas as pd

from nncore.runs.history import History
from nncore.runs.range_test import RangeTest

from ..shared.charts import QUIET, TRAINING, VALIDATION, baseline_rules

SERIES = alt.Color("series:N", title=None, scale=alt.Scale(domain=[TRAINING, VALIDATION]), legend=alt.Legend(orient="top"))


def learning_curve(history: History, planned: int, changes: list[tuple[float, str]], measure: str,
                   baselines: dict[str, float]) -> alt.LayerChart:
    """`measure` (loss or accuracy) over the `planned` epochs for training and validation, and where settings were changed.

    Accuracy comes with a rule for each of the `baselines`, name -> accuracy.
    """
    percent = measure == "accuracy"
    rows = [(TRAINING, *point) for point in history.curve.points] + [(VALIDATION, *point) for point in history.validation]
    data = pd.DataFrame(rows, columns=["series", "epoch", "loss", "accuracy"])
    number = ".2%" if percent else ".4f"
    chart = alt.Chart(data[["series", "epoch", measure]]).encode(
        x=alt.X("epoch:Q", title="epoch", scale=alt.Scale(domain=[0, planned], nice=False),
                axis=alt.Axis(tickMinStep=1, tickCount=8, format="d")),
        y=alt.Y(f"{measure}:Q", title=measure, scale=alt.Scale(zero=not percent), axis=alt.Axis(format="%" if percent else "")),
        color=SERIES,
        tooltip=[alt.Tooltip("series:N", title="Digits"), alt.Tooltip("epoch:Q", title="Epoch", format=".2f"),
                 alt.Tooltip(f"{measure}:Q", title=measure.capitalize(), format=number)],
    )
    line = chart.transform_filter(f"datum.series == '{TRAINING}'").mark_line(strokeWidth=1.5, opacity=0.75)
    dots = chart.transform_filter(f"datum.series == '{VALIDATION}'").mark_line(point=True)
    parts = line + dots + _marks(changes)
    return (parts + baseline_rules(baselines) if percent else parts).properties(height=280)


def _marks(changes: list[tuple[float, str]]) -> alt.Chart:
    """A rule where settings changed during the run, (position in epochs, what changed) each."""
    data = pd.DataFrame({"epoch": [at for at, _ in changes], "what": [what for _, what in changes]}, dtype=object)
    return alt.Chart(data.astype({"epoch": float})).mark_rule(strokeWidth=2, strokeDash=[2, 3], color=QUIET).encode(
        x="epoch:Q", tooltip=[alt.Tooltip("what:N", title="Changed")])


def range_test(test: RangeTest) -> alt.LayerChart:
    """The smoothed loss against the learning rate, with the zones: too small, good, too large."""
    rates = alt.X("rate:Q", title="learning rate", scale=alt.Scale(type="log", nice=False),
                  axis=alt.Axis(format="~g", tickCount=6))
    line = alt.Chart(pd.DataFrame({"rate": test.rates, "loss": test.losses})).mark_line().encode(
        x=rates, y=alt.Y("loss:Q", title="loss", scale=alt.Scale(zero=False)),
        tooltip=[alt.Tooltip("rate:Q", title="Learning rate", format=".2g"), alt.Tooltip("loss:Q", title="Loss", format=".3f")])
    zones = pd.DataFrame({"zone": ["too small", "good", "too large"], "rate": [test.rates[0], test.slow, test.wild],
                          "end": [test.slow, test.wild, test.rates[-1]]})
    areas = alt.Chart(zones).mark_rect(opacity=0.14).encode(
        x=rates, x2="end:Q", color=alt.Color("zone:N", title=None, legend=alt.Legend(orient="top"),
                                             scale=alt.Scale(domain=list(zones["zone"]), range=[QUIET, "#2f8f5b", "#c2342b"])))
    return (areas + line).properties(height=220)
