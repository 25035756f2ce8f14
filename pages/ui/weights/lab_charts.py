"""The charts of the lab: what each alteration costs by itself, with a dot where one stands, and a drawing read twice."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from nncore.interpretability.alterations import Alteration
from nncore.interpretability.cost_of_alterations import BITS, NOISE, PRUNED

from ..shared.charts import FIRST_COLOUR, QUIET, Chart, nominal, ordinal, quantitative
from .lab_controls import ALL_BITS

BEFORE, AFTER = "as it was", "altered"
ACCURACY = quantitative("accuracy", title="accuracy", scale={"domain": [0, 1]},
                        axis={"format": "%", "values": [0, 0.25, 0.5, 0.75, 1]})


def _curve(x: dict, told: dict) -> dict:
    """A grey curve over `x`, of which the pointer is `told`, and a large dot."""
    encoding = {"x": x, "y": ACCURACY, "tooltip": [told, quantitative("accuracy", title="Accuracy", format=".2%")]}
    return {"layer": [
        {"data": {"name": "curve"}, "mark": {"type": "line", "color": QUIET, "point": {"color": QUIET, "size": 24}},
         "encoding": encoding},
        {"data": {"name": "here"}, "mark": {"type": "point", "filled": True, "color": FIRST_COLOUR, "size": 150, "opacity": 1},
         "encoding": encoding},
    ], "padding": {"left": 0, "right": 6, "top": 6, "bottom": 0}}


OVER_PRUNED = _curve(quantitative("x", title=None, scale={"domain": [0, 1]}, axis={"format": "%", "tickCount": 5}),
                     quantitative("x", title="Pruned", format=".0%"))
OVER_NOISE = _curve(quantitative("x", title=None, scale={"domain": [0, 2]}, axis={"tickCount": 5}),
                    quantitative("x", title="Noise", format=".2f"))
OVER_BITS = _curve(ordinal("x", title=None, sort=[ALL_BITS, 8, 4, 2, 1], axis={"labelAngle": 0},
                           scale={"domain": [ALL_BITS, 8, 4, 2, 1]}), ordinal("x", title="Bits"))
PROBABILITIES = {
    "data": {"name": "bars"}, "mark": {"type": "bar"},
    "encoding": {
        "x": ordinal("digit", title=None, axis={"labelAngle": 0, "ticks": False}),
        "xOffset": nominal("network", sort=[BEFORE, AFTER]),
        "y": quantitative("probability", title=None, scale={"domain": [0, 1]}, axis={"format": "%", "tickCount": 3}),
        "color": nominal("network", title=None, sort=[BEFORE, AFTER], legend={"orient": "top", "offset": 2},
                         scale={"domain": [BEFORE, AFTER], "range": [QUIET, FIRST_COLOUR]}),
        "tooltip": [ordinal("digit", title="Digit"), nominal("network", title="Network"),
                    quantitative("probability", title="Probability", format=".2%")],
    },
}

Costs = Mapping[Alteration, float]


def over_pruned(costs: Costs, now: Alteration, accuracy: float | None) -> Chart:
    """Accuracy against the share pruned alone, and where `now`, with all that is altered, stands."""
    return _chart(OVER_PRUNED, {share: costs.get(Alteration(pruned=share)) for share in PRUNED}, now.pruned, accuracy)


def over_noise(costs: Costs, now: Alteration, accuracy: float | None) -> Chart:
    """Accuracy against the noise alone, and where `now` stands."""
    return _chart(OVER_NOISE, {noise: costs.get(Alteration(noise=noise)) for noise in NOISE}, now.noise, accuracy)


def over_bits(costs: Costs, now: Alteration, accuracy: float | None) -> Chart:
    """Accuracy against the bits that are left of each weight, and where `now` stands."""
    curve = {bits or ALL_BITS: costs.get(Alteration(bits=bits)) for bits in BITS}
    return _chart(OVER_BITS, curve, now.bits or ALL_BITS, accuracy)


def _chart(specification: dict, curve: dict[float, float | None], x: float, accuracy: float | None) -> Chart:
    """The places of `curve` whose accuracy is known, and the dot, if its accuracy is."""
    known = {at: cost for at, cost in curve.items() if cost is not None}
    return Chart(specification, {"curve": {"x": np.array(list(known), float), "accuracy": np.array(list(known.values()), float)},
                                 "here": {"x": np.array([x] if accuracy is not None else [], float),
                                          "accuracy": np.array([accuracy] if accuracy is not None else [], float)}})


def probabilities(before: np.ndarray, after: np.ndarray) -> Chart:
    """The ten probabilities (10,) of a drawing before and after, side by side."""
    digits = len(before)
    return Chart(PROBABILITIES, {"bars": {"digit": np.tile(np.arange(digits), 2),
                                          "network": np.repeat([BEFORE, AFTER], digits),
                                          "probability": np.nan_to_num(np.concatenate([before, after]).astype(float))}})
