"""How a run stands, in one line: how far it has come, its place in the line, how it was taken up again."""

from __future__ import annotations

import streamlit as st

from nncore.compute.job import PAUSED, RUNNING, WAITING
from nncore.compute.job_queue import MOST_AT_ONCE, TURN

from ..shared.run import Run

BEGINS = "it begins"


def status(run: Run) -> None:
    """A bar, and what there is to know of the run now."""
    st.progress(run.progress, f"Run {run.number}: epoch {min(run.epoch + 1, run.planned)} of {run.planned}, {_state(run)}")
    if run.notice:
        st.info(run.notice, icon=":material/info:")


def _state(run: Run) -> str:
    if run.state == WAITING:
        return _place(run)
    if run.state == PAUSED:
        return "paused"
    speed = f"{run.images_per_second:,.0f} images per second"
    if run.state == RUNNING:
        return f"{speed}, {run.seconds_left:.0f} s left" if run.seconds_left is not None else BEGINS
    return f"{speed}, {run.history.seconds:.1f} s in all"


def _place(run: Run) -> str:
    place = run.desk.place(run)
    if place is None:  # it has just left the line
        return BEGINS
    if place.own:
        return f"waiting for your other runs, of which at most {MOST_AT_ONCE} train at a time"
    if place.seconds < 1:
        return "begins at once"
    return (f"{_ordinal(place.number)} in line, about {place.seconds:.0f} s to wait; each run trains for {TURN:.0f} s, then the "
            "next one")


def _ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th ..."""
    ending = "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
