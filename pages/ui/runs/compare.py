"""What a change did, at one look: the sentence, the curves over each other, and beside them the runs to choose from."""

from __future__ import annotations

import streamlit as st

from ..shared import run_log, runs, server, state
from ..shared.coach_box import coach
from ..shared.run import Run
from ..shared.show_chart import show_chart
from ..shared.visitor import Visitor
from . import charts
from .cards import run_cards, ticked_runs, undo_line
from .charts import MOST_COMPARED
from .colours import coloured
from .luck import repeat, say
from .take_home import take_home

MEANINGS = {"guessing": "any answer at random", "nearest mean digit": "the digit whose mean image is closest",
            "softmax regression": "a network whose pixels speak for the ten answers directly"}


def compare(visitor: Visitor) -> None:
    """The runs, and what is to be said of those that are ticked."""
    polling = _moving(visitor)

    @st.fragment(run_every=1.0 if polling else None)
    def log() -> None:
        if visitor.sweep:
            runs.take_in(visitor, visitor.sweep)
        if visitor.runs:
            _comparison(visitor)
        else:
            _nothing_yet(visitor)
        if polling != _moving(visitor):
            st.rerun()

    log()


def _moving(visitor: Visitor) -> bool:
    """Whether anything here may change by itself."""
    return any(run.active for run in visitor.runs) or bool(visitor.sweep and visitor.sweep.active)


def _nothing_yet(visitor: Visitor) -> None:
    undo_line(visitor)
    st.info("Nothing has run yet. Train a network, change one setting, train again: here both are kept and compared.",
            icon=":material/science:")
    st.page_link("pages/screens/train.py", label="Train a network", icon=":material/model_training:")


def _comparison(visitor: Visitor) -> None:
    """First what is compared, in words, curves and cards; then what can be done with one run; then all in one chart."""
    ticked = ticked_runs(visitor)
    compared = ticked[:MOST_COMPARED] or visitor.runs[-2:]
    colours = coloured(compared)
    say(visitor, compared)
    curves, cards = st.columns([7, 5], gap="medium")
    with curves:
        _overlay(visitor, compared, colours)
    with cards:
        if len(ticked) > MOST_COMPARED:
            st.caption(f"{MOST_COMPARED} runs can be compared at a time: the first of the ticked ones, which have a colour.")
        elif not ticked:
            st.caption("The newest are compared. Tick others to compare, star or remove them." if len(visitor.runs) > 1 else
                       "Change one setting and train again: the two runs will be compared here.")
        run_cards(visitor, colours)
    if len(compared) == 1:
        _alone(visitor, compared[0])
    _against(visitor, compared, colours)


def _overlay(visitor: Visitor, compared: list[Run], colours: dict[int, int]) -> None:
    """The curves of the compared runs over each other, with what needs no hidden layer beside them."""
    names = ", ".join(run.name for run in compared)
    curves = {run.name: run_log.curves(run.history) for run in compared}
    bands = {run.name: run_log.band(visitor.runs, run) for run in compared}
    places = {run.name: colours[run.number] for run in compared}
    tabs = st.tabs(["Accuracy", "Loss"], key=state.MEASURE, on_change="rerun")
    for tab, measure in zip(tabs, ("accuracy", "loss"), strict=True):
        if tab.open:
            with tab:
                show_chart(charts.overlay(curves, bands, measure, server.baselines(), places), grows="high",
                           key=f"overlay_{measure}",
                           alt=f"The {measure} of {names} over the epochs; a band where there are more seeds")
    said = ", ".join(f"{way} ({MEANINGS[way]}) {accuracy:.1%}" for way, accuracy in server.baselines().items())
    without = f" Without a hidden layer: {said}." if said else ""
    st.caption(f"Curves are of validation digits, which no run has learned from.{without}")


def _alone(visitor: Visitor, run: Run) -> None:
    """What can be done with one run: repeat it, follow the coach, take it home."""
    if run_log.tested(run):
        repeat(visitor, run)
    coach(visitor, run)
    if run.history.test and not run.active:
        take_home(run)


def _against(visitor: Visitor, compared: list[Run], colours: dict[int, int]) -> None:
    """A dot for each run: accuracy against a setting or the price."""
    finished = [run for run in visitor.runs if run.history.test]
    if len(finished) < 2:
        return
    apart = [name for name in run_log.telling_apart(finished) if name != "seed"]
    st.session_state.setdefault(state.AGAINST, (*apart, *charts.PRICES)[0])  # at first what was changed
    setting = st.selectbox("Test accuracy of all runs against", charts.against_choices(), format_func=charts.against_label,
                           key=state.AGAINST, persist_state="session", width=328,
                           help="A setting, or the price: what the network takes to be kept, to read a digit, and to be trained.")
    places = {run.name: colours[run.number] for run in compared}
    dots = charts.dots([run.history.experiment for run in finished], run_log.table(finished), setting, server.baselines(), places)
    show_chart(dots, key="dots", grows="high", alt=f"A dot for each run: test accuracy against {charts.against_label(setting)}")
