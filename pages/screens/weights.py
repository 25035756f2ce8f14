"""Look inside a network: what its weights are, and what they do."""

import streamlit as st

from pages.ui.shared import state
from pages.ui.shared.networks import network_choice
from pages.ui.weights.looked_at import came_back
from pages.ui.weights.views import FILTERS, VIEWS

visitor = state.visitor()
if state.entered("weights"):
    came_back()
view = VIEWS[st.session_state.setdefault(state.VIEW, FILTERS)]
st.title(view.title, anchor=False)
with st.container(horizontal=True, key="filter_controls"):
    st.segmented_control("Look at", VIEWS, required=True, key=state.VIEW, persist_state="session")
    with st.container(width=340):
        chosen = network_choice(visitor)
    view.controls()
st.caption(view.what)
view.show(visitor, chosen)
