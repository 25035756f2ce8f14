"""A chart is a function from data to a Vega-Lite specification and the tables that it draws; it knows nothing of the page.

The specification stays the same while its tables change, so that the browser redraws it without a blink. It is written as it is
sent, in Vega-Lite's own words (https://vega.github.io/vega-lite/docs/): to build it anew with Altair took up to 60 ms a poll.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from nncore.experiment import format_setting

QUIET = "#7b8596"  # of what stands beside the data, on light and on dark
FIRST_COLOUR = "#128a7d"  # of the data: the theme's first for series
TRAINING, VALIDATION = "training", "validation"

Table = Mapping[str, Sequence]  # column -> values


@dataclass(frozen=True)
class Chart:
    """A Vega-Lite specification, and by name the tables that it draws."""

    specification: dict
    tables: dict[str, Table]


def quantitative(field: str, **more) -> dict:
    """A column of numbers, as a channel of an encoding takes it; `more` as Vega-Lite has it."""
    return {"field": field, "type": "quantitative", **more}


def nominal(field: str, **more) -> dict:
    """A column of names in no order."""
    return {"field": field, "type": "nominal", **more}


def ordinal(field: str, **more) -> dict:
    """A column of things in an order."""
    return {"field": field, "type": "ordinal", **more}


SHORT = {"softmax regression": "softmax", "nearest mean digit": "nearest mean"}  # names that fit beside a chart on a phone
BASELINE_RULES = {  # a thin rule at the accuracy of each baseline, its name beside the chart, where no curve comes
    "data": {"name": "baselines"},
    "encoding": {"y": quantitative("accuracy")},
    "layer": [
        {"mark": {"type": "rule", "color": QUIET, "strokeDash": [4, 4]},
         "encoding": {"tooltip": [nominal("way"), quantitative("accuracy", format=".2%")]}},
        {"mark": {"type": "text", "align": "left", "baseline": "middle", "color": QUIET, "dx": 5},
         "encoding": {"text": nominal("name"), "x": {"value": "width"}}},
    ],
}


def baseline_table(baselines: dict[str, float]) -> Table:
    """The table "baselines" of BASELINE_RULES, from name -> accuracy."""
    return {"way": list(baselines), "name": [SHORT.get(way, way) for way in baselines], "accuracy": list(baselines.values())}


def plotted(name: str, value):
    """The value of a setting as a chart takes it: a number, or a name."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else format_setting(name, value)


def are_numbers(column: pd.Series) -> bool:
    """Whether the values of a table's column lie on a line, and are not names."""
    return column.dtype.kind in "iuf"
