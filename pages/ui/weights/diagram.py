"""The network's picture answers to pointer, finger and keys: each neuron tells its sum, each line its product."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from nncore import Network, as_inputs
from nncore.interpretability.flow import Flow, flow
from nncore.interpretability.weighted_sum import WeightedSum

from ..shared.component import component, listen
from ..shared.network_layout import Layout
from ..shared.network_picture import gap, picture, strongest_lines
from ..shared.state import DIAGRAM
from .diagram_layout import MOST_SHOWN, tall_layout, wide_layout
from .diagram_numbers import joined_with, layer_figures, line_figures, sums

MOST_LINES = 200  # in all
PIXELS = 24  # to each neuron, among which the strongest lines are looked for
WORDS = {"pixels": "ink × weight = what the pixel adds", "neurons": "activation × weight = what the neuron adds",
         "for": "speaks for it", "against": "speaks against it"}

_diagram = component("diagram", '<div class="lit-diagram"><div class="tip" hidden></div></div>', __file__, isolate_styles=False,
                     words="diagram_words.js")


@dataclass(frozen=True)
class Lit:
    """A network that an image uint8 (28, 28) lights: its flow, the sums of what is shown, and how its neurons `bend` them."""

    network: Network
    image: np.ndarray
    found: Flow
    sums: list[list[WeightedSum]]
    bend: str

    @classmethod
    def by(cls, image: np.ndarray, network: Network, bend: str, shown: list[np.ndarray] | None = None) -> Lit:
        """`network` lit by `image`; its strongest neurons are shown, or those of the numbers in `shown`."""
        x = as_inputs(image[None])[0]
        found = flow(network, x, most=MOST_SHOWN, pixels=PIXELS, shown=shown)
        return cls(network, image, found, sums(network, x, found), bend)

    def chosen(self, layer: int, number: int) -> WeightedSum | None:
        """The sum of a neuron, or of a digit in the last layer, counted from 1; None if it is not among those shown."""
        columns = [*(each.numbers.tolist() for each in self.found.hidden), list(range(len(self.found.probabilities)))]
        if not (1 <= layer <= len(columns) and number in columns[layer - 1]):
            return None
        return self.sums[layer - 1][columns[layer - 1].index(number)]


def chosen_before() -> tuple[int, int] | None:
    """The layer, counted from 1, and the number of the neuron that was clicked last; None if none was."""
    chosen = _told().get("chosen")
    whole = isinstance(chosen, list) and len(chosen) == 2 and all(type(each) is int for each in chosen)
    return tuple(chosen) if whole else None


def diagram(lit: Lit, *, title: str) -> tuple[int, int] | None:
    """Show the lit network; the layer, counted from 1, and the number of the neuron that is chosen, if one is, of those shown."""
    tall = _told().get("tall") is True
    places = tall_layout(lit.found) if tall else wide_layout(lit.found)
    chosen = chosen_before()
    if chosen and lit.chosen(*chosen) is None:
        chosen = None
    lines, paths = _all_of(lit, places, chosen)
    _diagram(key=DIAGRAM, on_chosen_change=listen, on_tall_change=listen, data={
        "picture": picture(lit.found, lit.image, places, MOST_LINES), "tall": tall, "title": title, "words": WORDS,
        "layers": layer_figures(lit.found, lit.sums, lit.bend), "image": lit.image.ravel().tolist(),
        "lines": line_figures(strongest_lines(lit.found, MOST_LINES), lit.sums, lit.network),
        "chosen": chosen, "chosenLines": lines, "chosenPaths": paths})
    return chosen


def _all_of(lit: Lit, places: Layout, chosen: tuple[int, int] | None) -> tuple[list[tuple], str]:
    """The figures and the paths of all connections between the chosen neuron and others that are shown."""
    if chosen is None:
        return [], ""
    joined = joined_with(lit.found, *chosen)
    paths = "".join(gap(each, places, number) for number, each in enumerate(joined))
    return line_figures(joined, lit.sums, lit.network), paths


def _told() -> dict:
    """What the browser says of the diagram: what is chosen, and whether it is tall."""
    return st.session_state.get(DIAGRAM, {})
