"""Change one thing: the controls say what a run was trained with, and the page says which of them was changed since."""

from __future__ import annotations

import streamlit as st

from nncore import Experiment
from nncore.experiment import differences
from nncore.runs.comparison import changes_in_words

from ..shared.chosen_settings import show
from ..shared.run import Run
from ..shared.state import CHANGE_ONE


def begin_change(run: Run) -> None:
    """Let the controls say what `run` was trained with at its end."""
    show(run.history.now)
    st.session_state[CHANGE_ONE] = run.number
    st.toast("The controls say what this run was trained with. Change one of them, and press Start.", icon=":material/tune:")


def changed_so_far(run: Run | None, experiment: Experiment) -> None:
    """While one thing of `run` is to be changed: what `experiment` has otherwise."""
    if run is None or run.active or st.session_state.get(CHANGE_ONE) != run.number:
        return
    changed = len(differences(run.history.now, experiment))
    if not changed:
        said = f"The controls say what run {run.number} was trained with. Change one of them, then press Start."
    elif changed == 1:
        said = f"Against run {run.number} {changes_in_words(run.history.now, experiment)}. Press Start to see what it does."
    else:
        said = (f"Against run {run.number} {changes_in_words(run.history.now, experiment)}. With {changed} changes you will not "
                "know which of them did it.")
    st.info(said, icon=":material/tune:")
