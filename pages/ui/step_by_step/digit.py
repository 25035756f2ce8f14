"""Which digit goes through the network, the visitor's own or a test digit, and what it should be read as."""

from __future__ import annotations

import random
import zlib

import numpy as np
import streamlit as st

from nncore import Digits, Network, as_inputs

from ..shared import server, state
from ..shared.visitor import Visitor

DRAWING, TEST = "my drawing", "a test digit"
FIRST = 8  # the test digit at first: a five that is easily taken for a six
LABEL = "What it should be read as: the loss says how far the network is from that. At first it is the network's own answer."


def source_choice(visitor: Visitor) -> Digits | None:
    """Ask for a digit: a test digit with its label; None if it is the drawing, whose label is still to be said."""
    which = TEST
    if visitor.drawing is not None:
        st.session_state.setdefault(state.STEPS_SOURCE, DRAWING)
        which = st.segmented_control("Digit", [DRAWING, TEST], required=True, key=state.STEPS_SOURCE, persist_state="session")
    if which == DRAWING:
        return None
    test = server.digits().test
    st.session_state.setdefault(state.STEPS_DIGIT, FIRST)
    with st.container(width=170):
        number = st.number_input("Test digit number", 0, len(test) - 1, key=state.STEPS_DIGIT, persist_state="session",
                                 help="One of the 10,000 digits that MNIST keeps for testing, with its label.")
    st.button("Another", icon=":material/casino:", on_click=_another)
    return test[[number]]


def _another() -> None:
    st.session_state[state.STEPS_DIGIT] = random.randrange(len(server.digits().test))


def labelled_drawing(drawing: np.ndarray, network: Network) -> Digits:
    """The drawing, uint8 (28, 28), with the label that the visitor gives it."""
    answer = int(network.predict(as_inputs(drawing[None]))[0].argmax())
    key = state.steps_label_key(zlib.crc32(drawing))
    st.session_state.setdefault(key, answer)
    with st.container(width=120):
        label = st.selectbox("It should be a", range(10), key=key, persist_state="session", help=LABEL)
    return Digits(drawing[None], np.array([label], np.uint8))
