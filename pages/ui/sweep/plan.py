"""Which settings a sweep tries, and with which values: the controls, and the list of Experiments that they say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from nncore import Experiment, settings
from nncore.experiment import format_setting, parse_setting
from nncore.runs.sweep import MOST_RUNS, drawn_at_random, grid

GRID, RANDOM = "every combination", "at random"
MOST_TRIED = 4
SHAPES = ((), (32,), (64,), (128,), (256,), (64, 32), (128, 64), (256, 128))
FACTORS = (0.1, 0.3, 3.0, 10.0)  # from a number to those that are tried beside it
USUAL = {"batch_size": 64, "clip_norm": 1.0, "patience": 4, "training_images": 4000}  # beside none, what a number would be


def sweep_plan(base: Experiment) -> tuple[list[Experiment], tuple[str, ...]]:
    """(the Experiments of the sweep, the fields in which they differ). Raises ValueError if there is no such sweep."""
    tried = st.multiselect("Settings to try", list(settings()), ["learning_rate"], max_selections=MOST_TRIED, key="tried",
                           format_func=lambda name: settings()[name].label, persist_state="session",
                           help="Every other setting is as on the Train page.")
    values = {name: _values(base, name) for name in tried}
    how = st.segmented_control("How", [GRID, RANDOM], default=GRID, required=True, key="how", persist_state="session",
                               help="At random, numbers are drawn between the smallest and the largest value: each run tries "
                                    "a new value of the setting that matters.")
    if how == GRID:
        return grid(base, values), tuple(tried)
    with st.container(horizontal=True):
        count = st.number_input("Runs", 1, MOST_RUNS, 12, width=150, key="random_runs", persist_state="session")
        seed = st.number_input("Seed of the choice", 0, 2**31, 0, width=170, key="random_seed", persist_state="session")
    return drawn_at_random(base, values, count, rng=np.random.default_rng(seed)), tuple(tried)


def _values(base: Experiment, name: str) -> list:
    """What a setting is tried with: some of the values offered, or others that are typed."""
    offered = [format_setting(name, value) for value in likely(base, name)]
    setting = settings()[name]
    middle = max(0, min(offered.index(format_setting(name, getattr(base, name))) - 1, len(offered) - 3))
    texts = st.multiselect(setting.label, offered, offered[middle:middle + 3], accept_new_options=True, key=f"try_{name}",
                           help=f"{setting.help} Others can be typed. Takes {setting.rule}.")
    return [parse_setting(name, text) for text in texts]


def likely(base: Experiment, name: str) -> list:
    """Values that one would try for a setting, that of `base` among them, and none where there may be none; in order."""
    setting, here = settings()[name], getattr(base, name)
    if setting.max_length is not None:
        return sorted({*SHAPES, here}, key=lambda widths: (sum(widths), len(widths)))
    if setting.kind is bool:
        return [False, True]
    if setting.kind is str:
        return list(setting.choices)
    middle = here or USUAL.get(name, setting.step)
    if name == "seed":
        numbers = [here + more for more in range(5)]
    elif setting.kind is int:
        numbers = [middle // 4, middle // 2, middle, middle * 2, middle * 4]
    elif here:
        numbers = [middle * factor for factor in FACTORS]
    else:
        numbers = [middle, 2 * middle, 3 * middle]
    possible = [number for number in numbers if setting.minimum <= number <= setting.maximum]
    beside = set(possible) if setting.kind is int else {float(f"{number:.3g}") for number in possible}
    sure = set() if here is None else {here}
    return ([None] if setting.none_label else []) + sorted(beside | sure)


def shortened(base: Experiment, images: int, available: int) -> Experiment:
    """`base` on at most so many training images of the `available` digits, so that a sweep ends soon."""
    left = available - round(base.validation_fraction * available)
    return replace(base, training_images=min(base.training_images or images, images)) if left > images else base
