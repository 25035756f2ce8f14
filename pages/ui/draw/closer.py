"""Look closer at an answer: why in full, the preparation, the layers, the digits alike, a second network, one's handwriting."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st

import nncore
from nncore.interpretability.explanation import closest, closest_digits, last_hidden
from nncore.reading.reader import FoundDigit, Reading

from ..shared import server
from ..shared.as_text import as_text
from ..shared.calculation import calculated
from ..shared.networks import Choice, second_choice
from ..shared.state import CLOSER
from ..shared.visitor import Visitor
from . import answer, my_handwriting, why

WHY, STEPS, LAYERS, ALIKE = "Why in full", "Preparation", "Layers", "Alike to it"
SECOND, MINE = "Second network", "My handwriting"


def look_closer(visitor: Visitor, chosen: Choice, one: FoundDigit | None, ink: Callable[[], np.ndarray | None],
                read: Callable[[nncore.Network], Reading], least: float) -> None:
    """Let the visitor choose what to look at, and show it.

    `one` is the digit that was read; `ink` gives what it was read from, uint8 (h, w), or None where that was prepared before;
    `read` gives what another network reads; below the confidence `least` a network does not know.
    """
    asked = st.segmented_control("Look closer", [WHY, STEPS, LAYERS, ALIKE, SECOND, MINE], key=CLOSER, persist_state="session")
    if asked == MINE:
        my_handwriting.all_of_it(visitor, chosen)
    elif asked and one is None:
        st.info("Draw a digit first.", icon=":material/draw:")
    elif asked == WHY:
        why.reasons(chosen.now(), one, server.digits().train[:server.ALIKE], least)
    elif asked == STEPS:
        _steps(chosen, ink())
    elif asked == LAYERS:
        why.layers(visitor, chosen, one)
    elif asked == ALIKE:
        _alike(visitor, chosen, one)
    elif asked == SECOND:
        _compare(chosen, second_choice(visitor), read, least)


def _steps(chosen: Choice, ink: np.ndarray | None) -> None:
    if ink is None:
        st.info("A digit of MNIST has been prepared already; draw one to see how.", icon=":material/draw:")
    else:
        why.preparation(chosen.now(), ink)


def _alike(visitor: Visitor, chosen: Choice, one: FoundDigit) -> None:
    try:
        why.alike(*_alike_images(visitor, chosen, one), server.ALIKE)
    except ValueError as error:
        st.warning(as_text(f"{error}."), icon=":material/hourglass:")


def _alike_images(visitor: Visitor, chosen: Choice, one: FoundDigit) -> tuple[nncore.Digits, np.ndarray]:
    """(training images, how much each is like `one`), the last hidden layer of the chosen network being the judge.

    Raises ValueError if it cannot be calculated.
    """
    some, x = server.digits().train[:server.ALIKE], nncore.as_inputs(one.image[None])  # (1, 784)
    if chosen.ships:
        features = server.shipped_features(chosen.short)
        rows, likeness = closest(features, last_hidden(chosen.now(), x)[0], why.MOST_CLOSE)
    else:
        rows, likeness = calculated(server.desk(), visitor, closest_digits, chosen.now(), x, some, why.MOST_CLOSE)
    return some[rows], likeness


def _compare(first: Choice, second: Choice, read: Callable[[nncore.Network], Reading], least: float) -> None:
    """Two networks side by side."""
    for column, each in zip(st.columns(2), (first, second), strict=True):
        with column:
            st.markdown(f"**{each.title}**")
            answer.bars_of(read(each.now()), least)
