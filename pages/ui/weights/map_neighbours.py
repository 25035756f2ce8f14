"""The digit that is looked at on the map, and its nearest neighbours in that layer with their distances."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st

from nncore import Digits
from nncore.interpretability.digit_map import DigitMap

from ..shared.measured import wait_for
from ..shared.thumbnails import Thumbnail, figure, row_of
from .map_plot import MyDrawing

DISTANCE = ("The root of the sum of squared differences between all that the layer says to the one and to the other. Compare "
            "distances within a layer; each layer has a scale of its own.")


def of_digit(row: int, digits: Digits, found: DigitMap) -> None:
    """The test digit of a row, and its neighbours."""
    label, answer = int(digits.labels[row]), int(found.answers[row])
    said = f"A test digit: a **{label}**, " + ("read right" if label == answer else f"read as **{answer}**")
    _looked_at(digits.images[row], said, f"The chosen test digit, a {label}")
    _neighbours(digits, found, found.neighbours[row], found.distances[row])


def of_drawing(drawing: MyDrawing, digits: Digits, found: DigitMap, look: Callable[[], tuple | None]) -> None:
    """The visitor's drawing, and its neighbours once `look` gives their rows and distances."""
    _looked_at(drawing.image, f"Your drawing, read as **{drawing.reads}**", "Your drawing, as the network sees it")
    near = look()
    if near is None:
        wait_for(look, "Its neighbours are being looked for ...")
    else:
        _neighbours(digits, found, *near)


def _looked_at(image: np.ndarray, said: str, alt: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="map_digit"):
        st.html(row_of([figure(Thumbnail(image, "", alt))]), width="content")
        st.markdown(said)


def _neighbours(digits: Digits, found: DigitMap, rows: np.ndarray, distances: np.ndarray) -> None:
    st.markdown("Its nearest neighbours, and their distances", help=DISTANCE)
    st.html(row_of(figure(_neighbour(digits, int(row), float(distance), int(found.answers[row])))
                   for row, distance in zip(rows, distances, strict=True)))


def _neighbour(digits: Digits, row: int, distance: float, answer: int) -> Thumbnail:
    label = int(digits.labels[row])
    wrong = "" if label == answer else f", read as {answer}"
    return Thumbnail(digits.images[row], f"{label} · {distance:.2f}{wrong}",
                     f"A neighbour at distance {distance:.2f}: a test digit, {label}{wrong}")
