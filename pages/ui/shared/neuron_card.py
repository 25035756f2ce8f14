"""The card of one neuron: all that can be known about it, in a drawer at the side, the same wherever a neuron is chosen."""

from __future__ import annotations

import streamlit as st

from nncore import Network
from nncore.interpretability.hidden import layer_width, output_number

from . import neuron_measurements, neuron_weights
from .exploded import has_exploded, say_exploded
from .network_names import layer_name, neuron_name
from .networks import Choice, current
from .state import NEURON_CARD, PAGE
from .visitor import Visitor

WIDTH = 600  # CSS pixels; on a phone all there are
LEARNING = ("This network is learning just now: these are its weights of this moment. What it says to 10,000 test digits, and "
            "what it loses without this neuron, is measured when it has learned.")


def look_closer_button(key: str) -> bool:
    """A button for the card of a neuron; whether it has just been pressed. Who draws it opens the card when all is drawn."""
    return st.button("Look closer", icon=":material/zoom_in:", key=key,
                     help="All about this neuron: what it says to each digit, what excites it, and what breaks without it.")


def open_neuron(visitor: Visitor, choice: Choice, number: int, neuron: int) -> None:
    """Open the card of `neuron` of hidden layer `number`; of the digit `neuron` if that is one more than there are hidden layers.

    The page is drawn anew at once, from its beginning, also where a part of it asks for the card. The choice's network becomes
    the current one, if it is another.
    """
    if choice.name != current(visitor).name:
        visitor.network = choice.name
    st.session_state[NEURON_CARD] = st.session_state[PAGE], choice.name, number, neuron
    st.rerun()


def keep_card(visitor: Visitor) -> None:
    """Show the card as long as it is open: each time that a page has been drawn, until it is closed or its neuron is gone."""
    if NEURON_CARD not in st.session_state:
        return
    page, name, number, neuron = st.session_state[NEURON_CARD]
    choice = current(visitor)
    if (page, name) != (st.session_state[PAGE], choice.name) or not _is_there(choice.now(), number, neuron):
        _close()
        return
    title = neuron_name(choice.now(), number, neuron)
    st.dialog(title, width=WIDTH, position="right", on_dismiss=_close)(_card)(visitor, choice, number, neuron)


def _close() -> None:
    st.session_state.pop(NEURON_CARD, None)


def _is_there(network: Network, number: int, neuron: int) -> bool:
    return 1 <= number <= output_number(network) and 0 <= neuron < layer_width(network, number)


def _card(visitor: Visitor, choice: Choice, number: int, neuron: int) -> None:
    """What stands in the drawer."""
    network = choice.now()
    with st.container(key="neuron_card"):
        st.caption(f"{layer_name(network, number)} of {choice.title}")
        if has_exploded(network):
            say_exploded("there is nothing to show. Train one with a smaller learning rate")
            return
        neuron_weights.looks_for(network, number, neuron, visitor.drawing)
        if choice.learning:
            st.info(LEARNING, icon=":material/model_training:")
        else:
            neuron_measurements.measurements(visitor, choice, network, number, neuron)
        neuron_weights.tells(network, number, neuron)
