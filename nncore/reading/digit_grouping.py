"""Which pieces of ink are one digit is a choice between readings: each piece alone, or neighbours together, as is likelier."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from .segmentation import AS_TALL, BoundingBox, Group

MOST_TOGETHER = 3  # groups of pieces that may be one digit: a 5 whose roof and belly float
WIDEST = 1.2  # of its height: a digit is not wider
FAR = 0.15  # of its height: groups with more paper between them, from left to right, are two digits
HURDLE = 0.3  # a logarithm: how much likelier one digit must be where two groups are as tall and there is paper between them, and
# how much less likely it may be where they are not as tall: two digits of one hand are, and stand on one line
LEAST = 1e-30  # a probability that is no number counts as so much


@dataclass(frozen=True)
class Candidate:
    """The groups from number `first` to before `last`, taken as one digit.

    `penalty`, a logarithm, speaks against taking them so; below 0 it speaks for it.
    """

    first: int
    last: int
    box: BoundingBox
    pieces: list[int]
    penalty: float


def candidates(groups: Sequence[Group]) -> list[Candidate]:
    """Each of the `groups`, which stand in reading order, and those neighbours that together may be one digit."""
    found = []
    for first, (box, pieces) in enumerate(groups):
        found.append(Candidate(first, first + 1, box, pieces, 0.0))
        penalty = 0.0
        for last, (other, more) in enumerate(groups[first + 1:first + MOST_TOGETHER], start=first + 1):
            step = _penalty(box, other)
            if step is None:
                break
            box, pieces, penalty = box.around(other), pieces + more, penalty + step
            found.append(Candidate(first, last + 1, box, pieces, penalty))
    return found


def _penalty(box: BoundingBox, other: BoundingBox) -> float | None:
    """What speaks against one digit in two neighbouring boxes; None if they are two for certain."""
    both = box.around(other)
    gap = max(box.left, other.left) - min(box.right, other.right)  # below 0 they overlap, seen from above
    shared = min(box.bottom, other.bottom) - max(box.top, other.top)  # of their heights; below 0 one lies below the other
    if shared <= 0 or both.width > WIDEST * both.height or gap > FAR * both.height:
        return None
    if shared < AS_TALL * both.height:
        return -HURDLE
    return 0.0 if gap <= 0 else HURDLE


def likeliest(found: Sequence[Candidate], probabilities: np.ndarray) -> list[int]:
    """The numbers of the candidates that together are the likeliest reading, in order.

    probabilities: (candidates, 10). A reading is as likely as all its digits' highest probabilities together, less penalties: so
    two halves of a four, each of which might be a digit, are weighed against the four.
    """
    count = max((each.last for each in found), default=0)
    best: list[tuple[float, list[int]]] = [(0.0, [])] + [(-np.inf, [])] * count  # of the groups so far: logarithm, candidates
    for number in sorted(range(len(found)), key=lambda number: found[number].first):
        each = found[number]
        before, chosen = best[each.first]
        score = before + math.log(np.fmax(probabilities[number].max(), LEAST)) - each.penalty
        if score > best[each.last][0]:
            best[each.last] = score, [*chosen, number]
    return best[count][1]


def read_groups(groups: Sequence[Group], judge: Callable[[list[Candidate]], np.ndarray]) -> list[tuple[Candidate, np.ndarray]]:
    """The digits of the likeliest reading, with their probabilities (10,), as `judge` gives them for all candidates at once."""
    found = candidates(groups)
    probabilities = judge(found)  # (candidates, 10)
    return [(found[number], probabilities[number]) for number in likeliest(found, probabilities)]
