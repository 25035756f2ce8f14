"""What a network says to thousands of digits is measured by a worker, once, and kept as long as the network."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from nncore import Network

from . import server
from .by_network import kept_by_network
from .calculation import Known
from .networks import Choice
from .state import MEASURED
from .visitor import Visitor

AT_ONCE = 0.3  # seconds that a page waits, so that what is quick stands there at once
MOST = 100  # measurements of a network of a visitor's own: most are of one neuron, 5 kB, some of a layer, up to 300 kB


def measured(visitor: Visitor, choice: Choice, network: Network, function: Callable, *arguments, name: str = "",
             patience: float = AT_ONCE) -> Any:
    """What `function(network, *arguments)` gives, calculated by a worker; None as long as it is not known.

    `network` is the choice's at this moment. `name` tells this from other uses of the same function, as a neuron's number may.
    A network that ships is measured once for all visitors; of a visitor's own the measurements go with the network. Only the
    newest are kept. The page waits for it up to `patience` seconds.
    """
    what = function.__name__, name
    if choice.ships:
        return server.measurements().about((*what, choice.short), function, network, *arguments, patience=patience)
    return _own(visitor, network).about(what, function, network, *arguments, patience=patience)


def _own(visitor: Visitor, network: Network) -> Known:
    """What is known of a visitor's own network."""
    return kept_by_network(MEASURED, network).setdefault(network, Known(server.desk(), visitor, most=MOST))


@st.fragment(run_every=0.5)
def wait_for(look: Callable[[], Any], says: str) -> None:
    """Say what is being measured, and draw the page anew once `look()` gives it."""
    if look() is not None:
        st.rerun()  # polling ends
    st.caption(f":material/hourglass: {says}")
