"""Each control of the Train page edits one field of the Experiment; bounds, labels and help come from the field."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import streamlit as st

from nncore import Experiment, settings
from nncore.setting import written

from ..shared import server
from ..shared.choice_names import choice_name
from ..shared.chosen_settings import chosen, hidden, put_into_link, take_link
from ..shared.state import options_key, setting_key
from .recipe_list import recipe_list

SETTINGS = settings()
RATES = tuple(float(f"{digit}e{power}") for power in range(-5, 2) for digit in ("1", "1.5", "2", "3", "5", "7")) + (100.0,)
IMAGE_COUNTS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, None)
FOLDED = {
    "Network": ("activation", "initializer", "batch_norm", "dropout"),
    "Learning": ("optimizer", "momentum", "batch_size", "schedule", "loss", "label_smoothing", "l2", "weight_decay", "clip_norm",
                 "average", "patience", "seed"),
    "Images": ("validation_fraction", "shift", "rotation", "scale", "shear", "elastic", "noise", "stroke_width_share",
               "template_share", "scribble_share"),
}


def experiment_controls(beside: Callable[[str], None]) -> Experiment:
    """Draw the controls and give the Experiment that they say; the page's link says the same.

    `beside` draws what stands below the control of a field.
    """
    if fault := take_link():
        st.error(fault, icon=":material/link_off:")
    seconds = server.recipe_seconds()  # asked for in lessons too, which have no list: beside a class that trains it is too late
    if not hidden():
        recipe_list(chosen(), seconds)
    _hidden_layers(beside)
    _slider("learning_rate", RATES, written, beside)
    _controls(beside, "epochs")
    _slider("training_images", IMAGE_COUNTS, lambda count: f"{count:,}" if count else "all", beside)
    if set(itertools.chain(*FOLDED.values())) - set(hidden()):
        st.markdown("**More settings**")
    for title, names in FOLDED.items():
        if set(names) - set(hidden()):
            with st.expander(title):
                _controls(beside, *names)
    put_into_link()
    return chosen()


def _hidden_layers(beside: Callable[[str], None]) -> None:
    if "hidden" in hidden():
        return
    setting = SETTINGS["hidden"]
    count = st.segmented_control(setting.label, range(setting.max_length + 1), required=True, help=setting.help,
                                 key=setting_key("layers"), persist_state="session")
    with st.container(horizontal=True):
        for layer in range(count):
            st.number_input(f"Width {layer + 1}", int(setting.minimum), int(setting.maximum), width=110,
                            help=f"How many neurons hidden layer {layer + 1} has.", key=setting_key(f"width_{layer}"),
                            persist_state="session")
    beside("hidden")


def _controls(beside: Callable[[str], None], *names: str) -> None:
    """Controls of the fields that are not hidden, in two columns as far as they are numbers."""
    shown = [name for name in names if name not in hidden()]
    numbers = [name for name in shown if SETTINGS[name].kind not in (bool, str)]
    for name in shown:
        if name not in numbers:
            _control(name)
            beside(name)
    columns = st.columns(min(2, len(numbers))) if numbers else []
    for place, name in enumerate(numbers):
        with columns[place % 2]:
            _control(name)
            beside(name)


def _control(name: str) -> None:
    """The control of a field by its kind: a choice, a toggle or a number, which may be left empty where None is possible."""
    setting = SETTINGS[name]
    common = {"help": setting.help, "key": setting_key(name), "persist_state": "session"}
    if setting.kind is bool:
        st.toggle(setting.label, **common)
    elif setting.kind is str:
        st.segmented_control(setting.label, list(setting.choices), required=True,
                             format_func=choice_name, **common)
    else:
        if setting.none_label:
            common |= {"value": None, "placeholder": setting.none_label,
                       "help": f"{setting.help} Left empty: {setting.none_label}."}
        kind = setting.kind
        st.number_input(setting.label, kind(setting.minimum), kind(setting.maximum), step=kind(setting.step),
                        format="%d" if kind is int else "%g", **common)


def _slider(name: str, options, write, beside: Callable[[str], None]) -> None:
    """A slider over `options`, None at its right end; a value that is none of them joins them.

    It stays for the session: an option that goes while its slider is on the page would take the slider's value with it.
    """
    if name in hidden():
        return
    setting, key = SETTINGS[name], setting_key(name)
    joined = st.session_state.setdefault(options_key(name), set(options))
    joined.add(st.session_state[key])
    st.select_slider(setting.label, sorted(joined, key=lambda option: math.inf if option is None else option),
                     format_func=write, help=setting.help, key=key, persist_state="session")
    beside(name)
