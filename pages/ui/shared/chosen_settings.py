"""What the controls of the Train page say: they can be set from anywhere in the app."""

from __future__ import annotations

import streamlit as st

from nncore import Experiment, recipes, settings

from .state import setting_key

FIRST = recipes()["quick"].experiment  # what the controls say to a first visitor
SPARE_WIDTH = 32  # of a layer that is added


def show(experiment: Experiment) -> None:
    """Let all controls say what `experiment` says."""
    for name, value in experiment.to_dict().items():
        if name != "hidden":
            st.session_state[setting_key(name)] = value
    st.session_state[setting_key("layers")] = len(experiment.hidden)
    for layer in range(settings()["hidden"].max_length):
        width = experiment.hidden[layer] if layer < len(experiment.hidden) else SPARE_WIDTH
        st.session_state[setting_key(f"width_{layer}")] = width
