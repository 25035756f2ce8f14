"""The rule of an optimizer with the numbers of one weight: what it remembered, what it remembers now, and the step."""

from __future__ import annotations

from dataclasses import dataclass

from nncore.optimizers import SGD, Adam, AdamW, Momentum, Nesterov, Optimizer, RMSprop
from nncore.setting import written

from ..shared.numbers import in_brackets, number


@dataclass(frozen=True)
class WeightStep:
    """One weight's update: the weight w before and after, its gradient dw, the rate, and the optimizers' state for it."""

    w: float
    after: float
    dw: float
    rate: float
    before: tuple[float, ...]
    state: tuple[float, ...]
    optimizer: Optimizer  # after the step

    @property
    def t(self) -> int:
        """The number of the step."""
        return self.optimizer.steps


def rule_with_numbers(step: WeightStep) -> list[str]:
    """The lines of the calculation from w to the weight after the step."""
    rule = step.optimizer
    if isinstance(rule, Adam):
        return _adam(step)
    if isinstance(rule, RMSprop):
        return _rmsprop(step)
    if isinstance(rule, Momentum | Nesterov):
        return _momentum(step)
    if isinstance(rule, SGD):
        return [f"w − rate × dw = {number(step.w)} − {written(step.rate)} × {in_brackets(step.dw)} = {number(step.after)}"]
    return [f"by its rule w becomes {number(step.after)}"]


def _momentum(step: WeightStep) -> list[str]:
    (before,), (v,), keep = step.before, step.state, step.optimizer.momentum
    first = f"v = momentum × v + dw = {keep:g} × {in_brackets(before)} + {in_brackets(step.dw)} = {number(v)}"
    if isinstance(step.optimizer, Momentum):
        return [first, f"w − rate × v = {number(step.w)} − {written(step.rate)} × {in_brackets(v)} = {number(step.after)}"]
    return [first, f"w − rate × (dw + momentum × v) = {number(step.w)} − {written(step.rate)} × ({number(step.dw)} + "
                   f"{keep:g} × {in_brackets(v)}) = {number(step.after)}"]


def _rmsprop(step: WeightStep) -> list[str]:
    (before,), (s,), alpha = step.before, step.state, step.optimizer.ALPHA
    return [f"s = α s + (1 − α) dw² = {alpha:g} × {number(before)} + {1 - alpha:g} × {in_brackets(step.dw)}² "
            f"= {number(s)}",
            f"w − rate × dw / (√s + ε) = {number(step.w)} − {written(step.rate)} × {in_brackets(step.dw)} / "
            f"(√({number(s)}) + 10⁻⁸) = {number(step.after)}"]


def _adam(step: WeightStep) -> list[str]:
    (m_before, s_before), (m, s), rule = step.before, step.state, step.optimizer
    m_hat, s_hat = m / (1 - rule.BETA1**step.t), s / (1 - rule.BETA2**step.t)
    said = [f"m = β₁ m + (1 − β₁) dw = 0.9 × {in_brackets(m_before)} + 0.1 × {in_brackets(step.dw)} = {number(m)}",
            f"s = β₂ s + (1 − β₂) dw² = 0.999 × {number(s_before)} + 0.001 × {in_brackets(step.dw)}² = {number(s)}",
            f"m̂ = m / (1 − 0.9^{step.t}) = {number(m_hat)}, ŝ = s / (1 − 0.999^{step.t}) = {number(s_hat)}"]
    w = step.w
    if isinstance(rule, AdamW) and rule.weight_decay:
        w *= 1 - step.rate * rule.weight_decay
        said.append(f"first w shrinks: w × (1 − rate × decay) = {number(step.w)} × (1 − {written(step.rate)} × "
                    f"{written(rule.weight_decay)}) = {number(w)}")
    return [*said, f"w − rate × m̂ / (√ŝ + ε) = {number(w)} − {written(step.rate)} × {in_brackets(m_hat)} / "
                   f"(√({number(s_hat)}) + 10⁻⁸) = {number(step.after)}"]
