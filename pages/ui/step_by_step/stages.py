"""The stages of a learning step: forward, backward and the update, each with its numbers and the code that made them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nncore import Digits, Network
from nncore.batch_norm import BatchNorm
from nncore.digits import SIDE
from nncore.dropout import Dropout
from nncore.objective import Objective
from nncore.runs.tour import BACKWARD, UPDATE
from nncore.trace import trace

from ..shared import images, state
from ..shared.exploded import say_exploded
from ..shared.networks import Choice
from ..shared.numbers import number
from ..shared.per_cent import per_cent
from ..shared.visitor import Visitor
from .backward import gradient_came_from
from .cells import Row, cells
from .chosen_weight import at_dense, differences, weight_choice, weight_gradient
from .forward import came_from
from .looked_at import any_neuron, looked_at, take_click
from .one_pass import Cell, Pass
from .rows_of_pass import backward_rows, forward_rows, shown_units
from .sources import code_backward, code_forward, show_code
from .update_stage import chosen_optimizer, update_stage
from .updates import Updates, updates_of

FORWARD = "1 Forward"
WHAT = {FORWARD: "From the pixels to the answer: choose any number to see where it came from.",
        BACKWARD: "From the loss back to the pixels: how the loss changes when a number grows a little, its gradient.",
        UPDATE: "Each weight moves a little against its gradient. Take one step, and see what it did."}

WORDS = {Dropout: "As in each step of training, dropout silences some neurons here: Draw's answer may differ a little.",
         BatchNorm: "Batch norm takes its running mean and variance, as for any image that comes alone."}


@st.fragment
def stages(visitor: Visitor, chosen: Choice, digit: Digits) -> None:
    """Ask for a stage and show it; a click on a number draws only this part of the page anew."""
    st.session_state.setdefault(state.STEPS_STAGE, FORWARD)
    with st.container(horizontal=True, vertical_alignment="center", key="stage_line"):
        stage = st.segmented_control("Stage", list(WHAT), required=True, key=state.STEPS_STAGE, persist_state="session",
                                     label_visibility="collapsed")
        st.caption(WHAT[stage], width="stretch")
    updates = updates_of(chosen, digit, chosen_optimizer())
    with np.errstate(all="ignore"):  # weights may have exploded
        before, now = updates.states()
        shown = passed(now.network, updates)
        if not np.isfinite(shown.trace.logits).all():
            say_exploded("nothing can be worked out. Choose another network, or undo the update")
        if stage == FORWARD:
            _forward(shown, updates)
        elif stage == BACKWARD:
            _backward(shown, updates, now.network)
        else:
            update_stage(visitor, updates, before, now, passed(before.network, updates))


def passed(network: Network, updates: Updates) -> Pass:
    """The pass of the digit that is looked at through `network`."""
    objective = Objective.of(updates.experiment)
    return Pass(trace(network, updates.digit.images, updates.digit.labels, objective), int(updates.digit.labels[0]), objective)


def _halves() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Where the numbers stand, and where one of them is worked out: in sight, however far down it was chosen (look.css)."""
    overview, details = st.columns([10, 9], gap="medium")
    return overview, details.container(key="steps_details")


def _forward(shown: Pass, updates: Updates) -> None:
    overview, details = _halves()
    with overview:
        _summary(shown, updates)
        cell = _chosen(shown, updates, forward_rows, "Forward: the numbers from the first layer to the loss", state.STEPS_FORWARD)
    with details:
        _heading(shown, cell, updates)
        st.html(came_from(shown, cell))
        show_code(code_forward(shown, cell), _formula_forward(shown, cell))


def _backward(shown: Pass, updates: Updates, network: Network) -> None:
    overview, details = _halves()
    with overview:
        _summary(shown, updates)
        cell = _chosen(shown, updates, backward_rows, "Backward: the gradients from the scores to the first layer",
                       state.STEPS_GRADIENTS)
    with details:
        name = shown.name_of(cell)
        st.markdown(f"**The gradient at {name[0].lower() + name[1:]}**")
        st.html(gradient_came_from(shown, cell))
        dense = at_dense(shown, cell)
        if dense.place == min(cell.place, shown.last):
            st.markdown("**And with it, the gradients of its weights**")
            weight = weight_choice(shown, dense, updates.network_and_digit)
            weight_gradient(shown, weight)
            differences(shown, network, updates.digit.images, weight)
        show_code(code_backward(shown, cell), _formula_backward(shown, cell))


def _heading(shown: Pass, cell: Cell, updates: Updates) -> None:
    """What is worked out; for a sum over pixels with a picture of what each adds to it."""
    if cell.place:
        st.markdown(f"**{shown.name_of(cell)}**")
        return
    first = shown.layers[0]
    adds = np.nan_to_num(first.x[0] * first.layer.W[:, cell.unit]).reshape(SIDE, SIDE)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="steps_summary_2"):
        st.image(images.barred(images.over(updates.digit.images[0], adds), adds, 5), width=140,
                 alt="What each pixel adds to the sum: orange pixels raise it, purple ones, each with a white dash, lower it")
        with st.container(gap=None):
            st.markdown(f"**{shown.name_of(cell)}**")
            st.caption("Orange pixels raise it; purple ones, with white dashes, lower it.")


def _formula_forward(shown: Pass, cell: Cell):
    """Whose docstring has the formula."""
    return code_forward(shown, cell)[0] if cell.place > shown.last else type(shown.layers[cell.place].layer)


def _formula_backward(shown: Pass, cell: Cell):
    return code_backward(shown, cell)[0] if cell.place >= shown.last else type(shown.layers[cell.place + 1].layer)


def _summary(shown: Pass, updates: Updates) -> None:
    """The digit, what the network reads in it, and the loss."""
    p, count = shown.trace.probabilities[0], len(updates.rates)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="steps_summary"):
        st.image(images.enlarged(updates.digit.images[0], 3), width=84, alt="The digit as the network sees it: 28 by 28 pixels")
        with st.container(gap=None):
            if np.isfinite(p).all():
                answer = int(p.argmax())
                st.markdown(f"The network reads **{answer}** with {per_cent(float(p[answer]))}; it should be **{shown.label}**.")
                st.markdown(f"Loss **{number(shown.trace.loss, 4)}**", help="One number that says how wrong the answer is.")
            st.caption("784 pixels, from 0 for paper to 1 for ink"
                       + (f". After {count} update{'s' * (count > 1)}" if count else ""))
    if said := [WORDS[kind] for kind in WORDS if any(isinstance(each.layer, kind) for each in shown.layers)]:
        st.caption(" ".join(said))


def _chosen(shown: Pass, updates: Updates, rows_of: Callable[[Pass, Cell], list[Row]], title: str, key: str) -> Cell:
    """Show the rows, and give the cell that is looked at; a layer with more neurons than buttons has a field for any of them."""
    field, before = st.container(), looked_at(shown, updates)
    clicked = cells(rows_of(shown, before), before.id, title=title, key=key)
    take_click(shown, updates, *clicked)
    cell = looked_at(shown, updates)
    if len(shown_units(shown, cell.place, cell)) < shown.width(cell.place):
        with field:
            any_neuron(shown, updates, cell)
    return cell
