"""Find a learning rate: a short pass in which the rate rises, its zones on a chart, and a click that takes the advice."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from nncore import Digits, Experiment
from nncore.runs.range_test import STEPS, range_test

from ..shared import server
from ..shared.calculation import calculated
from ..shared.show_chart import show_chart
from ..shared.state import RANGE_TEST, setting_key
from ..shared.visitor import Visitor
from . import charts


def find_rate(visitor: Visitor, experiment: Experiment, digits: Digits) -> None:
    """A button that runs the range test for the settings as they are, and what it found."""
    settings = replace(experiment, learning_rate=1.0)  # the test does not depend on it
    st.caption("In one short pass the learning rate rises from far too small to far too large; the loss tells which rates learn.")
    if st.button("Run the range test", icon=":material/trending_up:"):
        try:
            with st.spinner(f"{STEPS} steps with a rising rate ...", show_time=True):
                st.session_state[RANGE_TEST] = settings, calculated(server.desk(), visitor, range_test, settings, digits)
        except ValueError as error:
            st.error(f"{error}.", icon=":material/error:")
    tested, found = st.session_state.get(RANGE_TEST, (None, None))
    if tested != settings:
        return
    rate = float(f"{found.best:.1g}")
    st.button(f"Take {rate:g}", icon=":material/check:", on_click=_take, args=(rate,))
    st.caption(f"Below {found.slow:.2g} hardly anything is learned, above {found.wild:.2g} the steps are too long.")
    show_chart(charts.range_test(found), key="rate_test",
               alt=f"Loss against the learning rate: it falls from {found.slow:.2g} on and rises after {found.wild:.2g}")


def _take(rate: float) -> None:
    st.session_state[setting_key("learning_rate")] = rate
