"""A teacher's link sets all controls, hides some and carries a mission; the app checks whether a run has met it."""

from __future__ import annotations

import streamlit as st

from nncore import Experiment, settings
from nncore.files.links import quoted, to_link
from nncore.runs.mission import Mission

from ..shared import server
from ..shared.run import Run
from ..shared.state import HIDDEN_IN_LINK, MISSION_IN_LINK, SETTINGS_IN_LINK, in_link


def mission_banner() -> None:
    """What the mission is."""
    try:
        mission = _mission()
    except ValueError as error:
        st.error(f"{error}.", icon=":material/link_off:")
    else:
        if mission:
            st.info(f"**Mission:** {', with '.join(mission.conditions.values())}.", icon=":material/flag:")


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
        st.warning(f"**Not yet:** {said}.", icon=":material/flag:")


def _mission() -> Mission:
    """The mission of the page's link; one without conditions if it has none. Raises ValueError if it cannot be read."""
    text = in_link(MISSION_IN_LINK)
    return Mission.from_text(text) if text else Mission()


def make_a_task(experiment: Experiment) -> None:
    """For a teacher: choose what to hide and what to ask, and copy the link."""
    st.caption("One link for the whole class: it sets all controls as they are now, hides some of them, and sets a mission.")
    names = st.multiselect("Hide", list(settings()), format_func=lambda name: settings()[name].label, key="task_hidden")
    with st.container(horizontal=True):
        accuracy = st.number_input("Test accuracy, at least %", 0.0, 100.0, None, 0.5, "%g", width=190, key="task_accuracy")
        parameters = st.number_input("Parameters, at most", 1, None, None, 1000, width=190, key="task_parameters")
        seconds = st.number_input("Seconds, at most", 0.1, None, None, 5.0, format="%g", width=190, key="task_seconds")
        images = st.number_input("Training images, at most", 1, None, None, 1000, width=190, key="task_images")
    try:
        mission = Mission(accuracy and accuracy / 100, parameters, seconds, images)
    except ValueError as error:
        st.error(f"{error}.", icon=":material/error:")
        return
    parts = {SETTINGS_IN_LINK: to_link(experiment), HIDDEN_IN_LINK: ",".join(names),
             MISSION_IN_LINK: mission.to_text() if mission else ""}
    link = "&".join(f"{name}={quoted(text)}" for name, text in parts.items() if text)
    st.code(f"{server.base_url()}train?{link}", language=None, wrap_lines=True)
