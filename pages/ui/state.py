"""What the app remembers of a visitor, and the only file that knows under which key. All of it ends with the session."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import streamlit as st

from nncore import Digits, Experiment, Network

from .run import Run


@dataclass
class Sheet:
    """The canvas after a stroke: its strokes as the canvas tells them, and its pixels uint8 (h, w, 4)."""

    strokes: dict
    pixels: np.ndarray


@dataclass
class OpenedFile:
    """A network that the visitor opened from a file; `identity` tells one upload from another."""

    identity: str
    name: str
    network: Network
    experiment: Experiment


@dataclass
class OwnDigits:
    """Digits that the visitor brought; `identity` tells one upload from another."""

    identity: tuple[str, ...]
    name: str
    digits: Digits


@dataclass
class Visitor:
    """Everything that a visitor made."""

    runs: list[Run] = field(default_factory=list)
    files: list[OpenedFile] = field(default_factory=list)
    slider_options: dict[str, set] = field(default_factory=dict)  # by field of the Experiment
    own_digits: OwnDigits | None = None  # what to learn from in place of MNIST's training set
    own_digits_number: int = 0
    sheets: list[Sheet] = field(default_factory=list)  # the drawing, one sheet per stroke, so that a stroke can be undone
    canvas_seed: dict | None = None  # what the canvas starts from; fixed for as long as it is on the page
    canvas_number: int = 0  # a new number is a new canvas
    test_digit: int | None = None  # the test digit on show in place of the drawing
    last_page: str = ""


NETWORK = "network"
BRUSH = "brush"


def visitor() -> Visitor:
    """The visitor whose page is being drawn."""
    return st.session_state.setdefault("visitor", Visitor())


def setting_key(name: str) -> str:
    """The key of the control that sets the Experiment's field `name`."""
    return f"setting_{name}"


def entered(page: str) -> bool:
    """Whether the visitor has just come to `page` from another one."""
    someone = visitor()
    came, someone.last_page = someone.last_page != page, page
    return came
