"""What stands on every page: the name, what the app is, and a bar of the pages that is visible on a phone, too."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

LOOK = Path(__file__).with_name("look.css")
NAME = ('<div class="name"><b>Inkling</b> <small>A network that reads digits. <span>Draw one, then train your own.</span></small>'
        '</div>')


def frame(pages: list[StreamlitPage]) -> None:
    """Draw the bar, and give the page its look where the configuration has no word for it."""
    st.html(LOOK)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="bar"):
        st.html(NAME, width="content")
        with st.container(horizontal=True, gap=None, key="pages", width="content"):
            for page in pages:
                st.page_link(page, width="content")
