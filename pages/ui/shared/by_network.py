"""What a session keeps of networks beside what its visitor made: of the last few alone, and no longer than the network itself.

The budget of memory counts what visitors made, and knows nothing of this; so it has to stay small by itself.
"""

from __future__ import annotations

from weakref import WeakKeyDictionary

import streamlit as st

from nncore import Network

MOST = 4  # networks


def kept_by_network(key: str, network: Network, *, most: int = MOST) -> WeakKeyDictionary:
    """What the session keeps under `key`, by network, with room for `network`: of older ones the first that came go."""
    kept = st.session_state.setdefault(key, WeakKeyDictionary())
    if network not in kept:
        for each in list(kept)[:max(len(kept) - most + 1, 0)]:
            kept.pop(each, None)
    return kept
