"""The chart of a neuron: its weights to the next layer."""

from __future__ import annotations

import numpy as np

from ..shared.charts import Chart, nominal, ordinal, quantitative

FOR, AGAINST = "#c85f0b", "#7b52cc"  # as in look.css
BARS = {
    "data": {"name": "weights"},
    "mark": {"type": "bar"},
    "encoding": {
        "x": ordinal("next", title="neuron of the next layer", axis={"labelAngle": 0, "labelOverlap": True, "ticks": False}),
        "y": quantitative("weight", title="weight"),
        "color": nominal("sign", legend=None, scale={"domain": ["for", "against"], "range": [FOR, AGAINST]}),
        "tooltip": [ordinal("from", title="From neuron"), ordinal("next", title="To neuron"),
                    quantitative("weight", title="Weight", format=".4f")],
    },
    "height": 280,
}


def outgoing_weights(weights: np.ndarray, neuron: int) -> Chart:
    """Bars of the outgoing weights (outputs,) of hidden neuron `neuron`: up speaks for a next neuron, down against."""
    return Chart(BARS, {"weights": {
        "from": np.full(len(weights), neuron), "next": np.arange(len(weights)), "weight": weights,
        "sign": np.where(weights >= 0, "for", "against"),
    }})
