"""A component of our own: HTML in the page, with a stylesheet and a script that lie beside the file that shows it.

What a browser tells is whatever somebody makes it tell, so each component asks here for what it can use.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st


def component(name: str, html: str, file: str, *, isolate_styles: bool = True, words: str = "") -> Callable:
    """The component `name`, whose .css and .js lie beside `file` under its name; `words` is a script of its own before that."""
    here = Path(file)
    script = here.with_name(words).read_text() if words else ""
    return st.components.v2.component(f"inkling_{name}", html=html, isolate_styles=isolate_styles,
                                      css=here.with_suffix(".css").read_text(), js=script + here.with_suffix(".js").read_text())


def listen() -> None:
    """Given for a value that a component tells: it keeps only those that somebody asks to be told of."""


def number_told(told: object, least: int, end: int) -> int | None:
    """A whole number that a browser told, if it is one from `least` on and before `end`; else None, for True as well."""
    return told if type(told) is int and least <= told < end else None
