"""Charts of a sweep: which settings do well on validation digits, and which of them matter. Functions from data to a picture."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pandas as pd

from nncore import settings
from nncore.runs.sweep import WIDE
from nncore.setting import written

from ..shared.charts import FIRST_COLOUR, QUIET, Chart, Table, are_numbers, nominal, quantitative

LINES = [QUIET, FIRST_COLOUR]  # of lines and dots, from bad to good: each 3 to 1 on light and on dark
CELLS = [(74, 84, 102), (94, 211, 192)]  # of cells, from bad to good, with a frame around and the number within
DARK, LIGHT = "#000000", "#ffffff"  # of numbers on them: one of the two is always 4.5 to 1
MIDDLE = 0.179  # the luminance from which it is the dark one
LOST = "exploded or failed"
ACCURACY = quantitative("Validation", title="validation accuracy (thicker: higher)", scale={"range": LINES, "interpolate": "rgb"},
                        legend={"format": ".0%", "orient": "bottom", "gradientLength": 240, "type": "gradient", "titleLimit": 0})
EXACT = quantitative("Validation", title="Validation accuracy", format=".2%")
TIP = [nominal("Settings"), EXACT]
FEW = 8  # values of a number that are shown as names, in a grid, and each on an axis
APART = 0.14  # of an axis's height, between two values written beside it


def is_grid(table: pd.DataFrame, tried: tuple[str, ...]) -> bool:
    """Whether the runs lie on a grid that can be shown: few values of the first two settings."""
    return not any(_many(table[name]) for name in tried[:2])


def grid(table: pd.DataFrame, x: str, y: str | None) -> Chart:
    """All cells of a sweep from its start: the mean validation accuracy of each, where a run is done; the best with a star.

    A cell is a pair of values of two settings, or a value of the only one, where `y` is None.
    """
    names = [x, y] if y else [x]
    cells = table.groupby(names, sort=False, dropna=False).agg(
        Validation=("Validation", "mean"), Runs=("Validation", "size"), Done=("Validation", "count"),
        Lost=("State", lambda states: (states == LOST).all())).reset_index()
    low, best = cells["Validation"].min(), cells["Validation"].max()
    cells["share"] = (cells["Validation"] - low) / (best - low) if best > low else cells["Validation"] * 0 + 1
    columns = {name: cells[name].map(_name) for name in names}
    columns |= {each: cells[each] for each in ("Validation", "share", "Runs", "Done")}
    columns["said"] = ["✗" if lost else "…" if done == 0 else f"{'★ ' if mean == best else ''}{mean:.1%}"
                       for lost, done, mean in zip(cells["Lost"], cells["Done"], cells["Validation"], strict=True)]
    columns["bright"] = [_luminance(share) > MIDDLE for share in cells["share"]]
    return Chart(_grid(table, x, y), {"cells": columns})


def _grid(table: pd.DataFrame, x: str, y: str | None) -> dict:
    """The specification of a grid."""
    def axis(name: str, upwards: bool) -> dict:
        order = [_name(value) for value in sorted(table[name].unique(), key=_place)]
        above = {"titleAngle": 0, "titleAlign": "left", "titleX": 0, "titleY": -10} if upwards else {}  # not cut off
        return nominal(name, title=_label(name), sort=order[::-1] if upwards else order,
                       axis={"labelAngle": 0, "ticks": False, **above})

    fill = quantitative("share", legend=None, scale={
        "domain": [0, 1], "range": ["#{:02x}{:02x}{:02x}".format(*colour) for colour in CELLS], "interpolate": "rgb"})
    ink = [{"test": "!isValid(datum.share)", "value": QUIET}, {"test": "datum.bright", "value": DARK}]
    places = {"x": axis(x, False), "tooltip": [*(nominal(name, title=_label(name)) for name in (x, y) if name), EXACT,
                                               quantitative("Done", title="Runs done"), quantitative("Runs", title="of")]}
    return {
        "data": {"name": "cells"},
        "encoding": places | ({"y": axis(y, True)} if y else {}),
        "layer": [
            {"mark": {"type": "rect"}, "encoding": {"color": fill}},
            {"mark": {"type": "rect", "stroke": QUIET, "filled": False}},
            {"mark": {"type": "text", "fontSize": 14, "fontWeight": "bold"},
             "encoding": {"text": nominal("said"), "color": {"condition": ink, "value": LIGHT}}},
        ],
    }


def _luminance(share: float) -> float:
    """How bright the cell is whose accuracy lies so far between the worst and the best, 0 to 1 (WCAG's relative luminance)."""
    if math.isnan(share):
        return 0.0
    parts = [(low + share * (high - low)) / 255 for low, high in zip(*CELLS, strict=True)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def drawn(table: pd.DataFrame, x: str, y: str) -> Chart:
    """A dot for each run of a sweep from its start, at its values of two settings: a small ring while it is to come.

    Then it is the greener and the larger the more accurate, and the best has a star.
    """
    best = table["Validation"].max()
    return Chart({
        "data": {"name": "runs"}, "encoding": {"x": _axis(table, x), "y": _axis(table, y), "tooltip": TIP},
        "layer": [{"mark": {"type": "point", "filled": False, "size": 40, "color": QUIET, "opacity": 1}},
                  {"mark": {"type": "circle", "opacity": 1}, "encoding": {
                      "color": {**ACCURACY, "legend": None},
                      "size": quantitative("Validation", legend=None, scale={"range": [50, 350], "zero": False})}},
                  {"mark": {"type": "text", "dy": -16, "fontSize": 13, "color": QUIET}, "encoding": {"text": nominal("star")}}],
    }, {"runs": {**_columns(table, x, y), "star": [f"★ {each:.1%}" if each == best else "" for each in table["Validation"]]}})


def one_setting(table: pd.DataFrame, name: str) -> Chart:
    """Validation accuracy against the one setting that was tried; a tick below for each run, those to come, too."""
    up = quantitative("Validation", title="validation accuracy", scale={"zero": False}, axis={"format": "%"})
    return Chart({
        "data": {"name": "runs"}, "encoding": {"x": _axis(table, name), "tooltip": TIP},
        "layer": [
            {"mark": {"type": "tick", "color": QUIET, "thickness": 2}, "encoding": {"y": {"value": "height"}}},
            {"mark": {"type": "circle", "size": 120, "opacity": 1, "color": LINES[-1]}, "encoding": {"y": up}},
        ],
    }, {"runs": _columns(table, name)})


def parallel_coordinates(table: pd.DataFrame, names: tuple[str, ...]) -> Chart:
    """A line for each run, through its value of each setting to its validation accuracy, coloured by that, and as thick."""
    titles = [*map(_label, names), "validation"]
    lines, marks = [], []
    for axis, title in zip([*names, "Validation"], titles, strict=True):
        heights = _heights(table[axis])
        lines += [{"run": run, "axis": title, "height": height, "Validation": accuracy, "Settings": said} for
                  run, height, accuracy, said in zip(table.index, heights, table["Validation"], table["Settings"], strict=True)]
        at = dict(zip(heights, table[axis], strict=True))
        marks += [{"axis": title, "height": height, "value": f"{at[height]:.1%}" if axis == "Validation" else _name(at[height])}
                  for height in _apart(at)]
    return Chart(_parallel(titles), {"lines": pd.DataFrame(lines), "marks": pd.DataFrame(marks)})


def _apart(heights: Iterable[float]) -> list[float]:
    """As many of these heights as can be written beside each other: both ends, and what is between with room around."""
    low, *rest = sorted(heights)
    kept = [low]
    for height in rest:
        if height - kept[-1] >= APART and (height == rest[-1] or rest[-1] - height >= APART):
            kept.append(height)
    return kept


def _parallel(titles: list[str]) -> dict:
    """The specification of parallel coordinates with axes of these names."""
    return {
        "encoding": {"x": nominal("axis", title=None, sort=titles, scale={"type": "point", "padding": 0.4},
                                  axis={"labelAngle": 0, "labelLimit": 0, "grid": True, "orient": "top"}),
                     "y": quantitative("height", axis=None, scale={"domain": [-0.05, 1.05]})},
        "layer": [
            {"data": {"name": "lines"}, "mark": {"type": "line", "opacity": 0.8},
             "encoding": {"detail": nominal("run"), "color": ACCURACY, "tooltip": TIP,
                          "size": quantitative("Validation", legend=None, scale={"range": [1, 4], "zero": False})}},
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
        order = [*map(str, sorted(table[name].unique(), key=_place))]
        return nominal(name, title=_label(name), axis={"labelAngle": 0}, sort=order)
    wide = table[name].min() > 0 and table[name].max() > WIDE * table[name].min()
    scale = {"type": "log", "nice": False} if wide else {"type": "linear", "zero": False}
    axis = {"format": ",.12~r", "tickCount": 6, "labelOverlap": True}
    if not _many(table[name]):
        axis["values"] = sorted(float(value) for value in table[name].unique())
    return quantitative(name, title=_label(name), scale={**scale, "padding": 12}, axis=axis)


def _many(values: pd.Series) -> bool:
    return are_numbers(values) and values.nunique() > FEW


def _place(value):
    """What sorts values: numbers by size, names by their letters."""
    return (0, value, "") if isinstance(value, int | float) else (1, 0, str(value))


def _name(value) -> str:
    return written(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _label(name: str) -> str:
    return settings()[name].label.lower()
