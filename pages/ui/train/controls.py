"""Each control of the Train page edits one field of the Experiment; bounds, labels and help come from the field."""

from __future__ import annotations

import math
from contextlib import nullcontext

import streamlit as st

from nncore import Experiment, Recipe, recipes, settings
from nncore.files.links import from_link

from ..shared.chosen_settings import FIRST, show
from ..shared.state import SETTINGS_IN_LINK, setting_key, visitor
from .missions import take_task

SETTINGS = settings()
RATES = tuple(float(f"{digit}e{power}") for power in range(-5, 2) for digit in ("1", "1.5", "2", "3", "5", "7")) + (100.0,)
IMAGE_COUNTS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, None)
NAMES = {"relu": "ReLU", "leaky_relu": "leaky ReLU", "elu": "ELU", "gelu": "GELU", "sgd": "SGD", "nesterov": "Nesterov",
         "rmsprop": "RMSprop", "adam": "Adam", "adamw": "AdamW", "he": "He", "xavier": "Xavier", "lecun": "LeCun",
         "cross_entropy": "cross-entropy", "mean_squared_error": "mean squared error", "one_cycle": "one cycle"}
FOLDED = {
    "More about the network": ("initializer", "batch_norm", "dropout"),
    "More about learning": ("loss", "label_smoothing", "momentum", "schedule", "l2", "weight_decay", "clip_norm", "average",
                            "patience"),
    "More about the images": ("validation_fraction", "shift", "rotation", "scale", "shear", "elastic", "noise",
                              "stroke_width_share", "template_share", "scribble_share"),
}


def experiment_controls() -> Experiment:
    """Draw the controls and give the Experiment that they say."""
    _begin()
    place = st.container()
    values = {"hidden": _hidden(), "activation": _control("activation"), "optimizer": _control("optimizer"),
              "learning_rate": _slider("learning_rate", RATES, "{:g}".format),
              "training_images": _slider("training_images", IMAGE_COUNTS, lambda count: f"{count:,}" if count else "all")}
    values |= _controls("batch_size", "epochs", "seed")
    for title, names in FOLDED.items():
        with st.expander(title) if set(names) - set(_fixed()) else nullcontext():
            values |= _controls(*names)
    experiment = visitor().shown = Experiment(**values)
    if not _fixed():
        with place:
            _recipe_buttons(experiment)
    return experiment


def _begin() -> None:
    """Let the controls say what the page's link says, or what they said before a reload, or `quick` to a first visitor."""
    link = st.query_params.get(SETTINGS_IN_LINK)
    if link is not None and link != visitor().link:
        visitor().link = link
        try:
            experiment = from_link(link)
        except ValueError as error:
            st.error(f"{error}.", icon=":material/link_off:")
        else:
            show(experiment)
            take_task(experiment)
    if setting_key("seed") not in st.session_state:
        show(visitor().shown or FIRST)


def _recipe_buttons(experiment: Experiment) -> None:
    """The recipes, the one that the controls say being lit; a click sets all controls."""
    lit = next((recipe for recipe in recipes().values() if recipe.experiment == experiment), None)
    st.caption("Recipes: a click sets everything below. Six are networks that other people built from scratch.")
    with st.container(horizontal=True, gap="small"):
        for recipe in recipes().values():
            st.button(recipe.name, key=f"recipe_{recipe.name}", type="primary" if recipe == lit else "secondary",
                      on_click=show, args=(recipe.experiment,), help=recipe.title)
    st.caption(_told(lit) if lit else "Your own settings.")


def _told(recipe: Recipe) -> str:
    return f"**{recipe.title}.** {recipe.source} Claims {recipe.claim * 100:g} % of the {recipe.claimed_on} digits."


def _fixed() -> dict:
    """The settings whose controls a teacher's link hides, and what they say."""
    task = visitor().task
    return task.fixed if task else {}


def _hidden() -> tuple[int, ...]:
    if "hidden" in _fixed():
        return _fixed()["hidden"]
    setting = SETTINGS["hidden"]
    count = st.segmented_control(setting.label, range(setting.max_length + 1), required=True, help=setting.help,
                                 key=setting_key("layers"), persist_state="session")
    with st.container(horizontal=True):
        return tuple(
            st.number_input(f"Width {layer + 1}", int(setting.minimum), int(setting.maximum), width=110,
                            help=f"How many neurons hidden layer {layer + 1} has.", key=setting_key(f"width_{layer}"),
                            persist_state="session")
            for layer in range(count))


def _controls(*names: str) -> dict:
    """Controls in two columns as far as they are numbers; the value of each field."""
    values = {name: _control(name) for name in names if SETTINGS[name].kind in (bool, str) or name in _fixed()}
    columns = st.columns(2)
    for place, name in enumerate(name for name in names if name not in values):
        with columns[place % 2]:
            values[name] = _control(name)
    return values


def _control(name: str):
    """The control of a field by its kind: a choice, a toggle or a number, which may be left empty where None is possible."""
    if name in _fixed():
        return _fixed()[name]
    setting = SETTINGS[name]
    common = {"help": setting.help, "key": setting_key(name), "persist_state": "session"}
    if setting.kind is bool:
        return st.toggle(setting.label, **common)
    if setting.kind is str:
        return st.segmented_control(setting.label, list(setting.choices), required=True,
                                    format_func=lambda choice: NAMES.get(choice, choice), **common)
    if setting.none_label:
        common |= {"value": None, "placeholder": setting.none_label, "help": f"{setting.help} Left empty: {setting.none_label}."}
    kind = setting.kind
    return st.number_input(setting.label, kind(setting.minimum), kind(setting.maximum), step=kind(setting.step),
                           format="%d" if kind is int else "%g", **common)


def _slider(name: str, options, write):
    """A slider over `options`, None at its right end; a value that is none of them joins them.

    It stays for the session: an option that goes while its slider is on the page would take the slider's value with it.
    """
    if name in _fixed():
        return _fixed()[name]
    setting, key = SETTINGS[name], setting_key(name)
    joined = visitor().slider_options.setdefault(name, set(options))
    joined.add(st.session_state[key])
    return st.select_slider(setting.label, sorted(joined, key=lambda option: math.inf if option is None else option),
                            format_func=write, help=setting.help, key=key, persist_state="session")
