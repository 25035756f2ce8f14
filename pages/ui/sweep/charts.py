"""Charts of a sweep: which settings do well on validation digits, and which of them matter. Functions from data to a picture."""

from __future__ import annotations

import math

import pandas as pd

from nncore import settings
from nncore.runs.sweep import WIDE

from ..shared.charts import QUIET, Chart, Table, are_numbers, nominal, quantitative

COLORS = ["#8a5cd6", "#2f8fb5", "#37a862", "#d8b511"]  # from bad to good, all legible on light and on dark
DARK, LIGHT = "#16181d", "#ffffff"  # of words on them
ACCURACY = quantitative("Validation", title="validation accuracy", scale={"range": COLORS},
                        legend={"format": ".0%", "orient": "bottom", "gradientLength": 240})
EXACT = quantitative("Validation", title="Validation accuracy", format=".2%")
TIP = [nominal("Settings"), EXACT]
FEW = 8  # values of a number that are shown as names, in a grid


def heat_map(table: pd.DataFrame, x: str, y: str) -> Chart:
    """The mean validation accuracy for each pair of values of two settings; dots where numbers were drawn at random."""
    if _drawn(table[x]) or _drawn(table[y]):
        return Chart({
            "data": {"name": "runs"}, "mark": {"type": "circle", "size": 160}, "height": 320,
            "encoding": {"x": _axis(table, x), "y": _axis(table, y), "color": ACCURACY, "tooltip": TIP},
        }, {"runs": _columns(table, x, y)})
    cells = table.groupby([x, y], sort=False, dropna=False).agg(Validation=("Validation", "mean"), Runs=("Validation", "size"))
    cells = cells.reset_index()
    orders = {name: [_name(value) for value in sorted(table[name].unique(), key=_place)] for name in (x, y)}
    columns = {x: cells[x].map(_name), y: cells[y].map(_name), "Validation": cells["Validation"], "Runs": cells["Runs"],
               "bright": cells["Validation"] > cells["Validation"].quantile(0.5)}
    return Chart({
        "data": {"name": "cells"}, "height": 320,
        "encoding": {"x": nominal(x, title=_label(x), sort=orders[x], axis={"labelAngle": 0}),
                     "y": nominal(y, title=_label(y), sort=orders[y][::-1]),
                     "tooltip": [nominal(x, title=_label(x)), nominal(y, title=_label(y)), EXACT, quantitative("Runs")]},
        "layer": [
            {"mark": {"type": "rect"}, "encoding": {"color": ACCURACY}},
            {"mark": {"type": "text", "fontSize": 14, "fontWeight": "bold"}, "encoding": {
                "text": quantitative("Validation", format=".1%"),
                "color": {"condition": {"test": "datum.bright", "value": DARK}, "value": LIGHT}}},
        ],
    }, {"cells": columns})


def one_setting(table: pd.DataFrame, name: str) -> Chart:
    """Validation accuracy against the one setting that was tried."""
    return Chart({
        "data": {"name": "runs"}, "mark": {"type": "circle", "size": 120}, "height": 320,
        "encoding": {"x": _axis(table, name), "tooltip": TIP,
                     "y": quantitative("Validation", title="validation accuracy", scale={"zero": False}, axis={"format": "%"})},
    }, {"runs": _columns(table, name)})


def parallel_coordinates(table: pd.DataFrame, names: tuple[str, ...]) -> Chart:
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
    return Chart(_parallel(titles), {"lines": pd.DataFrame(lines), "marks": pd.DataFrame(marks)})


def _parallel(titles: list[str]) -> dict:
    """The specification of parallel coordinates with axes of these names."""
    return {
        "height": 300,
        "encoding": {"x": nominal("axis", title=None, sort=titles, axis={"labelAngle": 0, "grid": True, "orient": "top"},
                                  scale={"type": "point", "padding": 0.4}),
                     "y": quantitative("height", axis=None, scale={"domain": [-0.05, 1.05]})},
        "layer": [
            {"data": {"name": "lines"}, "mark": {"type": "line", "strokeWidth": 2, "opacity": 0.8},
             "encoding": {"detail": nominal("run"), "color": ACCURACY, "tooltip": TIP}},
            {"data": {"name": "marks"},
             "mark": {"type": "text", "align": "left", "dx": 6, "dy": -8, "color": QUIET, "fontSize": 12},
             "encoding": {"text": nominal("value")}},
        ],
    }


def _columns(table: pd.DataFrame, *names: str) -> Table:
    """The columns of a chart that shows these settings of each run."""
    shown = {name: table[name] if are_numbers(table[name]) else table[name].map(str) for name in names}
    return {**shown, "Settings": table["Settings"], "Validation": table["Validation"]}


def _heights(values: pd.Series) -> list[float]:
    """Where values stand on their axis, 0 to 1: numbers by size, by their logarithm if they are wide apart; names in order."""
    if are_numbers(values):
        low, high = values.min(), values.max()
        if low > 0 and high > WIDE * low:
            values, low, high = values.map(math.log), math.log(low), math.log(high)
        return [0.5 if high == low else float((value - low) / (high - low)) for value in values]
    names = sorted(values.unique(), key=_place)
    return [names.index(value) / max(len(names) - 1, 1) for value in values]


def _axis(table: pd.DataFrame, name: str) -> dict:
    """The axis of a setting: a line of numbers, by logarithm if they are wide apart, or names."""
    if not are_numbers(table[name]):
        return nominal(name, title=_label(name), axis={"labelAngle": 0})
    wide = table[name].min() > 0 and table[name].max() > WIDE * table[name].min()
    scale = {"type": "log", "padding": 12} if wide else {"type": "linear", "zero": False, "padding": 12}
    return quantitative(name, title=_label(name), scale=scale, axis={"format": "~g", "tickCount": 6})


def _drawn(values: pd.Series) -> bool:
    return are_numbers(values) and values.nunique() > FEW


def _place(value):
    """What sorts values: numbers by size, names by their letters."""
    return (0, value, "") if isinstance(value, int | float) else (1, 0, str(value))


def _name(value) -> str:
    return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _label(name: str) -> str:
    return settings()[name].label.lower()
