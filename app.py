"""The frame of the app: its title, its pages, and nothing else."""

import os

# One thread: two that wait for each other on a busy core are up to ten times slower. Read when numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import streamlit as st

from pages.ui.shared import state
from pages.ui.shared.frame import frame
from pages.ui.shared.garbage import set_aside
from pages.ui.shared.held_uploads import bound_what_is_held
from pages.ui.shared.neuron_card import keep_card
from pages.ui.shared.own_address import ask_nobody
from pages.ui.shared.told import measure_what_is_told

ask_nobody()
bound_what_is_held()
measure_what_is_told()
st.set_page_config(page_title="Inkling", page_icon="✒️", layout="wide")
pages = [
    st.Page("pages/screens/draw.py", title="Draw", icon=":material/draw:", default=True),
    st.Page("pages/screens/train.py", title="Train", icon=":material/model_training:", url_path="train"),
    st.Page("pages/screens/runs.py", title="Runs", icon=":material/science:", url_path="runs"),
    st.Page("pages/screens/weights.py", title="Weights", icon=":material/grid_view:", url_path="weights"),
    st.Page("pages/screens/step_by_step.py", title="Steps", icon=":material/stairs:", url_path="steps"),
    st.Page("pages/screens/class_room.py", title="Class", icon=":material/school:", url_path="class"),
]
page = st.navigation(pages, position="hidden")
visitor = state.visitor()
frame(pages, page, visitor)
page.run()
keep_card(visitor)
set_aside()
