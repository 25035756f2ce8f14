"""What stands on every page: the name, the current network, and a bar of the pages that is visible on a phone, too."""

from __future__ import annotations

from html import escape
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from nncore.runs.lessons import DRAW

from . import state
from .networks import current
from .tour import tour_banner
from .visitor import Visitor

LOOK = Path(__file__).with_name("look.css")
NAME = '<b>Inkling</b> <small>A network that reads digits. <span>Draw one, then train your own.</span></small>'
CURRENT = "The current network: what you draw is read by it, and what you train becomes it"


def frame(pages: list[StreamlitPage], page: StreamlitPage, visitor: Visitor) -> None:
    """Draw the bar above `page`, and give the page its look where the configuration has no word for it."""
    st.html(LOOK)
    head = st.container()  # one element, whatever stands in it: else what follows would move, and a canvas lose its drawing
    with head, st.container(horizontal=True, vertical_alignment="center", gap="small", key="bar"):
        network = escape(current(visitor).short)
        st.html(f'<div class="name">{NAME}<em title="{CURRENT}">Network: <b>{network}</b></em></div>')
        with st.container(horizontal=True, gap=None, key="pages", width="content"):
            for each in pages:
                st.page_link(each, width="content")
    with head:
        tour_banner(visitor, page.url_path or DRAW)
    for sentence in state.news(page.title):
        head.info(sentence, icon=":material/history:")
