"""The charts that compare runs: their curves over each other, and a dot for each."""

from __future__ import annotations

import altair as alt
import pandas as pd

from nncore import Experiment, settings

from ..shared.charts import TRAINING, VALIDATION, are_numbers, baseline_rules, plotted

NEAR = 0.1  # a baseline further below all curves would squeeze them


def overlay(curves: dict[str, pd.DataFrame], bands: dict[str, pd.DataFrame], measure: str,
            baselines: dict[str, float]) -> alt.LayerChart:
    """`measure` (loss or accuracy) of several runs over the epochs: lines of validation, or of training where there is none.

    A band shows how a setting spreads over its seeds. Accuracy comes with a rule for each of the `baselines`, name -> accuracy.
    """
    parts = []
    for name, data in curves.items():
        series = VALIDATION if (data["series"] == VALIDATION).any() else TRAINING
        parts.append(data[data["series"] == series].assign(run=name))
    spread = pd.concat([data[data["measure"] == measure].assign(run=name) for name, data in bands.items()])
    percent = measure == "accuracy"
    form = ".2%" if percent else ".4f"
    x = alt.X("epoch:Q", title="epoch", axis=alt.Axis(tickMinStep=1, format="d"))
    scale, axis = alt.Scale(zero=not percent), alt.Axis(format="%" if percent else "")
    color = alt.Color("run:N", title=None, legend=alt.Legend(orient="top"))
    lines = alt.Chart(pd.concat(parts)).mark_line(point=True).encode(
        x=x, y=alt.Y(f"{measure}:Q", title=measure, scale=scale, axis=axis), color=color,
        tooltip=[alt.Tooltip("run:N", title="Run"), alt.Tooltip("series:N", title="Digits"),
                 alt.Tooltip("epoch:Q", title="Epoch", format=".2f"),
                 alt.Tooltip(f"{measure}:Q", title=measure.capitalize(), format=form)])
    areas = alt.Chart(spread.astype({"epoch": float, "low": float, "high": float})).mark_area(opacity=0.25).encode(
        x=x, y=alt.Y("low:Q", title=measure, scale=scale, axis=axis), y2="high:Q", color=color,
        tooltip=[alt.Tooltip("run:N", title="All seeds of"), alt.Tooltip("low:Q", title="Lowest", format=form),
                 alt.Tooltip("high:Q", title="Highest", format=form)])
    if not percent:
        return (areas + lines).properties(height=300)
    lowest = min((data["accuracy"].min() for data in parts if len(data)), default=0.0)
    near = {way: accuracy for way, accuracy in baselines.items() if accuracy > lowest - NEAR}
    return (areas + lines + baseline_rules(near)).properties(height=300)
PRICES = ("Parameters", "Multiply-adds", "Seconds")


def against_choices() -> list[str]:
    """What accuracy can be shown against: the price, and every setting."""
    return [*PRICES, *settings()]


def against_label(choice: str) -> str:
    """How a choice is called."""
    return choice.lower() if choice in PRICES else settings()[choice].label.lower()


def dots(experiments: list[Experiment], table: pd.DataFrame, against: str, baselines: dict[str, float]) -> alt.LayerChart:
    """A dot for each run: its test accuracy against a setting or a price, from the run log's `table`, a row an Experiment."""
    data = table[["Run", "Test"]].assign(value=table[against] if against in PRICES else
                                         [plotted(against, getattr(each, against)) for each in experiments])
    kind = "Q" if are_numbers(data["value"]) else "N"
    marks = alt.Chart(data).mark_circle(size=90).encode(
        x=alt.X(f"value:{kind}", title=against_label(against), scale=alt.Scale(zero=False) if kind == "Q" else alt.Undefined,
                axis=alt.Axis(format=",.12~g", tickCount=6) if kind == "Q" else alt.Undefined),
        y=alt.Y("Test:Q", title="test accuracy", scale=alt.Scale(zero=False), axis=alt.Axis(format="%")),
        tooltip=["Run:N", alt.Tooltip(f"value:{kind}", title=against_label(against)), alt.Tooltip("Test:Q", format=".2%")])
    above = {way: accuracy for way, accuracy in baselines.items() if accuracy > 0.5}
    return (marks + baseline_rules(above)).properties(height=280)
