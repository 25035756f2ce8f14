"""A teacher's link or a lesson carries a mission; the app says what it is, and checks whether a run has met it."""

from __future__ import annotations

import streamlit as st

from nncore.runs.lessons import TRAIN
from nncore.runs.mission import Mission, no_longer_counted

from ..shared.as_text import as_text
from ..shared.lessons import lesson, lesson_banner
from ..shared.run import Run
from ..shared.state import MISSION_IN_LINK, in_link
from ..shared.visitor import Visitor


def mission_banner(visitor: Visitor) -> None:
    """What the lesson is, or the mission."""
    lesson_banner(visitor, TRAIN)
    try:
        mission, dropped = _of_link(), no_longer_counted(in_link(MISSION_IN_LINK))
    except ValueError as error:
        st.error(as_text(f"{error}."), icon=":material/link_off:")
        return
    if mission:
        st.info(f"**Mission:** {', with '.join(mission.conditions.values())}.", icon=":material/flag:")
    if dropped:
        st.info(f"This older link also asks {dropped}. That is no longer counted, as the same run takes longer on a slower or "
                "busier machine.", icon=":material/timer_off:")


def mission_met(run: Run) -> None:
    """Whether a run that has ended meets the mission, condition by condition."""
    try:
        mission = _mission()
    except ValueError:  # the banner says so
        return
    if not mission or run.history.test is None:
        return
    checked = mission.checked(run.history)
    said = "; ".join(f"{':material/check:' if met else ':material/close:'} {mission.conditions[name]}"
                     for name, met in checked.items())
    if all(checked.values()):
        st.success(f"**Mission accomplished:** {said}.", icon=":material/flag:")
    else:
        st.info(f"**Mission not accomplished yet:** {said}. Change something and try again.", icon=":material/flag:")


def _mission() -> Mission:
    """The mission of the link, or else of its lesson; one without conditions if it has none. ValueError if it cannot be read."""
    under_way = lesson()
    return _of_link() or (under_way.mission if under_way else Mission())


def _of_link() -> Mission:
    text = in_link(MISSION_IN_LINK)
    return Mission.from_text(text) if text else Mission()
