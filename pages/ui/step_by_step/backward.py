"""Backward, cell by cell: how much the loss would change with each number, and where that came from."""

from __future__ import annotations

import numpy as np

from nncore.activations import Activation
from nncore.batch_norm import BatchNorm
from nncore.dense import Dense
from nncore.trace import LayerTrace

from ..shared.numbers import in_brackets, number
from .activation_formulas import slope_of
from .forward import ROUNDED, product_rows
from .one_pass import Cell, Pass
from .softmax_and_loss import error_at
from .tables import lines, row, table, words


def gradient_came_from(shown: Pass, cell: Cell) -> str:
    """How the gradient at a cell was calculated from those after it, as HTML."""
    if cell.place >= shown.last:
        return error_at(shown, cell.unit)
    following = shown.layers[cell.place + 1]
    if isinstance(following.layer, Dense):
        return _from_all(shown, cell)
    dy, dx = following.dy[0, cell.unit], following.dx[0, cell.unit]
    if isinstance(following.layer, Activation):
        slope = slope_at(following, cell.unit)
        x, y = following.x[0, cell.unit], following.y[0, cell.unit]
        return lines("dx = dy f'(x)", *slope_of(following.layer, x, y, slope),
                     f"dx = {number(dy)} × {in_brackets(slope)} = {number(dx)}")
    if isinstance(following.layer, BatchNorm):
        gamma, deviation = following.layer.gamma[cell.unit], following.ran.deviation[cell.unit]
        return lines("dx = γ / √(variance + ε) dy, for one image alone",
                     f"√(variance + ε) = √({number(following.layer.variance[cell.unit])} + 0.00001) = {number(deviation)}",
                     f"dx = {number(gamma)} / {number(deviation)} × {in_brackets(dy)} = {number(dx)}")
    keep, mask = 1 - following.layer.rate, float(following.ran.mask[0, cell.unit] > 0)
    return lines("dx = dy mask / (1 − rate), with the mask of the way forward",
                 f"dx = {number(dy)} × {mask:.0f} / {number(keep)} = {number(dx)}")


def slope_at(traced: LayerTrace, unit: int) -> float:
    """f'(x) of an activation for one neuron."""
    return float(np.broadcast_to(np.asarray(traced.ran.derivative(), float), traced.y.shape)[0, unit])


def _from_all(shown: Pass, cell: Cell) -> str:
    """The gradient at a neuron: all that read it send theirs back, each along its weight."""
    following = shown.layers[cell.place + 1]
    w, dy = following.layer.W[cell.unit], following.dy[0]
    products = w.astype(float) * dy  # (outputs,)
    order = np.argsort(-np.abs(np.nan_to_num(products)), kind="stable")
    to = "digit" if cell.place + 1 == shown.last else "neuron"
    rows = product_rows(products, order, [lambda unit: f"{to} {unit}", lambda unit: number(dy[unit]),
                                          lambda unit: number(w[unit])])
    rows.append(row("sum", "", "", number(following.dx[0, cell.unit]), kind="total"))
    return table("dx = dy w, added up over all that read it", ["from", "dy", "weight w", "dy w"], rows) + words(ROUNDED)
