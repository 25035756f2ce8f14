"""The lesson of the page's link: its banner tells what to do, to look at and to ask, and whether it is accomplished."""

from __future__ import annotations

import streamlit as st

from nncore.runs.lessons import DRAW, TRAIN, Lesson, lesson_named

from . import state
from .as_text import as_text
from .banner import banner
from .state import LESSON_IN_LINK
from .visitor import Visitor

PLACES = {DRAW: "pages/screens/draw.py", TRAIN: "pages/screens/train.py"}


def lesson() -> Lesson | None:
    """The lesson under way; None if the link has none, or one that there is not, which the banner says."""
    try:
        return _of_link()
    except ValueError:
        return None


def lesson_banner(visitor: Visitor, page: str) -> None:
    """The lesson under way, in three sentences, if it takes place on `page`; from another page, where it does."""
    try:
        under_way = _of_link()
    except ValueError as error:
        st.error(as_text(f"{error}."), icon=":material/link_off:")
        return
    if under_way and under_way.page == page:
        _banner(under_way, met=under_way.name in visitor.lessons_met)
    elif under_way:
        st.page_link(PLACES[under_way.page], icon=":material/school:",
                     label=f"Your lesson, *{under_way.title}*, takes place on **{under_way.page.capitalize()}**")


def _of_link() -> Lesson | None:
    """The lesson that the link names. Raises ValueError if there is none of that name."""
    name = state.in_link(LESSON_IN_LINK)
    return lesson_named(name) if name else None


def _banner(lesson: Lesson, *, met: bool) -> None:
    banner("lesson", f"**Lesson: {lesson.title}.** Mission: {lesson.goal}.", lesson.sentences, ":material/school:", _leave)
    if met:
        st.success(f"**Mission accomplished:** {lesson.goal}.", icon=":material/flag:")


def _leave() -> None:
    st.button("Leave the lesson", icon=":material/close:", type="tertiary", on_click=state.leave, args=(LESSON_IN_LINK,),
              help="Then all settings can be changed again; the lesson's link opens it anew.")


def drawn(visitor: Visitor, read: int, written: int) -> None:
    """Somebody says that a drawing which the network `read` so was `written` as this: a lesson on Draw may be met by it."""
    under_way = lesson()
    if under_way and under_way.met_by_drawing(written, read):
        visitor.lessons_met.add(under_way.name)
