"""Beside each number stands the code that made it, as it ran, and its formula, as the book writes it."""

from __future__ import annotations

import inspect
from collections.abc import Callable

import streamlit as st

from nncore import losses
from nncore.activations import Activation
from nncore.layer import Layer
from nncore.learning_step import learning_step
from nncore.losses import LOSSES
from nncore.optimizers import Optimizer

from .one_pass import Cell, Pass


def code_forward(shown: Pass, cell: Cell) -> list[Callable]:
    """What ran to make the number in a cell."""
    if cell.place > shown.probabilities_at:
        return [LOSSES[shown.objective.loss]]
    if cell.place == shown.probabilities_at:
        return [losses.softmax]
    layer = type(shown.layers[cell.place].layer)
    return [layer.infer, layer.forward] if issubclass(layer, Activation) else [layer.forward]


def code_backward(shown: Pass, cell: Cell) -> list[Callable]:
    """What ran to make the gradient at a cell, and then those of the weights."""
    if cell.place >= shown.last:
        return [LOSSES[shown.objective.loss], type(shown.layers[shown.last].layer).backward]
    layer = type(shown.layers[cell.place + 1].layer)
    made = [layer.derivative, layer.backward] if issubclass(layer, Activation) else [layer.backward]
    own = type(shown.layers[cell.place].layer).backward
    return [*made, *[own] * (own not in made)]


def code_of_update(optimizer: Optimizer) -> list[Callable]:
    """What ran to make a step."""
    rule = type(optimizer)
    return [learning_step, rule.update, *[rule.decay] * ("decay" in vars(rule))]


def show_code(made: list[Callable], formula_of: type[Layer] | type[Optimizer] | Callable) -> None:
    """The source of what ran, folded, with the formula of the book above it."""
    with st.expander("The code that ran, and its formula", icon=":material/code:"):
        st.text(inspect.getdoc(formula_of))
        for each in made:
            st.caption(f"{each.__module__.replace('.', '/')}.py, {each.__qualname__}")
            st.code(inspect.cleandoc("\n" + inspect.getsource(each)), language="python", wrap_lines=True)
