"""Which network is gone through: one of 16 neurons, small enough for a person, or the current one."""

from __future__ import annotations

import streamlit as st

from nncore.runs.small_network import SMALL, small_network

from ..shared import server, state
from ..shared.networks import Choice, network_choice
from ..shared.visitor import Visitor

SIXTEEN, CURRENT = "16 neurons", "the current one"
PATIENCE = 0.3  # seconds: it learns for one or more, once for all visitors, and until then the page says so
HELP = ("With 16 hidden neurons each number can be followed by hand. It has seen 10,000 training digits, three times each, "
        "and reads 91% of the test digits. Any other network can be chosen, too: the current one of all pages.")


def network_of_16() -> Choice | None:
    """The network of 16 neurons; None as long as it learns."""
    network = server.known().about(SIXTEEN, small_network, server.digits().train, patience=PATIENCE)
    return network and Choice(SIXTEEN, "16 neurons: 784-16-10", SIXTEEN, network, SMALL)


def network_to_walk(visitor: Visitor) -> Choice | None:
    """Ask which network is looked at; None as long as the one of 16 neurons learns."""
    st.session_state.setdefault(state.STEPS_NETWORK, SIXTEEN)
    which = st.segmented_control("Network to go through", [SIXTEEN, CURRENT], required=True, key=state.STEPS_NETWORK,
                                 persist_state="session", help=HELP)
    if which == SIXTEEN:
        return network_of_16()
    with st.container(width=300):
        return network_choice(visitor)
