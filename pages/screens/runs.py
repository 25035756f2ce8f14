"""Every run is kept: compare runs, see what a change did and whether it was luck, and try many settings at once."""

import streamlit as st

from pages.ui.runs.compare import compare
from pages.ui.shared import state
from pages.ui.sweep.controls import sweep_controls
from pages.ui.sweep.results import sweep_results

COMPARE, SWEEP = "Compare", "Sweep"

visitor = state.visitor()
state.entered("runs")

st.title("Runs", anchor=False)
st.caption("A run is one training of one network. Its settings are all that was chosen for it, from its layers to its seed.")
if state.TAB not in st.session_state and state.in_link(state.TAB_IN_LINK) in (COMPARE, SWEEP):
    st.session_state[state.TAB] = state.in_link(state.TAB_IN_LINK)
comparing, sweeping = st.tabs([COMPARE, SWEEP], key=state.TAB, on_change="rerun")
state.put_into_link(state.TAB_IN_LINK, SWEEP if sweeping.open else COMPARE)
if sweeping.open:
    with sweeping:
        results, controls = st.columns([11, 7], gap="large")
        with controls:
            planned = sweep_controls(visitor)
        with results:
            sweep_results(visitor, planned)
else:
    with comparing:
        compare(visitor)
