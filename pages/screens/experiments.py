"""Every run is kept: compare two, see what a change did, take one home."""

import itertools
from dataclasses import replace

import streamlit as st

from nncore.compute.job_queue import MOST_AT_ONCE
from pages.ui.experiments import charts
from pages.ui.experiments.take_home import take_home
from pages.ui.shared import run_log, runs, server, state
from pages.ui.shared.changed_settings import changes
from pages.ui.shared.coach_box import coach
from pages.ui.shared.refusal import attempt, say_refusal
from pages.ui.shared.run import Run
from pages.ui.shared.show_chart import show_chart

REPEAT = f"The same settings with other seeds. At most {MOST_AT_ONCE} of your runs train at a time; the others wait for them."

visitor = state.visitor()
state.entered("experiments")
if visitor.sweep:
    runs.take_in(visitor, visitor.sweep)

st.title("Experiments", anchor=False)
if not visitor.runs:
    st.info("Nothing has run yet. Train a network, change one setting, train again: here both are kept and compared.",
            icon=":material/science:")
    st.page_link("pages/screens/train.py", label="Train a network", icon=":material/model_training:")
    st.page_link("pages/screens/sweep.py", label="Try many settings at once", icon=":material/tune:")
    st.stop()


def moving() -> bool:
    """Whether anything on this page may change by itself."""
    return any(run.active for run in visitor.runs) or bool(visitor.sweep and visitor.sweep.active)


polling = moving()


def chosen_runs() -> list[Run]:
    """The table of all runs, and those that are ticked in it; the last two if none is."""
    percent, number = st.column_config.NumberColumn(format="percent"), st.column_config.NumberColumn(format="localized")
    picked = st.dataframe(
        run_log.table(visitor.runs), hide_index=True, key="run_log", on_select="rerun", selection_mode="multi-row",
        height="auto", column_config={
            "★": st.column_config.CheckboxColumn(width="small"), "Test": percent, "Validation": percent, "Parameters": number,
            "Multiply-adds": number, "Seconds": st.column_config.NumberColumn(format="%.1f")})
    rows = [row for row in picked.selection.rows if row < len(visitor.runs)]
    return [visitor.runs[row] for row in rows] or visitor.runs[-2:]


def star(chosen: list[Run]) -> None:
    for run in chosen:
        run.starred = not run.starred


def rename(run: Run, key: str) -> None:
    run.name = st.session_state[key] or run.name


def remove(chosen: list[Run]) -> None:
    for run in chosen:
        runs.remove(visitor, run)


def actions(chosen: list[Run]) -> None:
    """Star, remove and rename."""
    names = ", ".join(run.name for run in chosen)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button("Star", icon=":material/star:", on_click=star, args=(chosen,), help=f"Star {names}, or take the star away.")
        if st.button("Remove", icon=":material/delete:", help=f"Remove {names} from the log."):
            remove(chosen)
            st.rerun()
        if len(chosen) == 1:
            key = state.name_key(chosen[0])
            st.text_input("Name", chosen[0].name, key=key, width=280, max_chars=40, on_change=rename, args=(chosen[0], key))


def repeat(run: Run, times: int) -> None:
    """Begin runs of the same settings with seeds that were not used yet. Raises ValueError if they are too many."""
    runs.check_room(visitor, times)
    used = {each.history.experiment.seed for each in run_log.siblings(visitor.runs, run)}
    seeds = (seed for seed in itertools.count(run.history.experiment.seed + 1) if seed not in used)
    for seed in itertools.islice(seeds, times):
        runs.start(visitor, replace(run.history.experiment, seed=seed), run.digits)


def luck(run: Run) -> None:
    """How far the figure of a run can be trusted, and a click that runs it again with other seeds."""
    st.markdown(f"Was it luck? {run_log.uncertainty_in_words(visitor.runs, run)}")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        times = st.number_input("Other seeds", 2, 4, 2, width=140, help="Together with this run that makes 3 to 5.")
        if st.button("Repeat", icon=":material/repeat:", help=REPEAT):
            attempt("luck", repeat, run, times)
            st.rerun()
    say_refusal("luck")


def in_words(chosen: list[Run]) -> None:
    """What there is to say of one run, or of two."""
    if len(chosen) == 2:
        st.markdown(f"**{run_log.in_words(*chosen)}**")
        if said := run_log.verdict(visitor.runs, *chosen):
            st.markdown(f"Was it luck? {said}")
    elif len(chosen) == 1:
        for position, what in changes(chosen[0].history):
            st.markdown(f"After {position:.3g} epochs {what}.")
        if chosen[0].history.test and not chosen[0].history.diverged:
            luck(chosen[0])
        coach(visitor, chosen[0])


def overlay(chosen: list[Run]) -> None:
    """The curves of the chosen runs over each other, with what needs no hidden layer beside them."""
    names = ", ".join(run.name for run in chosen)
    curves = {run.name: run_log.curves(run.history) for run in chosen}
    bands = {run.name: run_log.band(visitor.runs, run) for run in chosen}
    for measure in ("accuracy", "loss"):
        show_chart(charts.overlay(curves, bands, measure, server.baselines()), key=f"overlay_{measure}",
                        alt=f"The {measure} of {names} over the epochs; a band where there are more seeds")


def without_hidden_layers() -> None:
    """What the baselines reach, in words, as those far below the curves are not on the chart."""
    said = ", ".join(f"{way} reaches {accuracy:.1%}" for way, accuracy in server.baselines().items())
    st.caption(f"Without a hidden layer {said}.")


def against() -> None:
    """A dot for each run: accuracy against a setting or the price."""
    finished = [run for run in visitor.runs if run.history.test]
    if len(finished) < 2:
        return
    setting = st.selectbox("Test accuracy against", charts.against_choices(), format_func=charts.against_label, key="against",
                           persist_state="session", width=280,
                           help="A setting, or the price: parameters, multiply-adds, seconds.")
    dots = charts.dots([run.history.experiment for run in finished], run_log.table(finished), setting, server.baselines())
    show_chart(dots, key="dots", alt=f"A dot for each run: test accuracy against {charts.against_label(setting)}")


@st.fragment(run_every=1.0 if polling else None)
def log() -> None:
    """The run log, and what is to be said of the runs that are ticked in it."""
    if visitor.sweep:
        runs.take_in(visitor, visitor.sweep)
    st.caption("Each run with its settings and figures. Tick runs to overlay their curves; a click on a head sorts.")
    chosen = chosen_runs()
    actions(chosen)
    in_words(chosen)
    overlay(chosen)
    without_hidden_layers()
    against()
    if len(chosen) == 1 and chosen[0].history.test and not chosen[0].active:
        take_home(chosen[0])
    if polling != moving():
        st.rerun()


log()
