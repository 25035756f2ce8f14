"""Nine test digits, one of each from 1 to 9, that a network gets wrong at first and reads in the end.

Of the networks that ship, the six simplest read none of them and the two best read them all; the one between them, layers-64-32,
reads five: so some turn right early in a run and some late. Among such digits a person can read these without a doubt.
"""

from __future__ import annotations

from ..digits import Digits

HARD = (4212, 3681, 7130, 1938, 2586, 3846, 898, 3206, 5210)  # numbers of MNIST's test digits: a 1, a 2, ... a 9


def hard_digits(test: Digits) -> Digits:
    """The nine of MNIST's `test` digits."""
    return test[list(HARD)]
