"""From ten scores to one number: softmax in its three steps, and the loss with its gradient."""

from __future__ import annotations

import numpy as np

from ..shared.numbers import in_brackets, number
from .one_pass import Pass
from .tables import lines, row, table, words

CROSS_ENTROPY = "cross_entropy"


def softmax_table(shown: Pass, digit: int) -> str:
    """The three steps for all ten digits, as each probability needs them all."""
    z, p = shown.trace.logits[0].astype(float), shown.trace.probabilities[0]
    less = z - z.max()
    powers = np.exp(less)
    rows = [row(f"{each}", number(z[each]), number(less[each]), number(powers[each]), number(p[each]),
                kind="chosen" if each == digit else "") for each in range(len(z))]
    rows.append(row("sum", "", "", number(powers.sum()), "1", kind="total"))
    return table("Softmax in three steps", ["digit", "score z", "1: z − largest", "2: e to that", "3: ÷ sum"], rows) + lines(
        f"For digit {digit}",
        f"1: {number(z[digit])} − {in_brackets(z.max())} = {number(less[digit])}",
        f"2: e^{in_brackets(less[digit])} = {number(powers[digit])}",
        f"3: {number(powers[digit])} / {number(powers.sum())} = {number(p[digit])}") + words(
        "The largest score is taken away first: it changes no probability, and keeps e to that from becoming too large.")


def loss_table(shown: Pass) -> str:
    """How wrong the ten probabilities are, as one number."""
    p, y = shown.trace.probabilities[0], shown.trace.y[0]
    return _cross_entropy_table(shown, p, y) if is_cross_entropy(shown) else _squares_table(shown, p, y)


def is_cross_entropy(shown: Pass) -> bool:
    """Which of the two losses was made small."""
    return shown.objective.loss == CROSS_ENTROPY


def _cross_entropy_table(shown: Pass, p: np.ndarray, y: np.ndarray) -> str:
    z = shown.trace.logits[0].astype(float)
    log_p = z - z.max() - np.log(np.exp(z - z.max()).sum())  # (10,), which no probability of 0 can break
    if np.count_nonzero(y) == 1:
        return lines("loss = −ln p, p being the probability of the right digit",
                     f"p = {number(p[shown.label])} for digit {shown.label}",
                     f"loss = −ln {number(p[shown.label])} = {number(shown.trace.loss)}") + words(
            "It is 0 where the network is certain and right, ln 10 = 2.3026 where it finds all ten digits equally likely.")
    rows = [row(f"{each}", number(y[each]), number(log_p[each]), number(-y[each] * log_p[each])) for each in range(len(p))]
    rows.append(row("loss", "", "", number(shown.trace.loss), kind="total"))
    return table("loss = −y ln p, added up", ["digit", "right answer y", "ln p", "−y ln p"], rows) + words(
        "Labels are smoothed here: the right answer leaves a little to each other digit.")


def _squares_table(shown: Pass, p: np.ndarray, y: np.ndarray) -> str:
    rows = [row(f"{each}", number(p[each]), number(y[each]), number((p[each] - y[each]) ** 2)) for each in range(len(p))]
    rows.append(row("mean = loss", "", "", number(shown.trace.loss), kind="total"))
    return table("loss = mean of (p − y)²", ["digit", "p", "right answer y", "(p − y)²"], rows)


def error_at(shown: Pass, digit: int) -> str:
    """The gradient of the loss at the score of one digit."""
    p, y, dz = shown.trace.probabilities[0], shown.trace.y[0], shown.trace.dlogits[0]
    if is_cross_entropy(shown):
        return lines("dz = p − y: the probability, less the right answer",
                     f"dz = {number(p[digit])} − {number(y[digit])} = {number(dz[digit])}") + words(
            "Softmax and loss together have this short gradient. Below zero: a higher score would make the loss smaller.")
    dp = 2 * (p - y) / len(p)  # (10,)
    rows = [row(f"{each}", number(p[each]), number(dp[each]), number(dp[each] * p[each]), kind="chosen" if each == digit else "")
            for each in range(len(p))]
    total = float((dp * p).sum())
    rows.append(row("sum", "", "", number(total), kind="total"))
    return table("dp = 2 (p − y) / 10", ["digit", "p", "dp", "dp p"], rows) + lines(
        "dz = p (dp − sum of dp p)",
        f"dz = {number(p[digit])} × ({number(dp[digit])} − {in_brackets(total)}) = {number(dz[digit])}")


