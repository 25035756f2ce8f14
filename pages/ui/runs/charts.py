"""The charts that compare runs: their curves over each other, and a sign for each, in the run's own colour and shape."""

from __future__ import annotations

import math

import pandas as pd

from nncore import Experiment, settings

from ..shared.charts import (
    BASELINE_RULES,
    QUIET,
    TRAINING,
    VALIDATION,
    Chart,
    Table,
    are_numbers,
    baseline_table,
    nominal,
    plotted,
    quantitative,
)

NEAR = 0.1  # a baseline further below all curves would squeeze them
PRICES = {"Parameters": "parameters, the numbers that it learns", "Multiply-adds a digit": "multiplications to read a digit",
          "Seconds": "seconds of training"}
SHAPES = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down"]  # by place, with the theme's colours
MOST_COMPARED = len(SHAPES)  # as many as the theme has colours for series
MOST_SIGNS = 40  # of a curve; more would hide each other's shape
EPOCH = quantitative("epoch", title="epoch", axis={"tickMinStep": 1, "format": "d"})


def overlay(curves: dict[str, pd.DataFrame], bands: dict[str, pd.DataFrame], measure: str, baselines: dict[str, float],
            places: dict[str, int]) -> Chart:
    """`measure` (loss or accuracy) of several runs over the epochs: lines of validation, or of training where there is none.

    A band shows how a setting spreads over its seeds. Accuracy comes with a rule for each of the `baselines`, name -> accuracy.
    `places` says which of the theme's colours, and of the shapes, each run has.
    """
    parts = []
    for name, data in curves.items():
        series = VALIDATION if (data["series"] == VALIDATION).any() else TRAINING
        parts.append(_marked(data[data["series"] == series].assign(run=name)))
    lines = pd.concat(parts)[["run", "series", "epoch", measure, "marked"]]
    spread = pd.concat([data[data["measure"] == measure].assign(run=name) for name, data in bands.items()])
    tables = {"bands": spread[["run", "epoch", "low", "high"]].astype({"run": str, "epoch": float, "low": float, "high": float}),
              "lines": lines.astype({"run": str, "series": str, "epoch": float, measure: float, "marked": bool})}
    if measure == "accuracy":
        lowest = min((data["accuracy"].min() for data in parts if len(data)), default=0.0)
        tables["baselines"] = _near(baselines, lowest)
    return Chart(_overlay(measure, places), tables)


def _marked(points: pd.DataFrame) -> pd.DataFrame:
    """The points of a curve, those marked that carry the run's shape."""
    apart = math.ceil(len(points) / MOST_SIGNS)
    return points.assign(marked=[place % apart == 0 for place in range(len(points))])


def _in_colours(places: dict[str, int]) -> dict:
    """The scale that gives each run the colour of its place among the theme's; a place without a run has a name of blanks."""
    names = {place: name for name, place in places.items()}
    return {"domain": [names.get(place, " " * (place + 1)) for place in range(MOST_COMPARED)]}


def _in_shapes(places: dict[str, int]) -> dict:
    """The scale that gives each run the shape of its place."""
    return {**_in_colours(places), "range": SHAPES}


def _overlay(measure: str, places: dict[str, int]) -> dict:
    """The specification of an overlay."""
    legend = {"title": None, "legend": {"orient": "top", "columns": 3, "values": list(places), "symbolOpacity": 1,
                                     "symbolStrokeWidth": 0}}
    run, shape = (nominal("run", scale=scale, **legend) for scale in (_in_colours(places), _in_shapes(places)))
    percent = measure == "accuracy"
    form = ".2%" if percent else ".4f"
    up = {"title": measure, "scale": {"zero": not percent}, "axis": {"format": "%" if percent else ""}}
    areas = {
        "data": {"name": "bands"}, "mark": {"type": "area", "opacity": 0.25},
        "encoding": {"x": EPOCH, "y": quantitative("low", **up), "y2": {"field": "high"}, "color": run,
                     "tooltip": [nominal("run", title="All seeds of"), quantitative("low", title="Lowest", format=form),
                                 quantitative("high", title="Highest", format=form)]},
    }
    lines = {
        "data": {"name": "lines"},
        "encoding": {"x": EPOCH, "y": quantitative(measure, **up), "color": run,
                     "tooltip": [nominal("run", title="Run"), nominal("series", title="Digits"),
                                 quantitative("epoch", title="Epoch", format=".2f"),
                                 quantitative(measure, title=measure.capitalize(), format=form)]},
        "layer": [{"mark": {"type": "line"}},
                  {"mark": {"type": "point", "filled": True, "opacity": 1, "size": 50},
                   "transform": [{"filter": "datum.marked"}], "encoding": {"shape": shape}}],
    }
    return {"layer": [areas, lines, BASELINE_RULES] if percent else [areas, lines]}


def against_choices() -> list[str]:
    """What accuracy can be shown against: the price, and every setting."""
    return [*PRICES, *settings()]


def against_label(choice: str) -> str:
    """How a choice is called."""
    return PRICES.get(choice) or settings()[choice].label.lower()


def dots(experiments: list[Experiment], table: pd.DataFrame, against: str, baselines: dict[str, float],
         places: dict[str, int]) -> Chart:
    """A dot for each run: its test accuracy against a setting or a price, from the run log's `table`, a row an Experiment.

    `places` says which of the theme's colours, and of the shapes, those have that are compared; all others are grey and small.
    """
    priced = against in PRICES
    values = table[against] if priced else pd.Series([plotted(against, getattr(each, against)) for each in experiments])
    label = against_label(against)
    if are_numbers(values):
        step = {"tickMinStep": 1} if values.dtype.kind in "iu" else {}
        across = {"scale": {"zero": False, "nice": False, "padding": 12}, "axis": {"format": ",.12~r", "tickCount": 6, **step}}
        x, tip = quantitative("value", title=label, **across), quantitative("value", title=label)
    else:
        values = values.astype(str)
        x = tip = nominal("value", title=label)
    up = quantitative("Test", title="test accuracy", scale={"zero": False, "padding": 8}, axis={"format": "%"})
    colour, shape = ({"test": "datum.compared", **nominal("Run", scale=scale, legend=None)}
                     for scale in (_in_colours(places), _in_shapes(places)))
    marks = {
        "data": {"name": "runs"}, "mark": {"type": "point", "filled": True, "opacity": 1},
        "encoding": {"x": x, "y": up,
                     "color": {"condition": colour, "value": QUIET}, "shape": {"condition": shape, "value": "circle"},
                     "size": {"condition": {"test": "datum.compared", "value": 110}, "value": 35},
                     "tooltip": [nominal("Run"), tip, quantitative("Test", format=".2%")]},
    }
    return Chart({"layer": [marks, BASELINE_RULES]}, {
        "runs": {"Run": table["Run"], "value": values, "Test": table["Test"],
                 "compared": [name in places for name in table["Run"]]},
        "baselines": _near(baselines, table["Test"].min()),
    })


def _near(baselines: dict[str, float], lowest: float) -> Table:
    """Those of the `baselines` that are near the `lowest` accuracy, or above."""
    return baseline_table({way: each for way, each in baselines.items() if each > lowest - NEAR})
