"""A task of a teacher's own: the settings of the Train page, what of them stays hidden, and a mission, in one link."""

from __future__ import annotations

import streamlit as st

from nncore import Experiment, parameter_count, settings
from nncore.batches import split
from nncore.experiment import differences, format_setting
from nncore.files.links import quoted, to_link
from nncore.runs.mission import MOST_OF_OTHERS, Mission
from nncore.runs.work import multiply_adds_an_image

from ..shared import server
from ..shared.as_text import as_text
from ..shared.chosen_settings import FIRST
from ..shared.networks import shape
from ..shared.state import HIDDEN_IN_LINK, MISSION_IN_LINK, SETTINGS_IN_LINK
from .handout import Handout

MILLION = 10**6
KEPT = {"persist_state": "session"}
SENTENCES = {
    "Do": "Press Start, see how well the network reads, and then change one setting at a time.",
    "Look": "Write down what you changed, and the accuracy on test digits before and after it.",
    "Ask": "Which change helped most, and why?"}


def own_task(experiment: Experiment, base: str) -> Handout | None:
    """Ask for a title, what is hidden, and the mission; None while that is no mission."""
    st.markdown(f"**Settings:** {in_words(experiment)}")
    st.page_link("pages/screens/train.py", label="Change them on the Train page", icon=":material/model_training:")
    title = st.text_input("Title", "Our task", max_chars=60, key="task_title", **KEPT)
    names = st.multiselect("Settings that pupils do not see", list(settings()), format_func=lambda name: settings()[name].label,
                           key="task_hidden", placeholder="They see all", **KEPT)
    try:
        mission = _mission(experiment)
    except ValueError as error:
        st.error(as_text(f"{error}."), icon=":material/error:")
        return None
    parts = {SETTINGS_IN_LINK: to_link(experiment), HIDDEN_IN_LINK: ",".join(names), MISSION_IN_LINK: mission.to_text()}
    query = "&".join(f"{name}={quoted(text)}" for name, text in parts.items() if text)
    return Handout("task", title or "Our task", f"{base}train?{query}", SENTENCES, ", with ".join(mission.conditions.values()))


def in_words(experiment: Experiment) -> str:
    """Settings as a sentence: those of the recipe `quick` or the defaults, whichever is nearer, and in what they differ."""
    bases = {"the recipe quick": FIRST, "the defaults": Experiment()}
    name, base = min(bases.items(), key=lambda each: len(differences(each[1], experiment)))
    others = ", ".join(f"{settings()[field].label.lower()} {format_setting(field, value)}"
                       for field, (_, value) in differences(base, experiment).items())
    return f"as your Train page has them now: {name}{f', but with {others}' if others else ''}."


def _mission(experiment: Experiment) -> Mission:
    """The mission that the fields say; those left empty ask for nothing. Raises ValueError if there is no such mission."""
    images = len(split(len(server.digits().train), experiment)[0])
    work = images * experiment.epochs * multiply_adds_an_image(experiment) / MILLION
    st.markdown("**Mission:** what is left empty is free.", help=(
        f"A run of these settings, the network being {shape(experiment)}, takes {parameter_count(experiment):,} parameters, "
        f"{experiment.epochs} epochs, {images:,} training images and {work:,.0f} million multiply-adds of training. "
        "Nothing is counted in seconds: the same run takes longer on a slower machine."))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        accuracy = _number("Test accuracy, at least %", "accuracy", 0.5, "So many of the 10,000 are read right.", 0.1, 100.0)
        parameters = _number("Parameters, at most", "parameters", 1000, "Numbers that the network learns: weights and biases.")
        epochs = _number("Epochs, at most", "epochs", 1, "How many times the network sees every training image.")
        images = _number("Training images, at most", "images", 1000, "Different ones that it learns from.")
        work = _number("Million multiply-adds of training, at most", "multiply_adds", 1000,
                       "The work of the whole training: for each image up to three times as many as the network has weights, one "
                       "to read it and two to learn from it.")
    return Mission(accuracy and accuracy / 100, parameters, epochs, images, work and work * MILLION)


def _number(label: str, name: str, step: float, meaning: str, least: float = 1, most: float = MOST_OF_OTHERS) -> float | None:
    """One field of the mission, which may stay empty."""
    return st.number_input(label, least, most, None, step, "%d" if isinstance(step, int) else "%g", width=210, help=meaning,
                           key=f"task_{name}", placeholder="free", **KEPT)
