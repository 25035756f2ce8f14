"""The charts of a run under way, and of a range test."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from nncore.runs.history import History
from nncore.runs.range_test import RangeTest

from ..shared.charts import (
    BASELINE_RULES,
    FIRST_COLOUR,
    QUIET,
    TRAINING,
    VALIDATION,
    Chart,
    baseline_table,
    nominal,
    quantitative,
)

MEASURES = ("accuracy", "loss")
EXPLAINED = {
    "accuracy": "Accuracy is the share of digits read right. Dashed is what three simple ways reach: guessing, the nearest of "
                "ten mean digits, and softmax regression, a network without a hidden layer.",
    "loss": "The loss says how surprised the network is by the right answers; learning makes it small.",
}
LEGEND = {"title": None, "legend": {"orient": "top", "offset": 2, "symbolSize": 60, "symbolOpacity": 1}}
SERIES = nominal("series", scale={"domain": [TRAINING, VALIDATION], "range": [QUIET, FIRST_COLOUR]}, **LEGEND)
SIGNS = nominal("series", scale={"domain": [TRAINING, VALIDATION], "range": ["stroke", "circle"]}, **LEGEND)  # a bare line, dots
CHANGES = {  # a rule where settings changed during the run
    "data": {"name": "changes"},
    "mark": {"type": "rule", "strokeWidth": 2, "strokeDash": [2, 3], "color": QUIET},
    "encoding": {"x": quantitative("epoch"), "tooltip": [nominal("what", title="Changed")]},
}
RATES = quantitative("rate", title="learning rate", scale={"type": "log", "nice": False}, axis={"format": "~g", "tickCount": 6})
ZONES = {"too small": QUIET, "good": "#2f8f5b", "too large": "#c2342b"}
LEFT_BUT_LAST = "datum.said == datum.end ? 'right' : 'left'"
RANGE_TEST = {
    "layer": [
        {"data": {"name": "zones"}, "mark": {"type": "rect", "fillOpacity": 0.14, "stroke": QUIET, "strokeDash": [2, 3]},
         "encoding": {"x": RATES, "x2": {"field": "end"},
                      "fill": nominal("zone", legend=None, scale={"domain": list(ZONES), "range": list(ZONES.values())})}},
        {"data": {"name": "zones"}, "mark": {"type": "text", "align": {"expr": LEFT_BUT_LAST}, "baseline": "top", "color": QUIET},
         "encoding": {"x": {**RATES, "field": "said"}, "text": nominal("zone"),  # a zone may be narrower than its name
                      "y": nominal("zone", axis=None, scale={"domain": list(ZONES), "range": [4, 18, 32]})}},
        {"data": {"name": "losses"}, "mark": {"type": "line"},
         "encoding": {"x": RATES, "y": quantitative("loss", title="loss", scale={"zero": False}),
                      "tooltip": [quantitative("rate", title="Learning rate", format=".2~r"),
                                  quantitative("loss", title="Loss", format=".3f")]}},
    ],
    "resolve": {"scale": {"y": "independent"}},
    "height": 220,
}


def learning_curve(history: History | None, planned: int, changes: list[tuple[float, str]], measure: str,
                   baselines: dict[str, float]) -> Chart:
    """`measure` (loss or accuracy) over the `planned` epochs for training and validation, and where settings were changed.

    Without a `history` it is empty. `changes` are (position in epochs, what changed). Accuracy comes with a rule for each of the
    `baselines`, name -> accuracy.
    """
    learned, held_back = (history.curve.points, history.validation) if history else ([], [])  # once: a run may replace them
    series = [TRAINING] * len(learned) + [VALIDATION] * len(held_back)
    points = np.array([*learned, *held_back], float).reshape(-1, 3)  # (points, 3): epoch, loss, accuracy
    tables = {
        "curve": {"series": np.array(series, str), "epoch": points[:, 0], measure: points[:, 1 if measure == "loss" else 2]},
        "changes": {"epoch": np.array([at for at, _ in changes], float), "what": np.array([what for _, what in changes], str)},
    }
    if measure == "accuracy":
        tables["baselines"] = baseline_table(baselines)
    return Chart(_learning_curve(measure, planned), tables)


@lru_cache(maxsize=64)
def _learning_curve(measure: str, planned: int) -> dict:
    """The specification of a learning curve: it changes with nothing but the number of epochs."""
    percent = measure == "accuracy"
    curve = {
        "data": {"name": "curve"},
        "encoding": {
            "x": quantitative("epoch", title="epoch", scale={"domain": [0, planned], "nice": False},
                              axis={"tickMinStep": 1, "tickCount": 8, "format": "d"}),
            "y": quantitative(measure, title=measure, scale={"zero": not percent}, axis={"format": "%" if percent else ""}),
            "color": SERIES,
            "tooltip": [nominal("series", title="Digits"), quantitative("epoch", title="Epoch", format=".2f"),
                        quantitative(measure, title=measure.capitalize(), format=".2%" if percent else ".4f")],
        },
        "layer": [
            {"mark": {"type": "line", "strokeWidth": 1.5, "opacity": 0.75}, "transform": _only(TRAINING)},
            {"mark": {"type": "line"}, "transform": _only(VALIDATION)},
            {"mark": {"type": "point", "filled": True, "opacity": 1}, "transform": _only(VALIDATION),
             "encoding": {"shape": SIGNS}},
        ],
    }
    return {"layer": [curve, CHANGES, BASELINE_RULES] if percent else [curve, CHANGES], "padding": 0}


def _only(series: str) -> list[dict]:
    """What leaves the points of one series."""
    return [{"filter": f"datum.series == '{series}'"}]


def range_test(test: RangeTest) -> Chart:
    """The smoothed loss against the learning rate, with the zones: too small, good, too large."""
    ends = [test.rates[0], test.slow, test.wild, test.rates[-1]]
    said = [*ends[:2], ends[-1]]  # where its name stands: at the left, of the last zone at the right
    return Chart(RANGE_TEST, {"zones": {"zone": list(ZONES), "rate": ends[:-1], "end": ends[1:], "said": said},
                              "losses": {"rate": test.rates, "loss": test.losses}})
