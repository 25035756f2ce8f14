"""Every run is kept: compare two, see what a change did, take one home."""

import itertools
from dataclasses import replace

import streamlit as st

from nncore.sharing import quoted, to_link
from nncore.standalone import as_script
from pages.ui import charts, run_log, server, state
from pages.ui.run import Run
from pages.ui.runs import start

visitor = state.visitor()
state.entered("experiments")

st.title("Experiments", anchor=False)
if not visitor.runs:
    st.info("Nothing has run yet. Train a network, change one setting, train again: here both are kept and compared.",
            icon=":material/science:")
    st.page_link("pages/screens/train.py", label="Train a network", icon=":material/model_training:")
    st.stop()

learning = any(run.active for run in visitor.runs)
st.caption("Each run with its settings and figures. Tick runs to overlay their curves; a click on a head sorts.")
percent, number = st.column_config.NumberColumn(format="percent"), st.column_config.NumberColumn(format="localized")
runs = visitor.runs
picked = st.dataframe(
    run_log.table(runs), hide_index=True, key="run_log", on_select="rerun", selection_mode="multi-row", height="content",
    column_config={"★": st.column_config.CheckboxColumn(width="small"), "Test": percent, "Validation": percent,
                   "Seconds": st.column_config.NumberColumn(format="%.1f"), "Parameters": number, "Multiply-adds": number})
rows = [row for row in picked.selection.rows if row < len(runs)]
chosen = [runs[row] for row in rows] or runs[-2:]


def star() -> None:
    for run in chosen:
        run.starred = not run.starred


def remove() -> None:
    for run in chosen:
        run.stop()
        visitor.runs.remove(run)


def repeat(run: Run, times: int) -> None:
    used = {each.record.experiment.seed for each in run_log.siblings(runs, run)}
    seeds = (seed for seed in itertools.count(run.record.experiment.seed + 1) if seed not in used)
    for seed in itertools.islice(seeds, times):
        start(replace(run.record.experiment, seed=seed), run.digits)


names = ", ".join(run.name for run in chosen)
with st.container(horizontal=True, vertical_alignment="bottom"):
    st.button("Star", icon=":material/star:", on_click=star, help=f"Star {names}, or take the star away.")
    st.button("Remove", icon=":material/delete:", on_click=remove, help=f"Remove {names} from the log.")
    if len(chosen) == 1:
        name = st.text_input("Name", chosen[0].name, key=f"name_{chosen[0].number}", width=220, max_chars=40)
        chosen[0].name = name or chosen[0].name

if len(chosen) == 2:
    st.markdown(f"**{run_log.in_words(*chosen)}**")
    if said := run_log.verdict(runs, *chosen):
        st.markdown(f"Was it luck? {said}")
if len(chosen) == 1 and chosen[0].record.test and not chosen[0].record.diverged:
    st.markdown(f"Was it luck? {run_log.luck_in_words(runs, chosen[0])}")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        more = st.number_input("Other seeds", 2, 4, 2, width=140, help="Together with this run that makes 3 to 5.")
        st.button("Repeat", icon=":material/repeat:", on_click=repeat, args=(chosen[0], more),
                  help="The same settings with other seeds, side by side on all cores.")


@st.fragment(run_every=1.0 if learning else None)
def overlay() -> None:
    """The curves of the chosen runs over each other, with what needs no hidden layer beside them."""
    data = {run.name: run_log.curves(run.record) for run in chosen}
    for measure in ("accuracy", "loss"):
        st.altair_chart(charts.overlay(data, measure, server.baselines()), key=f"overlay_{measure}",
                        alt=f"The {measure} of {names} over the epochs, validation where there is one")
    if learning and not any(run.active for run in visitor.runs):
        st.rerun()


overlay()

finished = [run for run in runs if run.record.test]
if len(finished) > 1:
    with st.container(horizontal=True):
        setting = st.selectbox("Test accuracy against", charts.against_choices(), format_func=charts.against_label, key="against",
                               width=280, persist_state="session",
                               help="A setting, or the price: parameters, multiply-adds, seconds.")
    table = run_log.table(finished)
    st.altair_chart(charts.dots([run.record.experiment for run in finished], table, setting, server.baselines()), key="dots",
                    alt=f"A dot for each run: test accuracy against {charts.against_label(setting)}")

if len(chosen) == 1 and chosen[0].record.test:
    run, record = chosen[0], chosen[0].record
    st.subheader("Take it home", anchor=False)
    with st.container(horizontal=True):
        st.download_button("Network (.npz)", run.file, f"inkling-run-{run.number}.npz", "application/octet-stream",
                           icon=":material/download:", on_click="ignore", help="Opens here again, or with nncore.load.")
        script = as_script(record.network, record.experiment, record.test.accuracy, f"inkling_run_{run.number}.py")
        st.download_button("Script (.py)", script, f"inkling_run_{run.number}.py", "text/x-python", icon=":material/code:",
                           on_click="ignore", help="The network in one file that needs NumPy alone, and checks its own accuracy.")
        curves = run_log.curves(record).to_csv(index=False)
        st.download_button("Curves (.csv)", curves, f"inkling-run-{run.number}.csv", "text/csv", icon=":material/table:",
                           on_click="ignore")
    link = f"train?{state.SETTINGS_IN_LINK}={quoted(to_link(record.experiment))}"
    st.caption("The settings as a link; opening it sets every control:")
    st.code(f"{server.base_url()}{link}", language=None, wrap_lines=True)
