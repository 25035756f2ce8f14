"""The charts of a layer: how its weights, gradients and activations are spread, beside how they were at the start."""

from __future__ import annotations

import numpy as np

from nncore.interpretability.activity import Histogram
from nncore.setting import rounded

from ..shared.charts import FIRST_COLOUR, QUIET, Chart, nominal, quantitative

SHARE = quantitative("share", title=None, axis={"format": "%", "tickCount": 3})
PLAIN = {"tickCount": 5, "grid": False}
DECIMALS = "format(pow(10, datum.value), datum.value < 0 ? '.' + -datum.value + 'f' : ',.0f')"  # 0.001, as all the app writes it
POWERS = {"tickCount": 4, "tickMinStep": 1, "labelExpr": DECIMALS, "grid": False}


def _specification(axis: dict) -> dict:
    """Bars for now, and a line in steps for the start."""
    def at(field: str) -> dict:
        return quantitative(field, title=None, scale={"nice": False, "zero": False}, axis=axis)

    tooltip = [nominal("when", title="When"), nominal("between", title="Between"),
               quantitative("share", title="Share of all", format=".2%")]
    return {"layer": [
        {"data": {"name": "now"}, "mark": {"type": "bar", "color": FIRST_COLOUR, "opacity": 0.6},
         "encoding": {"x": at("left"), "x2": {"field": "right"}, "y": SHARE, "y2": {"datum": 0},
                      "tooltip": tooltip}},
        {"data": {"name": "start"}, "mark": {"type": "line", "interpolate": "step-after", "color": QUIET, "strokeWidth": 1.5},
         "encoding": {"x": at("left"), "y": SHARE, "tooltip": tooltip}}]}


NUMBERS, SIZES = _specification(PLAIN), _specification(POWERS)


def numbers(histogram: Histogram) -> Chart:
    """The histogram of numbers of either sign."""
    return _chart(NUMBERS, histogram, histogram.edges)


def sizes(histogram: Histogram) -> Chart:
    """A histogram over powers of ten, as log10 of sizes has it: from one mark to the next it is ten or more times as much."""
    return _chart(SIZES, histogram, 10**histogram.edges)


def _chart(specification: dict, histogram: Histogram, said: np.ndarray) -> Chart:
    """`said` are the edges as a person reads them."""
    left, right = histogram.edges[:-1], histogram.edges[1:]
    between = [f"{rounded(low, 3)} and {rounded(high, 3)}" for low, high in zip(said[:-1], said[1:], strict=True)]
    tables = {name: {"left": left, "right": right, "share": share, "when": np.full(len(left), when), "between": between}
              for name, when, share in (("now", "now", histogram.now), ("start", "at the start", histogram.start))}
    return Chart(specification, tables)
