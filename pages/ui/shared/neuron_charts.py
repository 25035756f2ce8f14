"""The charts of one neuron, wherever it is looked at: its weights to the next layer, and what it says to each digit."""

from __future__ import annotations

import numpy as np

from .charts import QUIET, Chart, nominal, ordinal, quantitative

FOR, AGAINST = "#c85f0b", "#7b52cc"  # as in look.css
SIGN = nominal("sign", legend=None, scale={"domain": ["for", "against"], "range": [FOR, AGAINST]})
DIGIT_AXIS = {"labelAngle": 0, "labelFontSize": 13, "ticks": False}


def bars(x: dict, y: dict, tooltip: list[dict]) -> dict:
    """A specification of bars in the colours of their sign."""
    return {"data": {"name": "bars"}, "mark": {"type": "bar"},
            "encoding": {"x": x, "y": y, "color": SIGN, "tooltip": tooltip}}


def _over_neurons(title: str, to: str) -> dict:
    """Bars of weights over the neurons of a layer, by number: 1,024 names would take long."""
    drawn = bars(quantitative("left", title=title, scale={"nice": False},
                              axis={"tickMinStep": 1, "tickCount": 12, "labelBound": True, "grid": False, "format": "d"}),
                 quantitative("weight", title="weight", axis={"tickCount": 4}),
                 [ordinal("from", title="From neuron"), ordinal("next", title=to),
                  quantitative("weight", title="Weight", format=".4f")])
    drawn["encoding"] |= {"x2": {"field": "right"}, "y2": {"datum": 0}}
    return drawn


TO_NEURONS = _over_neurons("neuron of the next layer", "To neuron")
FROM_NEURONS = _over_neurons("neuron of the last hidden layer", "To digit")
TO_DIGITS = bars(ordinal("next", title="digit that it tells", axis=DIGIT_AXIS),
                 quantitative("weight", title="weight", axis={"tickCount": 4}),
                 [ordinal("from", title="From neuron"), ordinal("next", title="To digit"),
                  quantitative("weight", title="Weight", format=".4f")])
RESPONSES = {"data": {"name": "bars"}, "mark": {"type": "bar", "color": QUIET},
             "encoding": {"x": ordinal("digit", title=None, axis=DIGIT_AXIS),
                          "y": quantitative("says", title="on average", axis={"tickCount": 4}),
                          "tooltip": [ordinal("digit", title="Digit"),
                                      quantitative("says", title="On average it says", format=".4f")]}}


def outgoing_weights(weights: np.ndarray, neuron: int, *, to_digits: bool) -> Chart:
    """Bars of the outgoing weights (outputs,) of hidden neuron `neuron`: up speaks for a next neuron, or digit, down against."""
    following = np.arange(len(weights), dtype=np.float32)
    table = {"from": np.full(len(weights), neuron, np.int16), "next": following.astype(np.int16), "weight": weights,
             "sign": signs(weights)}
    if to_digits:
        return Chart(TO_DIGITS, {"bars": table})
    return Chart(TO_NEURONS, {"bars": table | {"left": following - 0.4, "right": following + 0.4}})


def incoming_weights(weights: np.ndarray, digit: int) -> Chart:
    """Bars of the weights (inputs,) that reach the output neuron of a `digit`: up speaks for it, down against it."""
    sources = np.arange(len(weights), dtype=np.float32)
    return Chart(FROM_NEURONS, {"bars": {"from": sources.astype(np.int16), "next": np.full(len(weights), digit, np.int16),
                                         "weight": weights, "sign": signs(weights), "left": sources - 0.4,
                                         "right": sources + 0.4}})


def mean_responses(means: np.ndarray) -> Chart:
    """Ten bars: what a neuron says to each digit on average, (10,)."""
    return Chart(RESPONSES, {"bars": {"digit": np.arange(len(means)), "says": means}})


def signs(values: np.ndarray) -> np.ndarray:
    """By the sign of each value the word that gives it its colour."""
    return np.where(values >= 0, "for", "against")
