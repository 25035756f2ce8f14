"""A view that measures much is shown when its network has learned; until then it says so, and looks again every second."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ..shared.networks import Choice
from ..shared.visitor import Visitor


def when_learned(visitor: Visitor, chosen: Choice, says: str, show: Callable[[Visitor, Choice], None]) -> None:
    """What `show` draws of a network that is not learning; of one that is, the sentence `says`."""
    (st.fragment(run_every=1.0) if chosen.learning else st.fragment)(_look)(visitor, chosen, says, show, chosen.learning)


def _look(visitor: Visitor, chosen: Choice, says: str, show: Callable[[Visitor, Choice], None], learning: bool) -> None:
    if chosen.learning:
        st.info(says, icon=":material/hourglass:")
        return
    if learning:
        st.rerun()  # polling ends
    show(visitor, chosen)
