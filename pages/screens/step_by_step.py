"""One learning step by the numbers: forward, backward and one update, with the numbers of the visitor's own drawing."""

import streamlit as st

from pages.ui.shared import state
from pages.ui.shared.measured import wait_for
from pages.ui.step_by_step.digit import labelled_drawing, source_choice
from pages.ui.step_by_step.network_of_16 import network_of_16, network_to_walk
from pages.ui.step_by_step.stages import stages
from pages.ui.step_by_step.updates import look_again

visitor = state.visitor()
state.entered("steps")
st.title("Step by step", anchor=False)
with st.container(horizontal=True, vertical_alignment="bottom", key="steps_controls"):
    digit = source_choice(visitor)
    chosen = network_to_walk(visitor)
    if chosen and digit is None:
        digit = labelled_drawing(visitor.drawing, chosen.now())
    if visitor.drawing is None:
        st.page_link("pages/screens/draw.py", label="Draw a digit", icon=":material/draw:")
if chosen is None:
    wait_for(network_of_16, "A network of 16 neurons learns, for about a second.")
    st.stop()
if chosen.learning:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(":material/info: This network is learning. Its numbers are held still here while you look.", width="content")
        st.button("Look again", icon=":material/refresh:", on_click=look_again)
stages(visitor, chosen, digit)
