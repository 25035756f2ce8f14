"""The updates that a visitor made to one network with one digit: each can be undone, as all are made again from the first."""

from __future__ import annotations

import weakref
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import streamlit as st

from nncore import Digits, Experiment, Network
from nncore.interpretability.one_update import LearningState, answers, before_any_update, updated

from ..shared import server
from ..shared.calculation import Known
from ..shared.networks import Choice
from ..shared.state import UPDATES
from ..shared.visitor import Visitor

MOST, MOST_OF_LARGE, LARGE = 20, 5, 1_000_000  # updates; fewer of a network of so many parameters, as they are made again
AT_ONCE = 120_000  # parameters of a network that reads 10,000 digits in a blink
PATIENCE = 0.3  # seconds


@dataclass
class Updates:
    """Updates of `base` on `digit`: the learning rate of each. Nothing else is kept but what the network reads after each.

    `of` tells them from those of another network, digit or optimizer; `answers` are uint8 (10,000,) by number of updates.
    `whence` gives `base` as long as it is there: a session keeps no network that its visitor let go.
    """

    of: tuple
    whence: Callable[[], Network | None]
    experiment: Experiment
    digit: Digits
    rates: list[float] = field(default_factory=list)
    answers: dict[int, np.ndarray] = field(default_factory=dict)
    measuring: Known | None = None

    @property
    def base(self) -> Network:
        """The network before any update."""
        return self.whence()

    @property
    def network(self) -> str:
        """The name of the network."""
        return self.of[0]

    @property
    def network_and_digit(self) -> tuple:
        """What tells the network and the digit, whatever the label and the optimizer."""
        return self.network, self.of[2]

    @property
    def most(self) -> int:
        """How many there may be."""
        return MOST if self.base.parameters.size <= LARGE else MOST_OF_LARGE

    def states(self) -> tuple[LearningState, LearningState]:
        """The network before and after the last update; twice the same before any."""
        before = now = before_any_update(self.base, self.experiment)
        for rate in self.rates:
            before, now = now, updated(now, self.digit, self.experiment, rate)
        return before, now

    def update(self, rate: float) -> None:
        """One more."""
        if len(self.rates) < self.most:
            self.rates.append(rate)

    def undo(self) -> None:
        """The last one never was."""
        if self.rates:
            self.answers.pop(len(self.rates), None)
            self.rates.pop()
            self.measuring = None  # what a worker calculates may be of it

    def answers_of(self, network: Network, count: int, visitor: Visitor) -> np.ndarray | None:
        """What `network`, the one after `count` updates, reads in the test digits; None as long as a worker calculates it."""
        if count not in self.answers:
            found = self._read(network, count, visitor)
            if found is None:
                return None
            self.answers[count] = found
        return self.answers[count]

    def _read(self, network: Network, count: int, visitor: Visitor) -> np.ndarray | None:
        test = server.digits().test
        if network.parameters.size <= AT_ONCE:
            return answers(network, test)
        self.measuring = self.measuring or Known(server.desk(), visitor)
        return self.measuring.about(count, answers, network, test, patience=PATIENCE)


def updates_of(choice: Choice, digit: Digits, optimizer: str) -> Updates:
    """The updates of the chosen network on a digit by an optimizer: those that were made, or none yet.

    A network that is learning is looked at as it was when it was first looked at.
    """
    of = (choice.name, choice.learning, zlib.crc32(digit.images.tobytes()), int(digit.labels[0]), optimizer)
    now: Updates | None = st.session_state.get(UPDATES)
    is_same = now is not None and now.of[:2] == of[:2] and (choice.learning or now.base is choice.now())
    if is_same and now.of == of:
        return now
    base = now.base if is_same else choice.now()
    whence = (lambda: base) if choice.learning else weakref.ref(base)  # of one that learns nobody else keeps this moment
    st.session_state[UPDATES] = Updates(of, whence, replace(choice.experiment, optimizer=optimizer), digit)
    return st.session_state[UPDATES]


def look_again() -> None:
    """Look at the network as it is now."""
    st.session_state.pop(UPDATES, None)
