"""The charts of a neuron: the digits that it speaks for, and its weights to the next layer."""

from __future__ import annotations

import numpy as np

from ..shared.charts import Chart, nominal, ordinal, quantitative

FOR, AGAINST = "#c85f0b", "#7b52cc"  # as in look.css
SIGN = nominal("sign", legend=None, scale={"domain": ["for", "against"], "range": [FOR, AGAINST]})
DIGIT_AXIS = {"labelAngle": 0, "labelFontSize": 13, "ticks": False}


def _bars(x: dict, y: dict, tooltip: list[dict]) -> dict:
    return {"data": {"name": "bars"}, "mark": {"type": "bar"},
            "encoding": {"x": x, "y": y, "color": SIGN, "tooltip": tooltip}}


DIGITS = _bars(ordinal("digit", title=None, axis=DIGIT_AXIS),
               quantitative("score", title="score", axis={"tickCount": 4}),
               [ordinal("digit", title="Digit"), quantitative("score", title="Its score falls by", format=".4f")])
TO_NEURONS = _bars(quantitative("left", title="neuron of the next layer", scale={"nice": False},  # 1,024 names would take long
                                axis={"tickMinStep": 1, "tickCount": 12, "labelBound": True, "grid": False,
                                                                    "format": "d"}),
                   quantitative("weight", title="weight", axis={"tickCount": 4}),
                   [ordinal("from", title="From neuron"), ordinal("next", title="To neuron"),
                    quantitative("weight", title="Weight", format=".4f")])
TO_NEURONS["encoding"] |= {"x2": {"field": "right"}, "y2": {"datum": 0}}
TO_DIGITS = _bars(ordinal("next", title="digit that it tells", axis=DIGIT_AXIS),
                  quantitative("weight", title="weight", axis={"tickCount": 4}),
                  [ordinal("from", title="From neuron"), ordinal("next", title="To digit"),
                   quantitative("weight", title="Weight", format=".4f")])


def digits_spoken_for(scores: np.ndarray) -> Chart:
    """Ten bars: how much each digit's score, of `scores` (10,), falls without the neuron; down: it rises."""
    return Chart(DIGITS, {"bars": {"digit": np.arange(len(scores)), "score": scores, "sign": _signs(scores)}})


def outgoing_weights(weights: np.ndarray, neuron: int, *, to_digits: bool) -> Chart:
    """Bars of the outgoing weights (outputs,) of hidden neuron `neuron`: up speaks for a next neuron, or digit, down against."""
    following = np.arange(len(weights), dtype=np.float32)
    table = {"from": np.full(len(weights), neuron, np.int16), "next": following.astype(np.int16), "weight": weights,
             "sign": _signs(weights)}
    if to_digits:
        return Chart(TO_DIGITS, {"bars": table})
    return Chart(TO_NEURONS, {"bars": table | {"left": following - 0.4, "right": following + 0.4}})


def _signs(values: np.ndarray) -> np.ndarray:
    return np.where(values >= 0, "for", "against")
