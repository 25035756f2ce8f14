"""One weight is chosen, and its gradient shown as the product that it is, and as what the loss does when the weight changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from nncore import Network
from nncore.dense import Dense
from nncore.digits import SIDE
from nncore.finite_differences import STEP, agreeing_digits, in_float64, inputs_in_float64, weight_difference
from nncore.trace import trace

from ..shared import images, state
from ..shared.numbers import in_brackets, number
from .one_pass import Cell, Pass
from .tables import lines, row, table, words


@dataclass(frozen=True)
class Weight:
    """The weight from input `source` to `unit` of the dense layer at `place`, as Pass counts places."""

    place: int
    source: int
    unit: int

    def flat(self, shown: Pass) -> int:
        """Where it lies among all parameters of the network."""
        place = shown.place_in_network(self.place)
        before = sum(each.layer.size for each in shown.trace.layers[:place])
        return before + self.source * shown.width(self.place) + self.unit

    def name(self, shown: Pass) -> str:
        """Which weight it is, in words."""
        to = f"digit {self.unit}" if self.place == shown.last else f"neuron {self.unit}"
        return f"the weight from {shown.source(self.place, self.source)} to {to}, layer {shown.hidden_number(self.place)}"


def weight_of(shown: Pass, cell: Cell, of: tuple) -> Weight:
    """The weight that is looked at at a dense layer's cell: the one that was chosen there, or that of the largest gradient.

    `of` tells the network and the digit. What is looked at stays so, though gradients change from update to update.
    """
    kept_of, kept = st.session_state.get(state.STEPS_WEIGHT, ((), None))
    if kept_of == of and (kept.place, kept.unit) == (cell.place, cell.unit):
        return kept
    return _look_at(of, Weight(cell.place, _by_gradient(shown, cell)[0], cell.unit))


def _look_at(of: tuple, weight: Weight) -> Weight:
    st.session_state[state.STEPS_WEIGHT] = of, weight
    return weight


def _by_gradient(shown: Pass, cell: Cell) -> list[int]:
    """The inputs of a neuron, that of the largest gradient first; where gradients are equal, that which says most."""
    traced = shown.layers[cell.place]
    dW, x = (np.abs(np.nan_to_num(each)) for each in (traced.ran.dW[:, cell.unit], traced.x[0]))
    return np.lexsort((-x, -dW)).tolist()


def at_dense(shown: Pass, cell: Cell) -> Cell:
    """The cell of the dense layer to which a cell's neuron belongs: where its weights are."""
    place = min(cell.place, shown.last)
    while not isinstance(shown.layers[place].layer, Dense):
        place -= 1
    return Cell(place, shown.label if cell.place > shown.probabilities_at else cell.unit)


def weight_choice(shown: Pass, cell: Cell, of: tuple) -> Weight:
    """Ask for one of the weights to a neuron; those of large gradients come first."""
    st.session_state[state.STEPS_INPUT] = weight_of(shown, cell, of).source
    source = st.selectbox("A weight, from the", _by_gradient(shown, cell), key=state.STEPS_INPUT,
                          format_func=lambda unit: shown.source(cell.place, unit), on_change=_choose, args=(cell, of),
                          help="The weights with the largest gradients come first. Type to find another one.")
    return Weight(cell.place, source, cell.unit)


def _choose(cell: Cell, of: tuple) -> None:
    _look_at(of, Weight(cell.place, st.session_state[state.STEPS_INPUT], cell.unit))


def weight_gradient(shown: Pass, weight: Weight) -> None:
    """The chosen weight's gradient as a product, beside the picture of all gradients of its neuron in the first layer."""
    traced = shown.layers[weight.place]
    x, dy, dw = traced.x[0, weight.source], traced.dy[0, weight.unit], traced.ran.dW[weight.source, weight.unit]
    said = lines("dw = x dy: what came in, times the gradient at the sum", f"x = {number(x)}, dy = {number(dy)}",
                 f"dw = {number(x)} × {in_brackets(dy)} = {number(dw)}",
                 f"db = dy = {number(traced.ran.db[weight.unit])}, for the bias")
    if weight.place:
        st.html(said)
        return
    with st.container(horizontal=True, gap="small", key="steps_gradient"):
        dW = np.nan_to_num(traced.ran.dW[:, weight.unit])
        largest = max(float(np.abs(dW).max()), 1e-30)
        picture = dW.reshape(SIDE, SIDE) / largest
        st.image(images.barred(images.signed_colours(picture), picture, 5), width=140,
                 alt=f"The gradients of all 784 weights of neuron {weight.unit}, as pixels: from {number(-largest, 2)} in purple "
                     f"with white dashes to {number(largest, 2)} in orange")
        with st.container(gap=None):
            st.html(said)
            st.caption("The picture: all 784 gradients of this neuron's weights, each at its pixel. Blank pixels have none.")


def differences(shown: Pass, network: Network, pixels: np.ndarray, weight: Weight) -> None:
    """The same gradient by finite differences, and to how many digits they agree."""
    place, at = shown.place_in_network(weight.place), (weight.source, weight.unit)
    labels, objective = np.array([shown.label], np.uint8), shown.objective
    found = weight_difference(network, pixels, labels, objective, layer=place, weight=at)
    exact = trace(in_float64(network), inputs_in_float64(pixels), labels, objective)
    dw, exact_dw = float(shown.layers[weight.place].ran.dW[at]), float(exact.layers[place].ran.dW[at])
    rows = [row("backward, as it ran (float32)", number(dw, 8), _agree(dw, found.slope)),
            row("backward in float64", number(exact_dw, 8), _agree(exact_dw, found.slope)),
            row("by differences", number(found.slope, 8), "", kind="total")]
    st.html(table("The same without calculus", ["gradient", "dw", "digits that agree"], rows) + lines(
        "(loss above − loss below) / (2 · step)",
        f"w + {STEP:.6f}: loss {found.above:.16f}", f"w − {STEP:.6f}: loss {found.below:.16f}",
        f"({number(found.above - found.below)}) / {2 * STEP:.6f} = {number(found.slope)}") + words(
        "Change only this weight a little, both ways, and look at the loss. The app computes with 7 digits (float32), and where "
        "it is nearly certain, p − y leaves few of them; with 15 digits (float64) more agree."))


def _agree(first: float, second: float) -> str:
    if not np.isfinite([first, second]).all():
        return "none"
    return "both are 0" if first == second == 0 else f"{agreeing_digits(first, second)}"
