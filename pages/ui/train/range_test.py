"""Find a learning rate: a short pass in which the rate rises, its zones on a chart, and a click that takes the advice."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from nncore import Digits, Experiment
from nncore.compute.job import FAILED, CalculationJob
from nncore.compute.watch import NOBODY
from nncore.runs.range_test import STEPS, RangeTest, range_test
from nncore.setting import written

from ..shared import server
from ..shared.show_chart import show_chart
from ..shared.state import RANGE_TEST, setting_key
from ..shared.visitor import Visitor
from . import charts

AWAY = "The test was stopped while you were away; run it again."


def find_rate(visitor: Visitor, experiment: Experiment, digits: Digits) -> None:
    """A button that begins the range test for the settings as they are, how far it is, and what it found."""
    settings = replace(experiment, learning_rate=1.0)  # the test does not depend on it
    tested, job = st.session_state.get(RANGE_TEST, (None, None))
    mine = tested == settings
    with st.container(key="range_test"):
        st.caption("In one short pass the learning rate rises from far too small to far too large; the loss tells which rates "
                   "learn.")
        st.button("Run the range test", icon=":material/trending_up:", on_click=_begin, args=(visitor, settings, digits),
                  disabled=mine and job.active)
        if mine and job.active:
            st.fragment(run_every=0.5)(_how_far)(job)
        elif mine and job.failure == NOBODY:
            st.info(AWAY, icon=":material/info:")
        elif mine and job.state == FAILED:
            st.error(f"{job.failure}.", icon=":material/error:")
        elif mine:
            _found(job.result)


def _begin(visitor: Visitor, settings: Experiment, digits: Digits) -> None:
    """Hand the test to a worker, so that the page lives on meanwhile; one for settings of before is wanted no more."""
    _, before = st.session_state.get(RANGE_TEST, (None, None))
    if before and before.active:
        before.give_up()
    job = CalculationJob(server.desk(), visitor, range_test, settings, digits)
    st.session_state[RANGE_TEST] = settings, job
    job.begin()


def _how_far(job: CalculationJob) -> None:
    """A bar while the test goes on; then the page is drawn anew, with what it found."""
    if not job.active:
        st.rerun()
    st.progress(job.progress, f"Step {job.progress * STEPS:.0f} of {STEPS}, with a rising rate")


def _found(found: RangeTest) -> None:
    slow, rate, wild = (float(f"{each:.1g}") for each in (found.slow, found.best, found.wild))
    slow, said, wild = map(written, (slow, rate, wild))
    st.button(f"Take {said}", icon=":material/check:", on_click=_take, args=(rate,))
    st.caption(f"Below {slow} hardly anything is learned, above {wild} the steps are too long.")
    show_chart(charts.range_test(found), key="rate_test",
               alt=f"Loss against the learning rate: it falls from {slow} on and rises after {wild}")


def _take(rate: float) -> None:
    st.session_state[setting_key("learning_rate")] = rate
