"""Try many settings at once, and see which of them matter."""

import streamlit as st

from nncore import Mnist, parameter_count
from nncore.runs.halving import saved
from pages.ui.shared import runs, server, state
from pages.ui.shared.chosen_settings import FIRST
from pages.ui.shared.networks import shape
from pages.ui.shared.run_log import sweep_table
from pages.ui.shared.sweep_run import PAUSED, STOPPED, WAITING, SweepRun
from pages.ui.sweep import charts
from pages.ui.sweep.plan import shortened, sweep_plan

FEW_IMAGES = 10_000
MOST_NUMBERS = 50_000_000  # that all networks of a sweep have together: 200 MB

visitor = state.visitor()
state.entered("sweep")
sweep = visitor.sweep

st.title("Sweep", anchor=False)
view, settings = st.columns([11, 7], gap="large")
busy = sweep is not None and sweep.active


def start() -> None:
    """Begin the sweep that the controls say."""
    digits = Mnist(visitor.own_digits.digits, server.digits().test) if visitor.own_digits else None
    visitor.sweep = SweepRun(experiments, tried, digits, prune=prune,
                             start_workers=server.start_workers, turn=server.sweep_turn(), is_watched=visitor.is_watched)


with settings, st.container(border=True):
    base = visitor.shown or FIRST
    if st.toggle(f"On {FEW_IMAGES:,} images", True, key="few_images", persist_state="session",
                 help="What is good on a sixth of the digits is mostly good on all, and each run takes a sixth of the time."):
        base = shortened(base, FEW_IMAGES)
    try:
        experiments, tried = sweep_plan(base)
        if (numbers := sum(map(parameter_count, experiments))) > MOST_NUMBERS:
            raise ValueError(f"these runs would keep {numbers:,} parameters together; up to {MOST_NUMBERS:,} are possible")
    except ValueError as error:
        st.error(f"{error}.", icon=":material/error:")
        experiments = []
    prune = st.toggle("Prune hopeless runs", key="prune", persist_state="session",
                      help="Successive halving: after a while only the better half goes on, then the better half of those. It "
                           "needs validation digits and more than one epoch.")
    if experiments:
        seconds = server.sweep_seconds(tuple(experiments), prune)
        st.markdown(f"**{len(experiments)} runs**, {server.worker_count()} at a time, about **{max(1, round(seconds)):,} s**.")
        st.button("Start the sweep", type="primary", icon=":material/play_arrow:", disabled=busy, on_click=start)
    st.caption(f"All else as on the Train page: {shape(base)}, {base.epochs} epochs.")


def buttons() -> None:
    """Pause or Resume, and Stop."""
    with st.container(horizontal=True):
        if sweep.state in (PAUSED, STOPPED):
            if st.button("Resume", icon=":material/resume:"):
                sweep.resume()
                st.rerun()  # so that polling begins again
        else:
            st.button("Pause", icon=":material/pause:", on_click=sweep.pause, disabled=not sweep.active,
                      help="Runs under way are finished, and no more begin.")
        st.button("Stop", icon=":material/stop:", on_click=sweep.stop, disabled=not sweep.active,
                  help="Also ends the runs under way. What is done is kept, and Resume goes on with the rest.")


def status() -> None:
    """How far the sweep has come, in one line."""
    done, count = len(sweep.finished), len(sweep.experiments)
    text = f"{done} of {count} runs"
    if sweep.state == WAITING:
        text += ", waiting for its turn: the machine is busy with another sweep"
    elif sweep.active and done:
        text += f", about {sweep.seconds / done * (count - done):,.0f} s left"
    elif not sweep.active:
        text += f" in {sweep.seconds:,.1f} s"
    st.progress(done / count, f"{text}, {sweep.state}")
    if sweep.reason:
        st.warning(sweep.reason, icon=":material/warning:")
    if sweep.prune and sweep.finished:
        saving = saved([each.history for each in sweep.finished if not each.failure])
        st.caption(f"Pruning: {saving.trained} of {saving.planned} epochs were trained, {saving.share:.0%} saved.")


@st.fragment(run_every=1.0 if busy else None)
def results() -> None:
    """Everything that moves while a sweep goes on."""
    if sweep is None:
        st.info("Choose which settings to try, and press Start the sweep: all cores train side by side, each result is shown as "
                "it comes, and every run joins the run log under Experiments.", icon=":material/tune:")
        return
    runs.take_in(sweep)
    buttons()
    status()
    table = sweep_table(sweep)
    if len(table):
        best = table.loc[table["Test"].idxmax()]
        st.markdown(f"Best so far: **{best['Settings']}** with {best['Test']:.2%} of the test digits.")
        if len(sweep.tried) > 1:
            st.altair_chart(charts.heat_map(table, *sweep.tried[:2]), key="heat",
                            alt="Test accuracy as a colour, for each pair of values of the first two settings")
        else:
            st.altair_chart(charts.one_setting(table, sweep.tried[0]), key="one", alt="Test accuracy against the setting")
        st.altair_chart(charts.parallel_coordinates(table, sweep.tried), key="parallel",
                        alt="A line for each run, through its value of each setting to its test accuracy")
    if busy and not sweep.active:
        st.rerun()


with view:
    results()
    if sweep and sweep.finished:
        st.page_link("pages/screens/experiments.py", label="All runs in the run log", icon=":material/science:")
