"""Charts of a sweep: which settings do well on validation digits, and which of them matter. Functions from data to a picture."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from nncore import settings
from nncore.runs.sweep import WIDE

from ..shared.charts import QUIET, are_numbers

COLORS = ["#8a5cd6", "#2f8fb5", "#37a862", "#d8b511"]  # from bad to good, all legible on light and on dark
ACCURACY = alt.Color("Validation:Q", title="validation accuracy", scale=alt.Scale(range=COLORS),
                     legend=alt.Legend(format=".0%", orient="bottom", gradientLength=240))
EXACT = alt.Tooltip("Validation:Q", title="Validation accuracy", format=".2%")
TIP = [alt.Tooltip("Settings:N"), EXACT]
FEW = 8  # values of a number that are shown as names, in a grid


def heat_map(table: pd.DataFrame, x: str, y: str) -> alt.LayerChart:
    """The mean validation accuracy for each pair of values of two settings; dots where numbers were drawn at random."""
    if _drawn(table[x]) or _drawn(table[y]):
        return alt.layer(alt.Chart(table).mark_circle(size=160).encode(x=_axis(table, x, alt.X), y=_axis(table, y, alt.Y),
                                                                       color=ACCURACY, tooltip=TIP)).properties(height=320)
    cells = table.groupby([x, y], sort=False, dropna=False).agg(Validation=("Validation", "mean"), Runs=("Validation", "size"))
    cells = cells.reset_index()
    orders = {name: [_name(value) for value in sorted(table[name].unique(), key=_place)] for name in (x, y)}
    for name in (x, y):
        cells[name] = cells[name].map(_name)
    shown = alt.Chart(cells).encode(x=alt.X(f"{x}:N", title=_label(x), sort=orders[x], axis=alt.Axis(labelAngle=0)),
                                    y=alt.Y(f"{y}:N", title=_label(y), sort=orders[y][::-1]))
    tip = [alt.Tooltip(f"{x}:N", title=_label(x)), alt.Tooltip(f"{y}:N", title=_label(y)),
           EXACT, alt.Tooltip("Runs:Q")]
    words = shown.mark_text(fontSize=14, fontWeight="bold").encode(
        text=alt.Text("Validation:Q", format=".1%"), tooltip=tip,
        color=alt.condition(alt.datum.Validation > cells["Validation"].quantile(0.5), alt.value("#16181d"), alt.value("#ffffff")))
    return (shown.mark_rect().encode(color=ACCURACY, tooltip=tip) + words).properties(height=320)


def one_setting(table: pd.DataFrame, name: str) -> alt.Chart:
    """Validation accuracy against the one setting that was tried."""
    return alt.Chart(table).mark_circle(size=120).encode(
        x=_axis(table, name, alt.X), tooltip=TIP,
        y=alt.Y("Validation:Q", title="validation accuracy", scale=alt.Scale(zero=False),
                axis=alt.Axis(format="%"))).properties(height=320)


def parallel_coordinates(table: pd.DataFrame, names: tuple[str, ...]) -> alt.LayerChart:
    """A line for each run, through its value of each setting to its validation accuracy, coloured by that."""
    axes = [*names, "Validation"]
    titles = [*map(_label, names), "validation accuracy"]
    lines, marks = [], []
    for axis, title in zip(axes, titles, strict=True):
        heights = _heights(table[axis])
        lines += [{"run": run, "axis": title, "height": height, "Validation": accuracy, "Settings": said} for
                  run, height, accuracy, said in zip(table.index, heights, table["Validation"], table["Settings"], strict=True)]
        ends = dict(zip(heights, table[axis], strict=True))
        if len(ends) > FEW:
            ends = {height: ends[height] for height in (min(ends), max(ends))}
        marks += [{"axis": title, "height": height, "value": f"{value:.1%}" if axis == "Validation" else _name(value)}
                  for height, value in ends.items()]
    across = alt.X("axis:N", title=None, sort=titles, axis=alt.Axis(labelAngle=0, grid=True, orient="top"),
                   scale=alt.Scale(type="point", padding=0.4))
    up = alt.Y("height:Q", axis=None, scale=alt.Scale(domain=[-0.05, 1.05]))
    drawn = alt.Chart(pd.DataFrame(lines)).mark_line(strokeWidth=2, opacity=0.8).encode(
        x=across, y=up, detail="run:N", color=ACCURACY, tooltip=TIP)
    words = alt.Chart(pd.DataFrame(marks)).mark_text(align="left", dx=6, dy=-8, color=QUIET, fontSize=12).encode(
        x=across, y=up, text="value:N")
    return (drawn + words).properties(height=300)


def _heights(values: pd.Series) -> list[float]:
    """Where values stand on their axis, 0 to 1: numbers by size, by their logarithm if they are wide apart; names in order."""
    if are_numbers(values):
        low, high = values.min(), values.max()
        if low > 0 and high > WIDE * low:
            values, low, high = values.map(math.log), math.log(low), math.log(high)
        return [0.5 if high == low else float((value - low) / (high - low)) for value in values]
    names = sorted(values.unique(), key=_place)
    return [names.index(value) / max(len(names) - 1, 1) for value in values]


def _axis(table: pd.DataFrame, name: str, channel):
    """The axis of a setting: a line of numbers, by logarithm if they are wide apart, or names."""
    if not are_numbers(table[name]):
        return channel(f"{name}:N", title=_label(name), axis=alt.Axis(labelAngle=0))
    wide = table[name].min() > 0 and table[name].max() > WIDE * table[name].min()
    return channel(f"{name}:Q", title=_label(name), scale=alt.Scale(type="log" if wide else "linear", zero=False, padding=12),
                   axis=alt.Axis(format="~g", tickCount=6))


def _drawn(values: pd.Series) -> bool:
    return are_numbers(values) and values.nunique() > FEW


def _place(value):
    """What sorts values: numbers by size, names by their letters."""
    return (0, value, "") if isinstance(value, int | float) else (1, 0, str(value))


def _name(value) -> str:
    return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _label(name: str) -> str:
    return settings()[name].label.lower()
