"""Which number of a network is looked at: it stays from stage to stage, and another network begins with one of its own."""

from __future__ import annotations

import numpy as np
import streamlit as st

from ..shared import state
from .one_pass import Cell, Pass
from .updates import Updates


def look_at(updates: Updates, cell: Cell) -> None:
    """Look at a cell of the network from now on, whatever the digit."""
    st.session_state[state.STEPS_CELL] = updates.network, cell.id


def looked_at(shown: Pass, updates: Updates) -> Cell:
    """The cell that was chosen last; at first the weighted sum of the neuron that the digit lights most, which stays, too."""
    of, name = st.session_state.get(state.STEPS_CELL, ("", ""))
    cell = shown.cell(name) if of in (updates.network, updates.network_and_digit) else None
    if cell is None:
        cell = Cell(0, int(np.nan_to_num(shown.layers[0].y[0]).argmax()) if shown.last else shown.label)
        st.session_state[state.STEPS_CELL] = updates.network_and_digit, cell.id
    return cell


def take_click(shown: Pass, updates: Updates, name: object, click: object) -> None:
    """Look at the cell that a browser names, if the click is a new one and there is such a cell."""
    if click is not None and click != st.session_state.get(state.STEPS_CLICK) and (found := shown.cell(name)):
        st.session_state[state.STEPS_CLICK] = click
        look_at(updates, found)


def any_neuron(shown: Pass, updates: Updates, cell: Cell) -> None:
    """A field for the number of any neuron of the layer that is looked at."""
    def choose() -> None:
        look_at(updates, Cell(cell.place, st.session_state[state.STEPS_NEURON]))

    st.session_state[state.STEPS_NEURON] = cell.unit
    with st.container(width=260):
        st.number_input(f"Any neuron of layer {shown.hidden_number(cell.place)}", 0, shown.width(cell.place) - 1,
                        key=state.STEPS_NEURON, on_change=choose)
