"""What stays for as long as the server runs is set aside: the garbage collector need not look through it again and again."""

from __future__ import annotations

import gc

import streamlit as st

LOOK_AGAIN = 10.0  # seconds: a look costs a fifth of one


@st.cache_resource(ttl=LOOK_AGAIN, show_spinner=False)
def set_aside() -> None:
    """Freeze the objects that there are; all visitors share this, and it is done again when the last time is ten seconds ago.

    Streamlit would let the collector walk through all objects after every script (ScriptRunner._on_script_finished): that took
    three quarters of a busy server's time, and more than a quarter where all but what is new was frozen. So
    .streamlit/config.toml turns it off (`postScriptGC`), and the collector comes when Python finds that there is enough to do.

    Objects of the visitors who are here now are frozen with them. What such a visitor leaves behind in a cycle, as Streamlit's
    sessions do, no collector would ever find: so what is frozen is thawed and looked through, too, but only once in ten seconds.
    """
    look_through_all()


def look_through_all() -> None:
    """Let go of all that nobody can reach any more, which takes a fifth of a second, and freeze what stays."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
