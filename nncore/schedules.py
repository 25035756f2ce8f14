"""A schedule says how large the learning rate is at each step: long strides first, short ones near the goal.

Each is a function of the step, from 0 to `steps` - 1, and gives what the learning rate is multiplied with. After the planned
steps it stays as it was at the last one.
"""

from __future__ import annotations

import math


def constant(step: int, steps: int) -> float:
    """Always 1."""
    return 1.0


def staircase(step: int, steps: int) -> float:
    """1 in the first half, 0.1 until three quarters, then 0.01."""
    return 1.0 if step < steps / 2 else 0.1 if step < steps * 3 / 4 else 0.01


def exponential(step: int, steps: int) -> float:
    """From 1 down to 0.01, by the same factor at each step."""
    return 0.01 ** _progress(step, steps)


def cosine(step: int, steps: int) -> float:
    """From 1 to 0 along half a cosine wave. Loshchilov and Hutter: ICLR 2017, equation 5."""
    return (1 + math.cos(math.pi * _progress(step, steps))) / 2


def one_cycle(step: int, steps: int) -> float:
    """Warm up from 0.04 to 1 in the first quarter, then down to 0, both along half a cosine. Smith and Topin: 2018."""
    warm_up, start = 0.25, 0.04
    progress = _progress(step, steps)
    if progress < warm_up:
        return start + (1 - start) * (1 - math.cos(math.pi * progress / warm_up)) / 2
    return (1 + math.cos(math.pi * (progress - warm_up) / (1 - warm_up))) / 2


def _progress(step: int, steps: int) -> float:
    return min(step / max(steps - 1, 1), 1.0)


SCHEDULES = {"constant": constant, "step": staircase, "exponential": exponential, "cosine": cosine, "one_cycle": one_cycle}
