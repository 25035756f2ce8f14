"""A sweep as it goes on: its whole grid from the start, filled in run by run, and what can be done with the best."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from nncore import Experiment
from nncore.compute.job import ENDED, PAUSED, WAITING
from nncore.compute.sweep_job import STOPPED
from nncore.runs.halving import saving
from nncore.runs.history import History
from nncore.runs.sweep_findings import findings_in_words

from ..shared import chosen_settings, run_log, runs
from ..shared.as_text import as_text
from ..shared.refusal import attempt, say_refusal
from ..shared.run_log import settings_in_words
from ..shared.show_chart import show_chart
from ..shared.sweep_run import SweepRun
from ..shared.visitor import Visitor
from . import charts
from .controls import Planned

LUCK = ("Two runs are about as good when each accuracy lies in the interval of the other: the range in which it would lie with "
        "other validation digits, in 95 of 100 cases. The more digits are held back for validation, the narrower it is.")


def sweep_results(visitor: Visitor, planned: Planned | None) -> None:
    """What there is of the sweep; before the first one, what the controls have planned."""
    sweep = visitor.sweep
    busy = sweep is not None and sweep.active

    @st.fragment(run_every=1.0 if busy else None)
    def results() -> None:
        if sweep is None:
            _before_the_first(planned)
            return
        runs.take_in(visitor, sweep)
        _status(sweep)
        _buttons(sweep)
        _best(visitor, sweep)
        _charts(sweep.experiments, sweep.tried, sweep)
        if busy and not sweep.active:
            st.rerun()

    results()


def _before_the_first(planned: Planned | None) -> None:
    st.info("A sweep trains a run for each value of a setting, or for each combination of several: their grid. Choose what to "
            "try, and press Start the sweep: the runs train on all cores that nobody else wants, and join those under Compare.",
            icon=":material/tune:")
    if planned:
        _charts(planned.experiments, planned.tried, None)


def _buttons(sweep: SweepRun) -> None:
    """Pause or Resume, and Stop, until it has ended."""
    if sweep.state == ENDED:
        return
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


def _status(sweep: SweepRun) -> None:
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


def _best(visitor: Visitor, sweep: SweepRun) -> None:
    """The settings that are best on the validation digits and, once nothing can change that, how they do on the test set."""
    if sweep.best is None:
        return
    history = sweep.best.history
    said = (f"**{settings_in_words(history.experiment, sweep.tried)}** with {history.validated.validation_accuracy:.2%} of the "
            "validation digits.")
    if sweep.state != ENDED:
        st.markdown(f"Best so far: {said}")
        return
    st.markdown(f"Best: {said} Of the {history.test.confusion.sum():,} test digits, which had no part in the choice, it "
                f"reads **{history.accuracy:.2%}**.")
    _findings(sweep)
    _use(visitor, sweep, history)


def _findings(sweep: SweepRun) -> None:
    """What the best is worth: the luck of the validation digits, and the edge of what was tried."""
    runs = {each.number: each.history for each in sweep.finished if not each.failure}
    said = findings_in_words(runs, sweep.best.number, len(sweep.digits.train), sweep.experiments, sweep.tried)
    if said:
        st.markdown(" ".join(map(as_text, said)), help=LUCK)


def _use(visitor: Visitor, sweep: SweepRun, best: History) -> None:
    """What can be done with the settings of the best run."""
    on_all = replace(best.experiment, training_images=None)
    used = best.experiment == chosen_settings.chosen()
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Train it on all digits", icon=":material/play_arrow:", help="Starts a run with these settings that learns "
                     "from all training images, and goes to Train. It becomes the current network."):
            attempt("best", _train, visitor, sweep, on_all)
        if st.button("Use these settings", icon=":material/check:", disabled=used,
                     help="Sets the controls on Train as this run had them, training images, too."):
            chosen_settings.show(best.experiment)
            st.rerun()  # the whole page: the sweep's controls begin from these settings, too
        if used:
            st.page_link("pages/screens/train.py", label="Train says so now", icon=":material/model_training:")
    say_refusal("best")


def _train(visitor: Visitor, sweep: SweepRun, experiment: Experiment) -> None:
    """Start a run, and go where it can be watched. Raises ValueError if it cannot be."""
    runs.start(visitor, experiment, sweep.digits)
    chosen_settings.show(experiment)
    st.switch_page("pages/screens/train.py")


def _charts(experiments: list[Experiment], tried: tuple[str, ...], sweep: SweepRun | None) -> None:
    """The grid, and what each setting has to do with the accuracy."""
    table = run_log.sweep_table(experiments, tried, sweep.finished if sweep else [])
    if charts.is_grid(table, tried):
        rows = table[tried[1]].nunique() if len(tried) > 1 else 1
        show_chart(charts.grid(table, tried[0], tried[1] if len(tried) > 1 else None), key="grid",
                   grows="low" if rows == 1 else "high",
                   alt="The grid of the sweep: in each cell the validation accuracy; empty while to come")
    elif len(tried) > 1:
        show_chart(charts.drawn(table, *tried[:2]), key="drawn", grows="high",
                   alt="A dot for each run at its values of the first two settings, a small ring while to come")
        st.caption("A dot for each run: the greener and larger, the more accurate; a small ring is still to come.")
    if len(tried) > 2:
        st.caption("Each cell is the mean over the settings that have no axis.")
    if table["Validation"].notna().any():
        if len(tried) > 1:
            show_chart(charts.parallel_coordinates(table[table["Validation"].notna()], tried), key="parallel", grows="high",
                       alt="A line for each run, through its value of each setting to its validation accuracy")
        else:
            show_chart(charts.one_setting(table, tried[0]), key="one", grows="high",
                       alt="Validation accuracy against the setting")
    if lost := list(table[table["State"] == charts.LOST]["Settings"]):
        st.caption(f"Without a figure, as they exploded or failed: {'; '.join(lost)}. Under Compare they say why.")
