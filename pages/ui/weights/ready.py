"""The filters of a network that does not change are made ready to be seen once, and not again at each click."""

from __future__ import annotations

import streamlit as st

from nncore import Network

from ..shared import server
from ..shared.by_network import kept_by_network
from ..shared.networks import Choice
from ..shared.state import READY_FILTERS
from .filters import Filters

MOST_SHIPPED = 8  # networks and colour scales of which all visitors share what was made: 100 kB each, beside the networks


@st.cache_resource(max_entries=MOST_SHIPPED, show_spinner=False)
def _of_shipped(name: str, scale: str) -> Filters:
    return Filters.of(server.shipped(name)[0], scale)


def ready_filters(choice: Choice, network: Network, scale: str) -> Filters:
    """The filters of `network`, which is the choice's at this moment.

    Of a visitor's own networks those of the last one are kept, in the session, and no longer than the network itself.
    """
    if choice.ships:
        return _of_shipped(choice.short, scale)
    last = kept_by_network(READY_FILTERS, network, most=1)  # a network that learns is another one every second
    filters = last.get(network)
    if filters is None or filters.scale != scale:
        last[network] = filters = Filters.of(network, scale)
    return filters
