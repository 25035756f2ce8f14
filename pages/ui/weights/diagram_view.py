"""The lit diagram: a digit runs through the network, each neuron glows by its activation, and each number can be looked at."""

from __future__ import annotations

import random
import zlib

import numpy as np
import streamlit as st

from nncore import Network

from ..shared import server
from ..shared.choice_names import choice_name
from ..shared.kernel import kernel
from ..shared.networks import Choice
from ..shared.neuron_card import look_closer_button, open_neuron
from ..shared.state import ANOTHER_DIGIT, DIAGRAM_DIGIT, DIAGRAM_SHOWN
from ..shared.visitor import Visitor
from .diagram import Lit, diagram
from .diagram_numbers import column_names, figure

WHAT = ("A digit lights the network: the fuller a circle, the more its neuron answers. Point at a circle or a line for its "
        "numbers; click a circle for all that it is connected with.")
FIRST_DIGIT = 0  # of the test digits, where nothing is drawn


def diagram_controls() -> None:
    """A button for another test digit."""
    st.button("Another test digit", icon=":material/casino:", on_click=_another_digit, key=ANOTHER_DIGIT,
              help="One of the 10,000 digits that MNIST keeps for testing: no network here has learned from them.")


def diagram_view(visitor: Visitor, chosen: Choice) -> None:
    """The chosen network lit by a digit; while it learns, again every second."""
    (st.fragment(run_every=1.0) if chosen.learning else st.fragment)(_show)(visitor, chosen, chosen.learning)


def _another_digit() -> None:
    st.session_state[DIAGRAM_DIGIT] = random.randrange(len(server.digits().test))


def _my_drawing() -> None:
    st.session_state.pop(DIAGRAM_DIGIT, None)


def _show(visitor: Visitor, chosen: Choice, learning: bool) -> None:
    if learning and not chosen.learning:
        st.rerun()  # polling ends
    image, lit_by = _image(visitor)
    network = chosen.now()
    lit = Lit.by(image, network, choice_name(chosen.experiment.activation), _held(chosen, network, image, learning))
    if learning:
        _hold(chosen, image, lit)
    neuron = diagram(lit, title=f"{chosen.title}, lit by {lit_by}.")
    if neuron and _neuron(lit, *neuron):
        open_neuron(visitor, chosen, *neuron)
    _lit_by(visitor, lit_by)
    if neuron and neuron[0] == 1:
        _kernel(lit, neuron[1])


def _image(visitor: Visitor) -> tuple[np.ndarray, str]:
    """The digit that lights the network, uint8 (28, 28), and what it is."""
    if visitor.drawing is not None and DIAGRAM_DIGIT not in st.session_state:
        return visitor.drawing, "your drawing"
    number = st.session_state.get(DIAGRAM_DIGIT, FIRST_DIGIT)
    digit = server.digits().test[[number]]
    return digit.images[0], f"test digit {number:,}, labelled {int(digit.labels[0])}"


def _held(chosen: Choice, network: Network, image: np.ndarray, learning: bool) -> list[np.ndarray] | None:
    """The numbers of the neurons that are shown already, so that each stays at its place while the network learns."""
    of, shown = st.session_state.get(DIAGRAM_SHOWN, (None, None))
    return shown if learning and of == (chosen.name, zlib.crc32(image)) and len(shown) == len(network.dense_layers) - 1 else None


def _hold(chosen: Choice, image: np.ndarray, lit: Lit) -> None:
    st.session_state[DIAGRAM_SHOWN] = (chosen.name, zlib.crc32(image)), [each.numbers for each in lit.found.hidden]


def _lit_by(visitor: Visitor, lit_by: str) -> None:
    """What lights the network, and the ways to something else."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"Lit by **{lit_by}**.", width="content")
        if visitor.drawing is not None and DIAGRAM_DIGIT in st.session_state:
            st.button("My drawing", icon=":material/gesture:", on_click=_my_drawing)
        st.page_link("pages/screens/draw.py", label="Draw a digit" if visitor.drawing is None else "Draw another",
                     icon=":material/draw:")


def _name(lit: Lit, layer: int, number: int) -> str:
    names = column_names(len(lit.found.hidden))
    return f"Digit {number}" if layer == len(names) - 1 else f"Neuron {number} of {names[layer]}"


def _neuron(lit: Lit, layer: int, number: int) -> bool:
    """The chosen neuron in a sentence; whether the person has just asked to look closer at it."""
    neuron = lit.chosen(layer, number)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{_name(lit, layer, number)}**: bias {figure(neuron.bias)}, weighted sum {figure(neuron.total)}, "
                    f"activation {figure(neuron.activation)}.", width="content")
        return look_closer_button("diagram_closer")


def _kernel(lit: Lit, number: int) -> None:
    """The weights of a neuron of the first layer, each pixel with its number."""
    weights = lit.chosen(1, number).weights
    kernel(weights, float(np.abs(np.nan_to_num(weights)).max()), lit.image, alt=f"The filter of {_name(lit, 1, number)}",
           key="diagram_kernel")
