"""A banner above a page guides somebody through something, and can be left: a lesson, or a tour."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st


def banner(name: str, title: str, sentences: dict[str, str], icon: str, buttons: Callable[[], None]) -> None:
    """The title stands when the rest is folded away, as on a phone, where it takes half the screen.

    `name` tells it from others on the page. `buttons` draws what stands beside the sentences, or below where there is no room.
    Each of the sentences stands under a word that says what it is for, or under none.
    """
    with st.expander(title, expanded=True, icon=icon, key=f"banner_{name}"), st.container(horizontal=True, key=f"beside_{name}"):
        st.markdown("  \n".join(f"**{word}.** {sentence}" if word else sentence for word, sentence in sentences.items()))
        buttons()
