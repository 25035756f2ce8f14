"""How a class gets a handout: a code to scan, small or over the whole screen, a link to copy, and a sheet to print."""

from __future__ import annotations

import streamlit as st

from ..shared.as_text import as_text
from .code import code
from .handout import Handout
from .sheet import sheet

TYPED = 80  # characters: a longer address nobody types


def share(handout: Handout) -> None:
    """What it is, its code and its link, and what to do with them."""
    st.header(as_text(handout.title), anchor=False)
    if handout.goal:
        st.markdown(f":material/flag: **Mission:** {handout.goal}.")
    with st.container(key=f"share_{handout.name}"):
        left, right = st.columns([2, 5])
        with left, st.container(key=f"code_{handout.name}"):
            _code(handout)
        with right:
            st.code(handout.link, language=None, wrap_lines=True)
            with st.container(horizontal=True, gap="small"):
                if st.button("Show large for a beamer", icon=":material/open_in_full:", type="primary",
                             key=f"large_{handout.name}"):
                    _large(handout)
                st.download_button("Sheet to print", sheet(handout), f"inkling-{handout.name}.html", "text/html",
                                   icon=":material/print:", key=f"sheet_{handout.name}", on_click="ignore",
                                   help="A page of A4 with the code, the sentences and room for answers: open it, and print it.")
                st.link_button("Open it as a pupil", handout.link, icon=":material/open_in_new:")


@st.dialog("Scan the code, or type the address", width="large")
def _large(handout: Handout) -> None:
    """The code over most of the screen, and the address under it."""
    with st.container(key="code_large"):
        _code(handout)
        address = _without_scheme(handout.link)
        st.markdown(f"**{address}**" if len(handout.link) <= TYPED else address)  # in bold it is large


def _code(handout: Handout) -> None:
    st.image(code(handout.link), width="stretch", alt=f"QR code of {handout.link}")


def _without_scheme(link: str) -> str:
    """The address as one types it: browsers add the beginning themselves."""
    return as_text(link.removeprefix("https://").removeprefix("http://"))
