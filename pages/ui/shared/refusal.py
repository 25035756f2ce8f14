"""A click on something that cannot be done is answered by a sentence, which stays long enough to be read."""

from __future__ import annotations

import time
from collections.abc import Callable

import streamlit as st

from .as_text import as_text
from .state import REFUSAL

SHOWN_FOR = 10.0  # seconds for which a page that draws itself again and again says it again


def attempt(place: str, action: Callable, *arguments) -> None:
    """Do what was clicked; the ValueError of what cannot be done is what `say_refusal` says at `place`."""
    st.session_state.pop(REFUSAL, None)
    try:
        action(*arguments)
    except ValueError as error:
        st.session_state[REFUSAL] = place, f"{error}.", time.monotonic()


def say_refusal(place: str) -> None:
    """Why the last click at `place` could not be done, if it was not long ago."""
    where, sentence, since = st.session_state.get(REFUSAL, ("", "", 0.0))
    if where == place and time.monotonic() - since < SHOWN_FOR:
        st.error(as_text(sentence), icon=":material/error:")
