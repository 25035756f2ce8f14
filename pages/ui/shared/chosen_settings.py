"""What the controls of the Train page say, wherever in the app one is: they can be set and read, and the link says the same."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from nncore import Experiment, recipes, settings
from nncore.experiment import with_present_names
from nncore.files.links import from_link, to_link

from . import state
from .as_text import as_text
from .lessons import lesson
from .state import HIDDEN_IN_LINK, SETTINGS_IN_LINK, setting_key

FIRST = recipes()["quick"].experiment  # what the controls say to a first visitor
SPARE_WIDTH = 32  # of a layer that is added
WIDEST = settings()["hidden"].max_length  # layers


def take_link() -> str:
    """Let the controls say what a link says that was just opened: settings, or a lesson; and `quick` to a first visitor.

    Gives a sentence in Markdown if the link's settings cannot be read: the controls then stay as they are.
    """
    opened, fault = st.session_state.pop(state.OPENED_SETTINGS, None), ""
    if setting_key("seed") not in st.session_state:
        under_way = lesson()
        _set_controls(under_way.experiment if under_way and under_way.shown else FIRST)
    if opened is not None:
        try:
            _set_controls(from_link(opened))
        except ValueError as error:
            fault = as_text(f"{error}.")
    put_into_link()
    return fault


def show(experiment: Experiment) -> None:
    """Let the controls say what `experiment` says, but for those that a teacher's link hides."""
    take_link()
    now = chosen()
    _set_controls(replace(experiment, **{name: getattr(now, name) for name in hidden()}))
    put_into_link()


def chosen() -> Experiment:
    """What the controls say."""
    values = {name: st.session_state[setting_key(name)] for name in settings() if name != "hidden"}
    count = st.session_state[setting_key("layers")]
    return Experiment(hidden=tuple(st.session_state[setting_key(f"width_{layer}")] for layer in range(count)), **values)


def put_into_link() -> None:
    """Let the page's link say what the controls say."""
    state.put_into_link(SETTINGS_IN_LINK, to_link(chosen()))


def hidden() -> list[str]:
    """The settings whose controls a teacher's link or a lesson hides."""
    under_way = lesson()
    names = [*state.in_link(HIDDEN_IN_LINK).split(","), *(under_way.hidden if under_way else ())]
    return [name for name in with_present_names(dict.fromkeys(names)) if name in settings()]


def _set_controls(experiment: Experiment) -> None:
    for name, value in experiment.to_dict().items():
        if name != "hidden":
            st.session_state[setting_key(name)] = value
    st.session_state[setting_key("layers")] = len(experiment.hidden)
    for layer in range(WIDEST):
        width = experiment.hidden[layer] if layer < len(experiment.hidden) else SPARE_WIDTH
        st.session_state[setting_key(f"width_{layer}")] = width
