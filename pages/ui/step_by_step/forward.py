"""Forward, cell by cell: where each number of an answer came from, with the numbers that it came from."""

from __future__ import annotations

import numpy as np

from nncore.activations import Activation
from nncore.batch_norm import BatchNorm
from nncore.dense import Dense
from nncore.trace import LayerTrace

from ..shared.numbers import in_brackets, number
from .activation_formulas import value_of
from .one_pass import Cell, Pass
from .softmax_and_loss import loss_table, softmax_table
from .tables import lines, row, table, words

MOST = 8  # products that stand alone; the others are one line
ROUNDED = "All numbers are rounded to five digits: the last one of a result may differ by a little."


def came_from(shown: Pass, cell: Cell) -> str:
    """How the number in a cell was calculated, as HTML."""
    if cell.place > shown.probabilities_at:
        return loss_table(shown)
    if cell.place == shown.probabilities_at:
        return softmax_table(shown, cell.unit)
    traced = shown.layers[cell.place]
    if isinstance(traced.layer, Dense):
        return weighted_sum(shown, cell)
    if isinstance(traced.layer, Activation):
        return lines("y = f(x)", *value_of(traced.layer, traced.x[0, cell.unit], traced.y[0, cell.unit]))
    if isinstance(traced.layer, BatchNorm):
        return _normalised(traced, cell.unit)
    return _dropped(traced, cell.unit)


def weighted_sum(shown: Pass, cell: Cell) -> str:
    """The products x w, the largest first, the rest in a line, then the bias and the sum."""
    traced = shown.layers[cell.place]
    x, w, bias = traced.x[0], traced.layer.W[:, cell.unit], traced.layer.b[cell.unit]
    products = x.astype(float) * w  # (inputs,)
    lit = np.flatnonzero(x)
    order = lit[np.argsort(-np.abs(np.nan_to_num(products[lit])), kind="stable")]
    rows = product_rows(products, order, [lambda unit: shown.source(cell.place, unit).removeprefix("pixel in "),
                                          lambda unit: number(x[unit]), lambda unit: number(w[unit])])
    silent = len(x) - len(lit)
    what = "blank pixels" if cell.place == 0 else "silent neurons"
    rows += [row(f"{silent:,} {what}", "0", "any", "0", kind="rest")] if silent else []
    rows += [row("bias b", "", "", number(bias)), row("sum y", "", "", number(traced.y[0, cell.unit]), kind="total")]
    return table("y = x w, added up, + b", ["from", "x", "weight w", "x w"], rows) + words(ROUNDED)


def product_rows(products: np.ndarray, order: np.ndarray, cells: list) -> list[str]:
    """A row for each of the first products in `order`, with what `cells` say of its number, and one for the rest together."""
    largest = max(float(np.abs(np.nan_to_num(products[order])).max(initial=0)), 1e-300)
    rows = [row(*(each(unit) for each in cells), number(products[unit]), share=float(products[unit]) / largest)
            for unit in order[:MOST].tolist()]
    rest = order[MOST:]
    if len(rest):
        rows.append(row(f"the {len(rest):,} others", *[""] * (len(cells) - 1), number(products[rest].sum()), kind="rest"))
    return rows


def _normalised(traced: LayerTrace, unit: int) -> str:
    layer, x, y = traced.layer, traced.x[0, unit], traced.y[0, unit]
    mean, variance, gamma, beta = (each[unit] for each in (layer.mean, layer.variance, layer.gamma, layer.beta))
    n = traced.ran.n[0, unit]
    return lines("n = (x − mean) / √(variance + ε), y = γ n + β",
                 f"n = ({number(x)} − {in_brackets(mean)}) / √({number(variance)} + 0.00001) = {number(n)}",
                 f"y = {number(gamma)} × {in_brackets(n)} + {in_brackets(beta)} = {number(y)}") + words(
        "Mean and variance are the running ones, from training: one image alone has no variance, so batch norm takes these.")


def _dropped(traced: LayerTrace, unit: int) -> str:
    keep, mask = 1 - traced.layer.rate, float(traced.ran.mask[0, unit] > 0)
    return lines("y = x mask / (1 − rate)",
                 f"y = {number(traced.x[0, unit])} × {mask:.0f} / {number(keep)} = {number(traced.y[0, unit])}") + words(
        "As in each step of training, dropout has drawn a mask of 0 and 1: a neuron with 0 is silent this time.")
