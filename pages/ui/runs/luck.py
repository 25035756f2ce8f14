"""What a change did is said in a sentence, and whether it was luck: another seed gives another accuracy."""

from __future__ import annotations

import itertools
from dataclasses import replace

import streamlit as st

from nncore.compute.job_queue import MOST_AT_ONCE

from ..shared import run_log, runs
from ..shared.changed_settings import changes
from ..shared.refusal import attempt, say_refusal
from ..shared.run import Run
from ..shared.visitor import Visitor

SEED = "The seed is where random numbers start: a run's first weights and the order of its images come from it."
INTERVAL = ("An interval is where a value lies if it is not luck: of 100 intervals of 95%, about 95 hold the true value. "
            f"{SEED}")
REPEAT = (f"The same settings with other seeds. {SEED} At most {MOST_AT_ONCE} of your runs train at a time; the others wait "
          "for them.")


def say(visitor: Visitor, compared: list[Run]) -> None:
    """What there is to say of one run, of two, or of several."""
    if len(compared) == 2:
        st.markdown(f"**{run_log.in_words(*compared)}**")
        if said := run_log.verdict(visitor.runs, *compared):
            st.markdown(f"Was it luck? {said}", help=INTERVAL)
    elif len(compared) == 1:
        for position, what in changes(compared[0].history):
            st.markdown(f"After {position:.3g} epochs {what}.")
        if run_log.tested(compared[0]):
            st.markdown(f"Was it luck? {run_log.uncertainty_in_words(visitor.runs, compared[0])}", help=INTERVAL)
    elif best := run_log.best_in_words(compared):
        st.markdown(f"**{best}**")


def _repeat(visitor: Visitor, run: Run, times: int) -> None:
    """Begin runs of the same settings with seeds that were not used yet. Raises ValueError if they are too many."""
    runs.check_room(visitor, times)
    used = {each.history.experiment.seed for each in run_log.siblings(visitor.runs, run)}
    seeds = (seed for seed in itertools.count(run.history.experiment.seed + 1) if seed not in used)
    for seed in itertools.islice(seeds, times):
        runs.start(visitor, replace(run.history.experiment, seed=seed), run.digits)


def repeat(visitor: Visitor, run: Run) -> None:
    """A click that runs a run again with other seeds."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        times = st.number_input("Other seeds", 2, 4, 2, width=140, help="Together with this run that makes 3 to 5.")
        if st.button("Repeat", icon=":material/repeat:", help=REPEAT):
            attempt("luck", _repeat, visitor, run, times)
            st.rerun()
    say_refusal("luck")
