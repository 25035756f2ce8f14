"""The views of a network's inside that the Weights page offers, each a picture of its own of the same network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..shared.networks import Choice
from ..shared.visitor import Visitor
from . import filter_view, lab_view, layer_view, map_view, moment_view

FILTERS, MOMENTS, LAYERS, LAB, MAP = filter_view.NAME, "Moments", "Layers", "Lab", "Map"


@dataclass(frozen=True)
class View:
    """Its title, `what` it shows in two sentences, `show`, which draws it, and `controls` beside the choice of the network."""

    title: str
    what: str
    show: Callable[[Visitor, Choice], None]
    controls: Callable[[], None] = lambda: None


VIEWS = {
    FILTERS: View("Filters of the first layer", filter_view.WHAT, filter_view.filter_view, filter_view.order_control),
    MOMENTS: View("Moments of a run", moment_view.WHAT, moment_view.moment_view),
    LAYERS: View("Layers", layer_view.WHAT, layer_view.layer_view),
    LAB: View("The lab", lab_view.WHAT, lab_view.lab_view),
    MAP: View("The map of digits", map_view.WHAT, map_view.map_view),
}
