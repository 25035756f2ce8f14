"""Train a network on MNIST and watch it learn."""

import streamlit as st

import nncore
from nncore.checkpoint import Checkpoint
from nncore.compute.job import PAUSED, RUNNING
from pages.ui.shared import runs, server, state
from pages.ui.shared.changed_settings import changes
from pages.ui.shared.chosen_settings import chosen, hidden, show
from pages.ui.shared.coach_box import coach
from pages.ui.shared.network_picture import show_network_picture
from pages.ui.shared.networks import shape
from pages.ui.shared.refusal import attempt, say_refusal
from pages.ui.shared.run import Guess
from pages.ui.shared.show_chart import show_chart
from pages.ui.train import charts
from pages.ui.train.change_one import changed_so_far
from pages.ui.train.controls import experiment_controls
from pages.ui.train.ending import beside_the_run_before, ending, next_steps, one_more
from pages.ui.train.figures import figures, why_training_is_below
from pages.ui.train.files import open_network, own_digits, train_on
from pages.ui.train.guess import ask_for_guess, tell
from pages.ui.train.live import go_back, live_change
from pages.ui.train.missions import mission_banner, mission_met
from pages.ui.train.range_test import find_rate
from pages.ui.train.status import status
from pages.ui.train.watched_digits import nine, watched_digits

visitor = state.visitor()
state.entered("train")
digits = server.digits()
run = visitor.runs[-1] if visitor.runs else None
stood = run.state if run else None
polling = run is not None and run.active


def start(experiment: nncore.Experiment, *, guess: Guess | None = None, further: nncore.Experiment | None = None,
          checkpoint: Checkpoint | None = None) -> None:
    """Begin a run, or say why it cannot be; from a `checkpoint` it goes on with the settings `further`."""
    try:
        begun = runs.start(visitor, experiment, digits, checkpoint=checkpoint)
        begun.guess = guess
        if further:
            begun.change(further)
            show(further)
    except ValueError as error:
        st.error(f"{error}.", icon=":material/error:")
    else:
        st.rerun()


def beside(name: str) -> None:
    """What stands below the control of a setting."""
    live_change(run, name, chosen())
    if name == "learning_rate" and name not in hidden():
        with st.popover("Find a learning rate", icon=":material/search:"):
            find_rate(visitor, chosen(), digits.train)


def buttons() -> None:
    """Start, Pause or Resume, Stop, One more epoch; each acts within a step."""
    active = run is not None and run.active
    with st.container(horizontal=True, gap="small"):
        pressed = st.button("Start", type="primary", icon=":material/play_arrow:", disabled=active)
        if active and run.state == PAUSED:
            st.button("Resume", icon=":material/resume:", on_click=run.resume)
        else:
            st.button("Pause", icon=":material/pause:", on_click=run.pause if active else None, disabled=not active)
        st.button("Stop", icon=":material/stop:", on_click=run.stop if active else None, disabled=not active)
        st.button("One more epoch", icon=":material/plus_one:", disabled=run is None or run.history.diverged,
                  on_click=attempt, args=("run", runs.one_more_epoch, visitor, run),
                  help="An epoch is one pass through all training images. Train one more than planned, or on from where the "
                       "run ended. After the planned epochs the learning rate stays where its schedule ended, at a hundredth "
                       "of it or more. While a run goes on, the rest of its schedule is stretched over one epoch more.")
        guess = None if active else ask_for_guess(visitor)
    if pressed:
        start(experiment, guess=guess)
    say_refusal("run")


def curve() -> str:
    """The learning curve; of the tabs only the open one is drawn, whose name it gives."""
    with st.container(key="curve"):
        tabs = dict(zip(charts.MEASURES, st.tabs([each.capitalize() for each in charts.MEASURES], key=state.MEASURE,
                                                 on_change="rerun"), strict=True))
        measure = next(each for each, tab in tabs.items() if tab.open)
        history, changed = (run.history, changes(run.history)) if run else (None, [])
        with tabs[measure]:
            show_chart(charts.learning_curve(history, run.planned if run else experiment.epochs, changed, measure,
                                             server.baselines()), key=measure, grows="high",
                       alt=f"{measure.capitalize()} over the epochs, for training and validation digits")
    return measure


def after_the_end() -> None:
    """What came of the run, one advice, and where to go from here."""
    ending(run)
    mission_met(run)
    next_steps(visitor, run)
    tell(run)
    beside_the_run_before(visitor, run)
    coach(visitor, run)
    with st.container(horizontal=True):
        go_back(visitor, run, experiment)
        if run.history.test:
            st.download_button("Download the trained network", run.file, f"inkling-run-{run.number}.npz",
                               "application/octet-stream", icon=":material/download:",
                               help="An .npz file. Open it here again, also to train it on, or with nncore.load.")
    one_more(run)


@st.fragment(run_every=0.5 if polling else None)
def running() -> None:
    """Start and its like, and the figures that move while a network learns."""
    if run is not (visitor.runs[-1] if visitor.runs else None):
        st.rerun()  # a click in here has begun another run
    buttons()
    if run:
        status(run)
    else:
        st.markdown("Press Start: a network of random numbers looks at handwritten digits and learns to read them.")
    figures(run and run.history)
    measure = curve()
    if run and not run.active:
        after_the_end()
    st.caption(charts.EXPLAINED[measure])
    if run and not run.active and (why := why_training_is_below(run.history)):
        st.caption(why)
    if run and run.state != stood:
        st.rerun()  # what polls is another part of the page, and what waits for the end unlocks


@st.fragment(run_every=1.0 if stood == RUNNING else None)
def seen() -> None:
    """How the network reads digits now: in a picture of it, and nine that are hard."""
    network = run.history.network if run else server.untrained(experiment)
    show_network_picture(network, nine().images[0] if visitor.drawing is None else visitor.drawing)
    watched_digits(network, visitor.drawing)


with st.container(horizontal=True, vertical_alignment="center", key="train_head", gap="small"):
    st.title("Train a network", anchor=False, width="content")
    with st.popover("Open a network", icon=":material/folder_open:"):
        file = open_network(visitor)
        further = train_on(file) if file and file.checkpoint and not polling else None
    with st.popover("My own digits", icon=":material/upload:",
                    help="Learn from digits of your own in place of MNIST's."):
        own_digits(visitor)
if visitor.own_digits:
    digits = nncore.Mnist(visitor.own_digits.digits, digits.test)
if further:
    start(file.experiment, further=further, checkpoint=file.checkpoint)
mission_banner(visitor)
with st.container(key="train"):
    learned, read, settings = st.columns(3)
with settings, st.container(border=True):
    place = st.container()
    experiment = experiment_controls(beside)
    with place:
        changed_so_far(run, experiment)
    st.markdown(f"{shape(experiment)} has **{nncore.parameter_count(experiment):,} parameters**.",
                help="Neurons of each layer: 784 pixels, the hidden layers, 10 digits. Parameters are the numbers it learns.")
with learned:
    running()
with read:
    seen()
