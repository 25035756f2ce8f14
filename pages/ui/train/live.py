"""Change a run while it learns, or go back to one of its epochs and on from there in another way."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from nncore import Experiment
from nncore.experiment import format_setting, settings

from ..shared import runs
from ..shared.refusal import attempt, say_refusal
from ..shared.run import Run
from ..shared.visitor import Visitor

CALMER, BESIDE = "a third of the learning rate", "the settings that you chose"


def live_change(run: Run | None, name: str, experiment: Experiment) -> None:
    """Below the control of the field `name`, if it was moved since the run under way began: a button that tells the run."""
    if run is None:
        return
    run.controls = run.controls or experiment
    before, after = getattr(run.asked, name), getattr(experiment, name)
    if not run.active or after in (before, getattr(run.controls, name)):
        return
    change = f"{format_setting(name, before)} to {format_setting(name, after)}"
    if settings()[name].live:
        st.button(f"Change this run, {change}", icon=":material/bolt:", key=f"change_{name}", on_click=attempt,
                  args=(f"change {name}", _change, run, name, after), help="It goes on so; the curve marks where.")
        say_refusal(f"change {name}")
    else:
        st.caption(f"{change}: from the next run on, as a run that is under way cannot change it.")


def _change(run: Run, name: str, value) -> None:
    run.change(replace(run.asked, **{name: value}))
    run.controls = replace(run.controls, **{name: value})


def go_back(visitor: Visitor, run: Run, experiment: Experiment) -> None:
    """Choose an epoch of a run that has ended, and go on from there in another way, as a branch."""
    if run.epoch <= run.history.first_epoch:
        return
    with st.popover("Go back to an epoch", icon=":material/history:"):
        epoch = st.slider("Epoch", run.history.first_epoch, run.epoch, run.epoch - 1, key=f"epoch_{run.number}",
                          help="The network as it was after so many epochs. 0: before the first step.")
        how = st.radio("Go on from there with", [CALMER, BESIDE], key=f"how_{run.number}",
                       help="All else stays as it was. Of your settings all can differ but the layers and the optimizer.")
        now = run.history.now
        later = experiment if how == BESIDE else replace(now, learning_rate=max(float(f"{now.learning_rate / 3:.2g}"), 1e-5))
        later = replace(later, epochs=max(later.epochs, epoch + 1))
        if same := later == now:
            st.caption("Your settings are those of this run: with them the same would come again. Change one of them first.")
        st.button(f"Go on from epoch {epoch}", icon=":material/call_split:", key=f"branch_{run.number}", on_click=attempt,
                  args=("branch", runs.branch, visitor, run, epoch, later), disabled=same)
        say_refusal("branch")
