"""What a change did is said in a sentence, and whether it was luck: another seed gives another accuracy."""

from __future__ import annotations

import itertools
from dataclasses import replace

import streamlit as st

from nncore.compute.job_queue import MOST_AT_ONCE

from ..shared import run_log, runs
from ..shared.as_text import as_text
from ..shared.changed_settings import changes
from ..shared.refusal import attempt, say_refusal
from ..shared.run import Run
from ..shared.visitor import Visitor

SEED = "The seed is where random numbers start: a run's first weights and the order of its images come from it."
INTERVAL = ("An interval is where a value lies if it is not luck: of 100 such intervals about 95 hold the true value. Wilson, "
            f"Student, Welch and McNemar found how to calculate what is said here. {SEED}")
REPEAT = (f"The same settings with other seeds. {SEED} At most {MOST_AT_ONCE} of your runs train at a time; the others wait "
          "for them.")


def say(visitor: Visitor, compared: list[Run]) -> None:
    """What there is to say of one run, of two, or of several."""
    if len(compared) == 2:
        verdict, _, why = (run_log.verdict(visitor.runs, *compared) or "").partition(": ")
        st.markdown(f"**{run_log.in_words(*compared)}**" + (f" Was it luck? {verdict}." if verdict else ""))
        if why:
            st.caption(f"{why[0].upper()}{why[1:]}", help=INTERVAL)
    elif len(compared) == 1:
        _say_of_one(visitor, *compared)
    elif best := run_log.best_in_words(compared):
        st.markdown(f"**{best}**")


def _say_of_one(visitor: Visitor, run: Run) -> None:
    """What a run came to, and what was changed on its way."""
    if run_log.tested(run):
        st.markdown(f"**{as_text(run.name)} reads {run.history.accuracy:.2%} of the test digits right.** Was it luck? "
                    f"{run_log.uncertainty_in_words(visitor.runs, run)}", help=INTERVAL)
    else:
        st.markdown(f"**{as_text(run.name)}: {run_log.standing(run)}**")
    for position, what in changes(run.history):
        st.markdown(f"After {position:.3g} epochs {what}.")


def _repeat(visitor: Visitor, run: Run, times: int) -> None:
    """Begin runs with seeds that were not used yet, beside the current network. Raises ValueError if they are too many."""
    runs.check_room(visitor, times)
    used = {each.history.experiment.seed for each in run_log.siblings(visitor.runs, run)}
    seeds = (seed for seed in itertools.count(run.history.experiment.seed + 1) if seed not in used)
    for seed in itertools.islice(seeds, times):
        runs.start_beside(visitor, replace(run.history.experiment, seed=seed), run.digits)


def repeat(visitor: Visitor, run: Run) -> None:
    """A click that runs a run again with other seeds."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        times = st.number_input("Other seeds", 2, 4, 2, width=140, help="Together with this run that makes 3 to 5.")
        if st.button("Repeat", icon=":material/repeat:", help=REPEAT):
            attempt("luck", _repeat, visitor, run, times)
            st.rerun()
    say_refusal("luck")
