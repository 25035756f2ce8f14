"""The numbers of a pass as rows of buttons: forward from the sums to the loss, backward from the scores to the first layer."""

from __future__ import annotations

import numpy as np

from nncore.activations import Activation
from nncore.dense import Dense
from nncore.dropout import Dropout

from ..shared.numbers import number, short
from .cells import PLAIN, PROBABILITY, SIGNED, Button, Row
from .one_pass import Cell, Pass

SHOWN, SHOWN_OF_DEEP, DEEP = 16, 8, 5  # neurons of a layer that have a button; fewer where a pass has so many layers


def forward_rows(shown: Pass, chosen: Cell) -> list[Row]:
    """What each layer says, the probabilities and the loss."""
    rows = []
    for place, traced in enumerate(shown.layers):
        kind = PLAIN if isinstance(traced.layer, Activation | Dropout) else SIGNED
        rows.append(_row(shown, place, traced.y[0], kind, chosen, _what(shown, place)))
    p = shown.trace.probabilities[0]
    rows.append(_row(shown, shown.probabilities_at, p, PROBABILITY, chosen, "the scores made into shares of 1 (softmax)"))
    loss = Cell(shown.probabilities_at + 1, 0)
    says = f"{shown.name_of(loss)}: {number(shown.trace.loss)}"
    rows.append(Row("Loss", f"how wrong it is, if it should read {shown.label}", PLAIN,
                    (Button(loss.id, "", number(shown.trace.loss, 4), 0, says),)))
    return rows


def backward_rows(shown: Pass, chosen: Cell) -> list[Row]:
    """The gradient at what each layer says, from the scores back to the first layer."""
    return [_row(shown, place, shown.layers[place].dy[0], SIGNED, chosen, "how the loss changes with each", of="the gradient at ")
            for place in range(shown.last, -1, -1)]


def _what(shown: Pass, place: int) -> str:
    """What the numbers of a layer are, in a few words."""
    layer, count = shown.layers[place].layer, shown.width(place)
    if place == shown.last:
        return "sums again, one for each digit" if place else "pixels × weights + bias, one for each digit"
    some = "" if count <= _most(shown) else f", the strongest of {count:,}"
    if isinstance(layer, Dense):
        return f"{'pixels' if place == 0 else 'neurons'} × weights + bias{some}"
    return ("what each neuron says" if isinstance(layer, Activation) else "scaled" if not isinstance(layer, Dropout)
            else "some silenced") + some


def _row(shown: Pass, place: int, values: np.ndarray, kind: str, chosen: Cell, what: str, of: str = "") -> Row:
    largest = max(float(np.abs(np.nan_to_num(values)).max()), 1e-30)
    answer = int(values.argmax()) if kind == PROBABILITY else -1
    buttons = []
    for unit in shown_units(shown, place, chosen):
        cell, value = Cell(place, unit), float(values[unit])
        name = shown.name_of(cell)
        says = f"{of}{name[0].lower() + name[1:] if of else name}: {number(value)}"
        buttons.append(Button(cell.id, f"{unit}", short(value), float(np.nan_to_num(value)) / largest, says[0].upper() + says[1:],
                              unit == answer))
    return Row(shown.name_of_row(place), what, kind, tuple(buttons))


def _most(shown: Pass) -> int:
    """How many neurons of a layer have a button."""
    return SHOWN if len(shown.layers) <= DEEP else SHOWN_OF_DEEP


def shown_units(shown: Pass, place: int, chosen: Cell) -> list[int]:
    """The units at `place` that have a button, ascending: all of few, else the strongest, and the chosen one."""
    width = shown.width(place)
    if place >= shown.last or width <= _most(shown):
        return list(range(width))
    end = place  # where the layer's neurons say what the next dense layer reads
    while not isinstance(shown.layers[end + 1].layer, Dense):
        end += 1
    strongest = np.argsort(-np.abs(np.nan_to_num(shown.layers[end].y[0])), kind="stable")[:_most(shown)].tolist()
    is_here = chosen.place < shown.last and shown.hidden_number(chosen.place) == shown.hidden_number(place)
    if is_here and chosen.unit not in strongest:
        strongest[-1] = chosen.unit
    return sorted(strongest)
