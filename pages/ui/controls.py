"""Each control of the Train page edits one field of the Experiment; bounds, labels and help come from the field."""

from __future__ import annotations

import streamlit as st

from nncore import Experiment, settings

from .state import setting_key

SETTINGS = settings()
DEFAULTS = Experiment()
RATES = tuple(float(f"{digit}e{power}") for power in range(-5, 2) for digit in ("1", "1.5", "2", "3", "5", "7")) + (100.0,)
IMAGE_COUNTS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000)
NAMES = {"relu": "ReLU", "leaky_relu": "leaky ReLU", "sgd": "SGD", "nesterov": "Nesterov", "adam": "Adam", "he": "He",
         "xavier": "Xavier", "lecun": "LeCun"}


def experiment_controls(most_images: int) -> Experiment:
    """Draw the controls and give the Experiment that they say."""
    hidden = _hidden()
    activation = _choice("activation")
    optimizer = _choice("optimizer")
    learning_rate = _from_list("learning_rate", RATES, "{:g}".format)
    batch_size = _batch_size()
    with st.container(horizontal=True):
        epochs = _whole_number("epochs")
        seed = _whole_number("seed")
    counts = [count for count in IMAGE_COUNTS if count < most_images]
    training_images = _from_list("training_images", [*counts, most_images], "{:,}".format, default=most_images)
    return Experiment(hidden=hidden, activation=activation, optimizer=optimizer, learning_rate=learning_rate,
                      batch_size=batch_size, epochs=epochs, seed=seed, training_images=training_images)


def _remembered(key: str, default) -> dict:
    """What makes a control keep its value on every page, and start from `default`."""
    st.session_state.setdefault(key, default)
    return {"key": key, "persist_state": "session"}


def _hidden() -> tuple[int, ...]:
    setting = SETTINGS["hidden"]
    count = st.segmented_control(setting.label, range(1, setting.most + 1), required=True, help=setting.help,
                                 **_remembered(setting_key("layers"), len(DEFAULTS.hidden)))
    widths = [*DEFAULTS.hidden, *[32] * setting.most]
    with st.container(horizontal=True):
        return tuple(
            st.number_input(f"Width {layer + 1}", int(setting.low), int(setting.high), width=110,
                            help=f"How many neurons hidden layer {layer + 1} has.",
                            **_remembered(setting_key(f"width_{layer}"), widths[layer]))
            for layer in range(count))


def _choice(name: str) -> str:
    setting = SETTINGS[name]
    return st.segmented_control(setting.label, list(setting.choices), required=True, help=setting.help,
                                format_func=lambda choice: NAMES.get(choice, choice),
                                **_remembered(setting_key(name), getattr(DEFAULTS, name)))


def _from_list(name: str, options, write, default=None):
    setting, key = SETTINGS[name], setting_key(name)
    remembered = _remembered(key, default or getattr(DEFAULTS, name))
    options = sorted({*options, st.session_state[key]})
    return st.select_slider(setting.label, options, format_func=write, help=setting.help, **remembered)


def _whole_number(name: str) -> int:
    setting = SETTINGS[name]
    return st.number_input(setting.label, int(setting.low), int(setting.high), help=setting.help, width=160,
                           **_remembered(setting_key(name), getattr(DEFAULTS, name)))


def _batch_size() -> int | None:
    setting = SETTINGS["batch_size"]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        everything = st.session_state.get(setting_key("full_batch"), False)
        size = st.number_input(setting.label, int(setting.low), int(setting.high), help=setting.help, width=160,
                               disabled=everything, **_remembered(setting_key("batch_size"), DEFAULTS.batch_size))
        everything = st.toggle("All images at once", help="One step per epoch, with the gradient of all training images.",
                               **_remembered(setting_key("full_batch"), False))
    return None if everything else size
