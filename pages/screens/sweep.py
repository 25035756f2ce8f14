"""Try many settings at once, and see which of them matter."""

import streamlit as st

from nncore import Experiment, Mnist, parameter_count
from nncore.compute.job import ENDED, PAUSED, WAITING
from nncore.compute.sweep_job import STOPPED
from nncore.runs.halving import saving
from pages.ui.shared import chosen_settings, runs, server, state
from pages.ui.shared.networks import shape
from pages.ui.shared.refusal import attempt, say_refusal
from pages.ui.shared.run_log import sweep_table, tried_in_words
from pages.ui.shared.show_chart import show_chart
from pages.ui.shared.sweep_run import SweepRun
from pages.ui.sweep import charts
from pages.ui.sweep.plan import shortened, sweep_plan

FEW_IMAGES = 10_000
MOST_NUMBERS = 50_000_000  # that all networks of a sweep have together: 200 MB

visitor = state.visitor()
state.entered("sweep")
sweep = visitor.sweep
own = visitor.own_digits
train = own.digits if own else server.digits().train

st.title("Sweep", anchor=False)
view, settings = st.columns([11, 7], gap="large")
busy = sweep is not None and sweep.active


def start() -> None:
    """Begin the sweep that the controls say. Raises ValueError if it cannot be."""
    digits = Mnist(own.digits, server.digits().test) if own else server.digits()
    runs.start_sweep(visitor, SweepRun(server.sweep_desk(), visitor, experiments, tried, digits, prune=prune))


def planned(base: Experiment) -> tuple[list[Experiment], tuple[str, ...]]:
    """(the Experiments of the sweep, the fields in which they differ). Raises ValueError if there is no such sweep."""
    experiments, tried = sweep_plan(base)
    if (numbers := sum(map(parameter_count, experiments))) > MOST_NUMBERS:
        raise ValueError(f"these runs would keep {numbers:,} parameters together; up to {MOST_NUMBERS:,} are possible")
    return experiments, tried


with settings, st.container(border=True):
    if fault := chosen_settings.take_link():
        st.error(fault, icon=":material/link_off:")
    base = chosen_settings.chosen()
    few = len(train) > FEW_IMAGES and st.toggle(
        f"On {FEW_IMAGES:,} images", True, key="few_images", persist_state="session",
        help="What is good on a sixth of the digits is mostly good on all, and each run takes a sixth of the time.")
    if few:
        base = shortened(base, FEW_IMAGES, len(train))
    plan = st.container()
    prune = st.toggle("Prune hopeless runs", key="prune", persist_state="session",
                      help="Successive halving: after a while only the half that is better on the validation digits goes on, "
                           "then the better half of those. It needs more than one epoch.")
    try:
        with plan:
            experiments, tried = planned(base)
        workers = server.sweep_desk().size
        seconds = server.sweep_seconds(tuple(experiments), prune, own.identity if own else (), train) / workers
        st.markdown(f"**{len(experiments)} runs**, {workers} at a time, about **{max(1, round(seconds)):,} s**.")
        st.button("Start the sweep", type="primary", icon=":material/play_arrow:", disabled=busy,
                  on_click=attempt, args=("sweep", start))
    except ValueError as error:
        plan.error(f"{error}.", icon=":material/error:")
    say_refusal("sweep")
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
                      help="The runs under way rest where they are, and no more begin.")
        st.button("Stop", icon=":material/stop:", on_click=sweep.stop, disabled=not sweep.active,
                  help="Also ends the runs under way. What is done is kept, and Resume goes on with the rest.")


def status() -> None:
    """How far the sweep has come, in one line."""
    done, count = len(sweep.finished), len(sweep.experiments)
    text = f"{done} of {count} runs"
    if sweep.state == WAITING:
        text += ", waiting until the machine has nothing else to do: runs of single networks go first"
    elif sweep.active and done:
        text += f", about {sweep.seconds / done * (count - done):,.0f} s left"
    elif not sweep.active:
        text += f" in {sweep.seconds:,.1f} s"
    st.progress(done / count, f"{text}, {sweep.state}")
    if sweep.reason:
        st.warning(sweep.reason, icon=":material/warning:")
    if sweep.prune and sweep.finished:
        spared = saving([each.history for each in sweep.finished if not each.failure])
        st.caption(f"Pruning: {spared.trained} of {spared.planned} epochs were trained, {spared.share:.0%} saved.")


def show_best() -> None:
    """The settings that are best on the validation digits and, once nothing can change that, how they do on the test set."""
    ended, chosen = sweep.state == ENDED, sweep.best
    if chosen is None:
        return
    history = chosen.history
    said = f"**{tried_in_words(sweep, history)}** with {history.validated.validation_accuracy:.2%} of the validation digits."
    if ended:
        st.markdown(f"Best: {said} Of the {history.test.confusion.sum():,} test digits, which had no part in the choice, it "
                    f"reads **{history.accuracy:.2%}**.")
    else:
        st.markdown(f"Best so far: {said}")


@st.fragment(run_every=1.0 if busy else None)
def results() -> None:
    """Everything that moves while a sweep goes on."""
    if sweep is None:
        st.info("Choose which settings to try, and press Start the sweep: its runs train on all cores that nobody else wants, "
                "each result is shown as it comes, and every run joins the run log under Experiments.", icon=":material/tune:")
        return
    runs.take_in(visitor, sweep)
    buttons()
    status()
    table = sweep_table(sweep)
    if len(table):
        show_best()
        if len(sweep.tried) > 1:
            show_chart(charts.heat_map(table, *sweep.tried[:2]), key="heat",
                            alt="Validation accuracy as a colour, for each pair of values of the first two settings")
        else:
            show_chart(charts.one_setting(table, sweep.tried[0]), key="one", alt="Validation accuracy against the setting")
        show_chart(charts.parallel_coordinates(table, sweep.tried), key="parallel",
                        alt="A line for each run, through its value of each setting to its validation accuracy")
    if lost := [tried_in_words(sweep, each.history) for each in sweep.finished if each.failure or each.history.diverged]:
        st.caption(f"Not shown, as they exploded or failed: {'; '.join(lost)}. The run log says why.")
    if busy and not sweep.active:
        st.rerun()


with view:
    results()
    if sweep and sweep.finished:
        st.page_link("pages/screens/experiments.py", label="All runs in the run log", icon=":material/science:")
