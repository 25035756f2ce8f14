"""A chart is a function from data to a picture; it knows nothing of the page.

The specification of a chart stays the same while its data changes: the browser then redraws it without a blink.
"""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from nncore import Experiment, settings
from nncore.comparison import word
from nncore.rate_test import RateTest
from nncore.record import Record

NEAR = 0.1  # a baseline further below all curves would squeeze them
QUIET = "#8a94a6"  # of what stands beside the data, on light and on dark
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


def learning_curve(record: Record, planned: int, changes: list[tuple[float, str]], measure: str,
                   baselines: dict[str, float]) -> alt.LayerChart:
    """`measure` (loss or accuracy) over the `planned` epochs for training and validation, and where settings were changed.

    Accuracy comes with a rule for each of the `baselines`, name -> accuracy.
    """
    percent = measure == "accuracy"
    rows = [(TRAINING, *point) for point in record.curve.points] + [(VALIDATION, *point) for point in record.validation]
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
    return (parts + _rules(baselines) if percent else parts).properties(height=280)


def _marks(changes: list[tuple[float, str]]) -> alt.Chart:
    """A rule where settings changed during the run, (position in epochs, what changed) each."""
    data = pd.DataFrame({"epoch": [at for at, _ in changes], "what": [what for _, what in changes]}, dtype=object)
    return alt.Chart(data.astype({"epoch": float})).mark_rule(strokeWidth=2, strokeDash=[2, 3], color=QUIET).encode(
        x="epoch:Q", tooltip=[alt.Tooltip("what:N", title="Changed")])


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
    return (areas + lines + _rules(near)).properties(height=300)


def _rules(baselines: dict[str, float]) -> alt.LayerChart:
    """A thin rule with its name at the accuracy of each baseline."""
    rules = alt.Chart(pd.DataFrame({"way": list(baselines), "accuracy": list(baselines.values())})).encode(y="accuracy:Q")
    named = rules.mark_text(align="right", dx=-4, dy=-6, color=QUIET).encode(x=alt.value("width"), text="way:N")
    exact = ["way:N", alt.Tooltip("accuracy:Q", format=".2%")]
    return rules.mark_rule(strokeDash=[4, 4], color=QUIET).encode(tooltip=exact) + named


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
    return (marks + _rules(above)).properties(height=280)


def plotted(name: str, value):
    """The value of a setting as a chart takes it: a number, or a name."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else word(name, value)


def are_numbers(values: pd.Series) -> bool:
    """Whether `values` lie on a line, and are not names."""
    return pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)


def rate_test(test: RateTest) -> alt.LayerChart:
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
