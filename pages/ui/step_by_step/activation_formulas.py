"""Each activation and its slope as a formula with real numbers in it."""

from __future__ import annotations

from nncore.activations import Activation, Elu, Gelu, LeakyRelu, Linear, Relu, Sigmoid, Tanh

from ..shared.numbers import in_brackets, number

VALUES = {  # y = f(x)
    Relu: "max({x}, 0)",
    LeakyRelu: "max({x}, 0.01 × {x_})",
    Elu: "{x} if above 0, else e^{x_} − 1",
    Gelu: "{x} × (1 + tanh u) / 2, u = 0.79788 × ({x} + 0.044715 × {x_}³)",
    Tanh: "tanh {x_}",
    Sigmoid: "1 / (1 + e^(−{x_}))",
    Linear: "{x}",
}
SLOPES = {  # f'(x), where it can in terms of y
    Relu: "1 where y is above 0, else 0; y = {y}",
    LeakyRelu: "1 where y is above 0, else 0.01; y = {y}",
    Elu: "1 where y is above 0, else y + 1; y = {y}",
    Gelu: "(1 + tanh u) / 2 + x (1 − tanh² u) u' / 2 at x = {x}",
    Tanh: "1 − y² = 1 − {y_}²",
    Sigmoid: "y (1 − y) = {y} × (1 − {y})",
    Linear: "1",
}


def _filled(formula: str, x: float, y: float) -> str:
    return formula.format(x=number(x), x_=in_brackets(x), y=number(y), y_=in_brackets(y))


def value_of(layer: Activation, x: float, y: float) -> list[str]:
    """How y comes from x."""
    formula = VALUES.get(type(layer), "f({x})")
    is_equation = "if" not in formula.split() and "u =" not in formula
    return [f"x = {number(x)}", f"y = {_filled(formula, x, y)}{' = ' if is_equation else '; that is '}{number(y)}"]


def slope_of(layer: Activation, x: float, y: float, slope: float) -> list[str]:
    """What the slope f'(x) is."""
    formula = SLOPES.get(type(layer), "f'({x})")
    return [f"f' = {_filled(formula, x, y)}"] + [f"f' = {number(slope)}"] * (formula != SLOPES[Linear])
