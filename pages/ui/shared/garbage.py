"""What stays for as long as the server runs is set aside: the garbage collector need not look through it after every script."""

from __future__ import annotations

import gc

import streamlit as st

LOOK_AGAIN = 10.0  # seconds: a look costs a fifth of one, and what comes between two looks is walked through after every script


@st.cache_resource(ttl=LOOK_AGAIN, show_spinner=False)
def set_aside() -> None:
    """Freeze the objects that there are; all visitors share this, and it is done again when the last time is ten seconds ago.

    Streamlit lets the collector walk through all objects after every script (ScriptRunner._on_script_finished): most belong to
    modules, of which nothing ever becomes garbage, and the walk took three quarters of a busy server's time.

    Objects of the visitors who are here now are frozen with them. What such a visitor leaves behind in a cycle, as Streamlit's
    sessions do, no collector would ever find: so what is frozen is thawed and looked through, too, but only once in ten seconds.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
