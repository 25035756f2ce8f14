"""A schedule says how large the learning rate is on the way: long strides first, short ones near the goal.

Each is a function of the progress, from 0 at the first step to 1 after the last, and gives what the learning rate is multiplied
with. None ends at 0, so that every step changes something, and so does training on: after its planned epochs a run goes on with
the rate at which its schedule ended.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

END = 0.01  # of the learning rate: where the falling schedules end


def constant(progress: float) -> float:
    """Always 1."""
    return 1.0


def staircase(progress: float) -> float:
    """1 in the first half, 0.1 until three quarters, then 0.01."""
    return 1.0 if progress < 1 / 2 else 0.1 if progress < 3 / 4 else END


def exponential(progress: float) -> float:
    """From 1 down to 0.01, by the same factor at each step."""
    return END**progress


def cosine(progress: float) -> float:
    """From 1 to 0.01 along half a cosine wave. Loshchilov and Hutter: ICLR 2017, equation 5."""
    return END + (1 - END) * (1 + math.cos(math.pi * progress)) / 2


def one_cycle(progress: float) -> float:
    """Warm up from 0.04 to 1 in the first quarter, then down to 0.01, both along half a cosine. Smith and Topin: 2018."""
    warm_up, start = 0.25, 0.04
    if progress < warm_up:
        return start + (1 - start) * (1 - math.cos(math.pi * progress / warm_up)) / 2
    return cosine((progress - warm_up) / (1 - warm_up))


def end_rate(schedule: str, learning_rate: float) -> float:
    """The learning rate at which a run of that schedule ends, and with which it trains on."""
    return learning_rate * SCHEDULES[schedule](1.0)


SCHEDULES = {"constant": constant, "step": staircase, "exponential": exponential, "cosine": cosine, "one_cycle": one_cycle}


@dataclass(frozen=True)
class Plan:
    """When a run's schedule ends, in epochs, and how far it has come: at `start` the part `done` of it was over.

    When its end is moved, what is left of the schedule is stretched over the epochs that are left, so the rate never jumps.
    """

    end: float
    start: float = 0.0
    done: float = 0.0

    def progress(self, position: float) -> float:
        """How much of the schedule is over at a position in epochs, 0 to 1."""
        if position >= self.end:
            return 1.0
        return self.done + (1 - self.done) * (position - self.start) / (self.end - self.start)

    def moved(self, position: float, end: float) -> Plan:
        """The plan from `position` on, if it now ends at `end`."""
        return Plan(end, position, self.progress(position))
