"""Change a run while it learns, or go back to one of its epochs and on from there in another way."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from nncore import Experiment
from nncore.runs.comparison import changes_in_words

from ..shared import runs
from ..shared.refusal import attempt, say_refusal
from ..shared.run import Run
from ..shared.visitor import Visitor

SAME, BESIDE = "the run's settings", "the settings beside"


def live_change(run: Run, experiment: Experiment) -> None:
    """What the controls say otherwise than the run that is under way, and a button that tells the run."""
    if experiment == run.history.now:
        return
    try:
        run.history.now.check_live_change(experiment)
    except ValueError:
        st.caption("The settings that you chose begin with the next run; some of them cannot change in this one.")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Change this run", icon=":material/bolt:", on_click=attempt,
                  args=("run", run.change, experiment),
                  help="It goes on with the settings that you chose; the charts mark where.")
        st.caption(f"In your settings {changes_in_words(run.history.now, experiment)}.")


def go_back(visitor: Visitor, run: Run, experiment: Experiment) -> None:
    """Choose an epoch of a run that has ended, and go on from there as a branch."""
    if run.epoch <= run.history.first_epoch:
        return
    with st.expander("Go back to an epoch", icon=":material/history:"):
        epoch = st.slider("Epoch", run.history.first_epoch, run.epoch, run.epoch - 1, key=f"epoch_{run.number}",
                          help="The network as it was after so many epochs. 0: before the first step.")
        how = st.segmented_control("Go on with", [SAME, BESIDE], default=SAME, required=True, key=f"how_{run.number}",
                                   help="Another learning rate, batch size, dropout ...; the layers and the optimizer stay.")
        later = experiment if how == BESIDE else run.history.now
        later = replace(later, epochs=max(later.epochs, epoch + 1))
        st.button(f"Go on from epoch {epoch}", icon=":material/call_split:", key=f"branch_{run.number}", on_click=attempt,
                  args=("branch", runs.branch, visitor, run, epoch, later))
        say_refusal("branch")
