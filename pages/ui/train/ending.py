"""How a run ended: what its test accuracy means, whether it was better than the run before, and where to go from here."""

from __future__ import annotations

import streamlit as st

from nncore.experiment import differences
from nncore.schedules import end_rate
from nncore.setting import written

from ..shared import run_log
from ..shared.networks import run_name
from ..shared.run import Run
from ..shared.visitor import Visitor
from .change_one import begin_change

LEARNED = 0.9  # test accuracy from which a run has gone well
MOST_CHANGES = 3  # settings in which a run is compared with the one before


def ending(run: Run) -> None:
    """Why the run ended, and how well the network reads digits that it has never seen."""
    history = run.history
    if history.test is None or history.diverged:
        st.warning(history.reason, icon=":material/warning:")
        return
    count = int(history.test.confusion.sum())
    right = round(history.test.accuracy * count)
    said = (f"{history.reason} Test accuracy **{history.test.accuracy:.2%}**: of {count:,} digits that it has never seen, "
            f"the network reads {right:,} right.")
    if history.test.accuracy >= LEARNED:
        st.success(said, icon=":material/check:")
    else:
        st.info(f"{said} {meaning(history.test.accuracy)}", icon=":material/info:")


def meaning(accuracy: float) -> str:
    """What a test accuracy below LEARNED means."""
    if accuracy < 0.2:
        return "Guessing gets 10%: it has learned next to nothing."
    return "It has learned something; with good settings and enough epochs more than 97% are read right."


def beside_the_run_before(visitor: Visitor, run: Run) -> None:
    """What was changed since the run before, and what came of it, where it was little, and nothing but settings."""
    for before in visitor.runs[-2:-1]:
        comparable = run_log.tested(before) and run_log.tested(run) and run_log.same_ground(before, run)
        if comparable and 1 <= len(differences(before.history.now, run.history.now)) <= MOST_CHANGES:
            st.caption(f"{run_log.in_words(before, run)} Whether that was luck, Runs can tell.")


def next_steps(visitor: Visitor, run: Run) -> None:
    """Where one goes with a network that has been trained."""
    with st.container(horizontal=True, key="next_steps"):
        if st.button("Draw with it", icon=":material/draw:", on_click=_choose, args=(visitor, run)):
            st.switch_page("pages/screens/draw.py")
        if st.button("See its filters", icon=":material/grid_view:", on_click=_choose, args=(visitor, run),
                     help="A filter is what a neuron of the first layer looks for: its weights, as a picture."):
            st.switch_page("pages/screens/weights.py")
        if st.button("Change one thing", icon=":material/tune:", on_click=begin_change, args=(run,),
                     help="Sets the controls to what this run was trained with. Change one of them and see what it does."):
            st.rerun()


def one_more(run: Run) -> None:
    """What one more epoch would be, after all that were planned."""
    now = run.history.now
    if run.history.test and not run.history.diverged and run.epoch >= now.epochs:
        st.caption(f"One more epoch trains on at a learning rate of {_rounded(end_rate(now.schedule, now.learning_rate))}, at "
                   "which the schedule of this run ended.")


def _rounded(rate: float) -> str:
    return written(float(f"{rate:.2g}"))


def _choose(visitor: Visitor, run: Run) -> None:
    visitor.network = run_name(run)
