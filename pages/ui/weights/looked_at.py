"""Which filter is looked at, and in which order all of them stand: both stay while the page draws itself again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from ..shared.state import FILTER


@dataclass
class LookedAt:
    """The filter that a visitor looks at.

    of: the network's name, the order, and the drawing where that makes it; sequence: the neurons in that order, (n,); neuron: the
    one that is looked at; at_first: the one that was, when the page was entered; visit: counts these.
    """

    of: tuple[str, ...]
    sequence: np.ndarray
    neuron: int
    at_first: int
    visit: int = 0

    def look(self, neuron: int | None) -> int:
        """Look at `neuron` from now on, if there is one; the neuron that is looked at."""
        self.neuron = self.neuron if neuron is None else neuron
        return self.neuron

    @property
    def key(self) -> str:
        """The key of the grid: a new one is a new grid."""
        return "_".join(("filters", *self.of, str(self.visit)))


def came_back() -> None:
    """The page has just been entered: the grid is a new one, and frames what was looked at before."""
    if FILTER in st.session_state:
        before = st.session_state[FILTER]
        st.session_state[FILTER] = LookedAt(before.of, before.sequence[:0], before.neuron, before.neuron, before.visit + 1)


def looked_at(of: tuple[str, ...], sequence: np.ndarray, *, hold: bool) -> LookedAt:
    """What is looked at; at first the first filter. With `hold` the order stays as it was, though weights have changed since."""
    now = st.session_state.get(FILTER)
    if now is None or now.of != of or now.neuron >= len(sequence):
        visit = now.visit + 1 if now else 0
        now = st.session_state[FILTER] = LookedAt(of, sequence, int(sequence[0]), int(sequence[0]), visit)
    if not hold or len(now.sequence) != len(sequence):
        now.sequence = sequence
    return now


def sort_again() -> None:
    """Let the order be that of this moment."""
    st.session_state[FILTER].sequence = st.session_state[FILTER].sequence[:0]
