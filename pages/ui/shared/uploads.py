"""What a visitor sends is read once: if it is refused, its sentence stands as long as the file does."""

from __future__ import annotations

from collections.abc import Callable, Hashable

import streamlit as st

from .as_text import as_text
from .state import REFUSED_UPLOADS

NO_MEMORY = "the machine has no memory left to read it; come back in a while, or try a smaller one"


def read_upload(place: str, identity: Hashable, read: Callable, before: str = ""):
    """What `read` makes of an upload at a `place` of the pages; None if it is refused, which is said after the words `before`.

    `identity` tells one upload from another.
    """
    refused = st.session_state.setdefault(REFUSED_UPLOADS, {})
    if refused.get(place, ("", ""))[0] != identity:
        refused.pop(place, None)
        try:
            return read()
        except ValueError as error:
            refused[place] = identity, f"{before}{error}."
        except MemoryError:
            refused[place] = identity, f"{before}{NO_MEMORY}."
    say_refused(place)
    return None


def say_refused(place: str) -> None:
    """Why the last upload at a place was refused, if it was."""
    if refused := st.session_state.get(REFUSED_UPLOADS, {}).get(place):
        st.error(as_text(refused[1]), icon=":material/error:")


def forget_refused(place: str) -> None:
    """Say no more why the last upload at a place was refused."""
    st.session_state.get(REFUSED_UPLOADS, {}).pop(place, None)
