"""Train a network on MNIST and watch it learn."""

import streamlit as st

import nncore
from nncore.checkpoint import Checkpoint
from nncore.compute.job import PAUSED
from nncore.schedules import end_rate
from pages.ui.shared import runs, server, state
from pages.ui.shared.changed_settings import changes
from pages.ui.shared.coach_box import coach
from pages.ui.shared.networks import shape
from pages.ui.shared.refusal import attempt, say_refusal
from pages.ui.shared.show_chart import show_chart
from pages.ui.train import charts
from pages.ui.train.controls import experiment_controls
from pages.ui.train.files import open_network, own_digits
from pages.ui.train.guess import ask_for_guess, tell
from pages.ui.train.live import go_back, live_change
from pages.ui.train.missions import mission_banner, mission_met
from pages.ui.train.range_test import find_rate
from pages.ui.train.status import status

visitor = state.visitor()
state.entered("train")
digits = server.digits()
run = visitor.runs[-1] if visitor.runs else None

st.title("Train a network", anchor=False)
banner = st.container()
view, settings = st.columns([11, 7], gap="large")

with settings, st.container(border=True):
    place = st.container()
    with st.expander("Digits of your own"):
        own_digits(visitor)
    if visitor.own_digits:
        digits = nncore.Mnist(visitor.own_digits.digits, digits.test)
    with place:
        experiment = experiment_controls()
    with st.expander("Find a learning rate"):
        find_rate(visitor, experiment, digits.train)
    st.markdown(f"{shape(experiment)} has **{nncore.parameter_count(experiment):,} parameters**.")


def start(experiment: nncore.Experiment, checkpoint: Checkpoint | None = None) -> None:
    """Begin a run, or say why it cannot be."""
    try:
        runs.start(visitor, experiment, digits, checkpoint=checkpoint).guess = guess
    except ValueError as error:
        st.error(f"{error}.", icon=":material/error:")
    else:
        st.rerun()


def buttons() -> None:
    """Start, Pause or Resume, Stop, One more epoch; each acts within a step."""
    active = run is not None and run.active
    with st.container(horizontal=True):
        if st.button("Start", type="primary", icon=":material/play_arrow:", disabled=active):
            start(experiment)
        if active and run.state == PAUSED:
            st.button("Resume", icon=":material/resume:", on_click=run.resume)
        else:
            st.button("Pause", icon=":material/pause:", on_click=run.pause if active else None, disabled=not active)
        st.button("Stop", icon=":material/stop:", on_click=run.stop if active else None, disabled=not active)
        if st.button("One more epoch", icon=":material/plus_one:", disabled=run is None or run.history.diverged,
                     help="Train one epoch more than planned, or on from where the run ended. After the planned epochs the "
                          "learning rate stays where its schedule ended, at a hundredth of it or more. While a run goes on, the "
                          "rest of its schedule is stretched over one epoch more."):
            attempt("run", runs.one_more_epoch, visitor, run)
            st.rerun()
    say_refusal("run")


def figures() -> None:
    """The accuracy on three kinds of digits."""
    history = run.history
    st.caption("Accuracy on digits for ...")
    learned = history.curve.points[-1][2] if history.curve.points else None
    held_back = history.validation[-1][2] if history.validation else None
    with st.container(horizontal=True):
        for label, accuracy, meaning in (
                ("Training", learned, "Digits of the last steps, which the network learns from."),
                ("Validation", held_back, "Digits that were held back: how it does on new ones, after each epoch."),
                ("Test", history.accuracy, "The 10,000 digits of MNIST's test set, asked once at the end.")):
            st.metric(label, "–" if accuracy is None else f"{accuracy:.2%}", help=meaning, width=108)


polling = run is not None and run.active


def ending() -> None:
    """Why the run ended, and how well the network reads digits that it has never seen."""
    history = run.history
    if history.test is None or history.diverged:
        st.warning(history.reason, icon=":material/warning:")
    else:
        right = round(history.test.accuracy * len(digits.test))
        st.success(f"{history.reason} Test accuracy **{history.test.accuracy:.2%}**: of {len(digits.test):,} digits that it has "
                   f"never seen, the network reads {right:,} right.", icon=":material/check:")
        if run.epoch >= history.now.epochs:
            rate = end_rate(history.now.schedule, history.now.learning_rate)
            st.caption(f"One more epoch trains on at a learning rate of {rate:.2g}, at which the schedule of this run ended.")


@st.fragment(run_every=0.5 if polling else None)
def running() -> None:
    """Everything that moves while a network learns."""
    if run is not (visitor.runs[-1] if visitor.runs else None):
        st.rerun()  # a click in here has begun another run
    buttons()
    if run is None:
        st.info("Press Start: a network of random numbers looks at handwritten digits and learns to read them, in a few "
                "seconds. The settings beside it, or below on a phone, are good ones to begin with.", icon=":material/school:")
        return
    status(run)
    if run.active:
        live_change(run, experiment)
    figures()
    if not run.active:
        ending()
        mission_met(run)
        tell(run)
        coach(visitor, run)
    changed = changes(run.history)
    for measure in ("accuracy", "loss"):
        show_chart(charts.learning_curve(run.history, run.planned, changed, measure, server.baselines()), key=measure,
                   alt=f"{measure.capitalize()} over the epochs, for training and validation digits")
    if polling and not run.active:
        st.rerun()  # polling ends, and what waits for the end unlocks


with banner:
    mission_banner()
with view:
    guess = ask_for_guess(visitor)
    running()
    if run and not run.active:
        go_back(visitor, run, experiment)
        if run.history.test:
            st.download_button("Download the trained network", run.file, f"inkling-run-{run.number}.npz",
                               "application/octet-stream", icon=":material/download:",
                               help="An .npz file. Open it here again, also to train it on, or with nncore.load.")
    file = open_network(visitor)
    if file and file.checkpoint and st.button("Train it on", icon=":material/play_arrow:", disabled=polling,
                                              help=f"From the end of epoch {file.checkpoint.epoch}, as if it had never stopped."):
        start(file.experiment, file.checkpoint)
