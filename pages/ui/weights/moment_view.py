"""The moments of a run: how its filters formed, from before the first step to the end, moment by moment."""

from __future__ import annotations

from functools import partial

import numpy as np
import streamlit as st

from nncore import Network
from nncore.compute.job import FAILED, CalculationJob
from nncore.compute.watch import NOBODY
from nncore.runs.moments import LONGEST_WAY, first_weights, gone_through, moments, to_go_through

from ..shared import server
from ..shared.as_text import as_text
from ..shared.by_network import kept_by_network
from ..shared.measured import AT_ONCE
from ..shared.networks import Choice
from ..shared.run import Run
from ..shared.state import MOMENTS
from ..shared.visitor import Visitor
from .filters import BY_NUMBER, COMMON, STRONGEST
from .moment_player import moment_player
from .moment_sheets import MomentSheets
from .ready import ready_filters

SHOWN = 24  # of all filters
MOST_RUNS = 2  # whose moments are kept: half a megabyte each
WHAT = ("How the filters of a run formed, from random first weights to the end. The first steps are closer together, as most "
        "happens there; then each moment is the end of an epoch.")
STEP = "A step changes all weights a little, after a look at one batch of images. In an epoch the network sees each image once."
THE_SAME = ("Only some networks of a run are kept. The way between them was trained again, with the same random numbers: these "
            "are the very weights that the run had.")
AWAY = "It was given up while you were away."


def moment_view(visitor: Visitor, chosen: Choice) -> None:
    """The filters of the chosen run at its moments; where there is no run, or it has not ended, why there are none."""
    if chosen.run is None:
        _without_a_run(chosen)
    elif chosen.learning:
        st.fragment(run_every=1.0)(_learning)(chosen.run)
    else:
        _ended(visitor, chosen, chosen.run)


def _without_a_run(chosen: Choice) -> None:
    whence = "ships with Inkling" if chosen.ships else "was opened from a file"
    st.info(f"{as_text(chosen.short)} {whence}: only its last moment is known, and not the way there. Train a network, and you "
            "can see all moments of its run here.", icon=":material/info:")
    st.page_link("pages/screens/train.py", label="Train a network", icon=":material/model_training:")


def _learning(run: Run) -> None:
    if not run.active:
        st.rerun()  # polling ends
    st.info(f"{as_text(run.name)} has not ended. Once it has, its moments can be seen here; meanwhile look at its filters as "
            "they are now.", icon=":material/hourglass:")
    st.progress(run.progress, f"Epoch {min(run.epoch + 1, run.planned)} of {run.planned}")


def _ended(visitor: Visitor, chosen: Choice, run: Run) -> None:
    if len(moments(run.history)) < 2:
        st.info("This run ended before its first step: there is but one moment.", icon=":material/info:")
        return
    network = chosen.now()
    filters = ready_filters(chosen, network, COMMON)
    neurons = filters.sequence(STRONGEST if filters.outgoing is not None else BY_NUMBER, None)[:SHOWN]
    job = _looked_for(visitor, run, network, neurons)
    if isinstance(job, MomentSheets):
        _play(run, job, filters.kind, f"moments_{chosen.name}_{run.history.step}", len(filters.weights))
    elif job.state == FAILED:
        st.error(AWAY if job.failure == NOBODY else f"{as_text(job.failure)}.", icon=":material/error:")
        st.button("Try again", on_click=_forget, args=(network,), icon=":material/refresh:")
    else:
        st.fragment(run_every=0.5)(_how_far)(job)


def _looked_for(visitor: Visitor, run: Run, network: Network, neurons: np.ndarray) -> CalculationJob | MomentSheets:
    """The filters at all moments; or, until they are there, the job that goes the way again. They go with the network."""
    known = kept_by_network(MOMENTS, network, most=MOST_RUNS)
    if network not in known:
        known[network] = job = CalculationJob(
            server.desk(), visitor, partial(gone_through, look=partial(first_weights, neurons=neurons), seconds=LONGEST_WAY),
            to_go_through(run.history), run.digits.train, moments(run.history))
        job.begin()
        job.wait(AT_ONCE)
    if isinstance(known[network], CalculationJob) and known[network].result:
        known[network] = MomentSheets.of(run.history, neurons, known[network].result)
    return known[network]


def _forget(network: Network) -> None:
    st.session_state[MOMENTS].pop(network, None)


def _how_far(job: CalculationJob) -> None:
    """How much of the way is gone; then the page is drawn anew."""
    if not job.active:
        st.rerun()
    st.progress(job.progress, "Training goes the way again, to see what was not kept ...")


def _play(run: Run, sheets: MomentSheets, kind: str, key: str, count: int) -> None:
    measured_on = "on digits held back" if run.history.validation else "of the training images"
    moment_player(sheets, kind=kind, measured_on=measured_on, key=key)
    which = f"The {len(sheets.neurons)} strongest of {count:,} filters" if count > SHOWN else f"All {count} filters"
    st.caption(f"{which}, all moments on the scale of the last one. {STEP}", help=THE_SAME)
    left_out = len(moments(run.history)) - len(sheets.moments)
    if left_out:
        st.caption(f"{left_out} moments are left out: to train the way to them again would take more than {LONGEST_WAY:.0f} "
                   "seconds.")
