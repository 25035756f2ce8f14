"""Filters side by side, each a button: a click, a tap, or the arrow keys and Enter choose one of them."""

from __future__ import annotations

import base64

import numpy as np

from ..shared.component import component, listen, number_told
from .filters import COLUMNS, LIT, Filters

HTML = """<div class="places"><div class="grid" role="group"></div>
<div class="legend"><span></span><i></i><span></span><b><i></i>lit by your drawing</b></div></div>"""
COLUMNS_OF_FEW = 5
FEW = 10  # filters that stand in shorter rows

_grid = component("filter_grid", HTML, __file__)


def filter_grid(filters: Filters, neurons: np.ndarray, lit: np.ndarray | None, *, order: str, everything: bool, chosen: int,
                title: str, key: str) -> int | None:
    """Show the filters of `neurons`; the neuron that was clicked since they came, None if none was.

    `lit` (n,) is how much the drawing lights each; `chosen` is framed at first, and had better stay the same until the page is
    left: what does not change is not sent again. `key` tells one set of filters, in one order, from another.
    """
    columns = COLUMNS_OF_FEW if len(neurons) <= FEW and not everything else COLUMNS
    sheet = filters.whole_sheet if everything else filters.sheet(neurons, columns)
    result = _grid(key=key, on_chosen_change=listen, data={
        "neurons": neurons.tolist(), "strength": _rounded(filters.strength[neurons]),
        "lit": None if lit is None else _rounded(lit[neurons]), "shows_lit": order == LIT and lit is not None,
        "sheet": base64.b64encode(sheet).decode(), "columns": columns, "all": everything,
        "kind": filters.kind, "title": title, "chosen": chosen, "legend": _legend(filters)})
    return number_told(result.chosen, 0, len(filters.weights))


def _legend(filters: Filters) -> tuple[str, str]:
    """What the ends of the colour scale stand for."""
    if np.ptp(filters.limits) == 0:  # one scale for all
        return f"weight \N{MINUS SIGN}{filters.limits[0]:.2f} or less", f"{filters.limits[0]:.2f} or more"
    return "against", f"for, up to a filter's largest weight: {filters.limits.min():.2f} to {filters.limits.max():.2f}"


def _rounded(values: np.ndarray) -> list[float]:
    """The values as JSON may carry them, which knows no infinity; the weights of a network may have exploded."""
    return [round(float(value), 2) for value in np.nan_to_num(values)]
