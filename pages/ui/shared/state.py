"""What the app remembers of a visitor, and the only file that knows under which key. All of it ends with the session."""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import streamlit as st
from PIL import Image

from nncore import Digits, Experiment, Network
from nncore.checkpoint import Checkpoint
from nncore.runs.mission import Mission
from nncore.runs.range_test import RangeTest

from . import server
from .run import Run
from .sweep_run import SweepRun


@dataclass
class Sheet:
    """The canvas after a stroke: its strokes as the canvas tells them, and its picture as a PNG, a hundredth of its pixels."""

    strokes: dict
    png: bytes

    @property
    def pixels(self) -> np.ndarray:
        """What is on the canvas, uint8 (h, w, 4); where the strokes are known, nobody needs to ask."""
        return np.asarray(Image.open(io.BytesIO(self.png)))


@dataclass
class OpenedFile:
    """A network that the visitor opened from a file; `identity` tells one upload from another."""

    identity: str
    name: str
    network: Network
    experiment: Experiment
    checkpoint: Checkpoint | None  # from which its training can go on


@dataclass(frozen=True)
class Kept:
    """A drawing that its writer labelled: image uint8 (28, 28) as a network sees it, and what it was."""

    image: np.ndarray
    label: int


@dataclass
class FineTuning:
    """A run that fine-tunes a network on the visitor's digits, and how that network did before."""

    run: Run | None
    network_before: str
    mnist_before: float | None
    own_before: float | None
    polled: bool = True  # whether the page has yet to be told that the run has ended


@dataclass(frozen=True)
class Task:
    """What a teacher's link asks: the mission, and the settings that stay as the link says, by name."""

    mission: Mission
    fixed: dict


@dataclass
class OwnDigits:
    """Digits that the visitor brought; `identity` tells one upload from another."""

    identity: tuple[str, ...]
    name: str
    digits: Digits


@dataclass
class Visitor:
    """Everything that a visitor made.

    `key`, in the link, finds it again after a reload in the same `browser`; `watch` tells whether that shows it.
    """

    browser: str
    key: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    watch: Callable[[], bool] = lambda: True
    runs: list[Run] = field(default_factory=list)
    runs_started: int = 0
    files: list[OpenedFile] = field(default_factory=list)
    slider_options: dict[str, set] = field(default_factory=dict)  # by field of the Experiment
    own_digits: OwnDigits | None = None  # what to learn from in place of MNIST's training set
    own_digits_number: int = 0
    sheets: list[Sheet] = field(default_factory=list)  # the drawing, one sheet per stroke, so that a stroke can be undone
    canvas_seed: dict | None = None  # what the canvas starts from; fixed for as long as it is on the page
    canvas_number: int = 0  # a new number is a new canvas
    handwriting: list[Kept] = field(default_factory=list)  # my handwriting, oldest first
    fine_tuning: FineTuning | None = None
    wanted_network: str | None = None  # the name of the network that the next page shall have chosen
    file_accuracies: dict[str, float] = field(default_factory=dict)  # on MNIST, by the identity of an opened file
    last_upload: str = ""  # of a handwriting set that was opened
    range_test: RangeTest | None = None  # the last one, for the settings that it was made with
    rate_test_of: Experiment | None = None
    sweep: SweepRun | None = None
    task: Task | None = None  # of a teacher's link
    link: str | None = None  # the settings of a link that the controls have taken over
    test_digit: int | None = None  # the test digit on show in place of the drawing
    last_page: str = ""
    shown: Experiment | None = None  # what the controls said last

    def is_watched(self) -> bool:
        """Whether a browser shows this visitor's page; any thread may ask."""
        return self.watch()

    def new_run_number(self) -> int:
        """The number of the run that is about to begin; none is given twice."""
        self.runs_started += 1
        return self.runs_started


VISITOR = "visitor"
VISIT = "visit"  # the part of a link that finds a visitor's runs again
SETTINGS_IN_LINK = "settings"  # the part of a link that carries an Experiment
MISSION_IN_LINK = "mission"
HIDDEN_IN_LINK = "hide"  # names of settings whose controls are not shown
NETWORK = "network"
BRUSH = "brush"
SECOND_NETWORK = "second_network"
LEAST = "least_confidence"
SOURCE = "source"
CLOSER = "closer"


def visitor() -> Visitor:
    """The visitor whose page is being drawn: of this session, or of the one before it, if the link has its key."""
    if VISITOR not in st.session_state:
        browser = server.browser()
        someone = server.visits().found_again(st.query_params.get(VISIT, ""), browser) or Visitor(browser)
        someone.watch, someone.last_page = server.session_watch(), ""
        st.session_state[VISITOR] = someone
    return st.session_state[VISITOR]


def setting_key(name: str) -> str:
    """The key of the control that sets the Experiment's field `name`."""
    return f"setting_{name}"


def entered(page: str) -> bool:
    """Whether the visitor has just come to `page` from another one; what was run here is found again by the link."""
    someone = visitor()
    if someone.runs or someone.sweep:
        server.visits().keep(someone.key, someone)
        st.query_params[VISIT] = someone.key
    came, someone.last_page = someone.last_page != page, page
    return came
