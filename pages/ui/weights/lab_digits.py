"""On which digits an altered network is tried while one searches: some that it has not learned from, where that is known."""

from __future__ import annotations

from dataclasses import dataclass

from nncore import Digits
from nncore.batches import split

from ..shared import server
from ..shared.networks import Choice

MOST, MOST_OF_LARGE = 2_000, 1_000  # digits, so that the answer is there in half a second
LARGE = 1_000_000  # parameters of a network
HELD_BACK = "These {} digits were held back while it learned, so it has not learned from them."
BY_ITS_SETTINGS = ("Its settings hold these {} of MNIST's training digits back: if MNIST is what it learned from, it has not "
                   "learned from them.")
UNKNOWN = "These are {} training digits, and it may have learned from them: no others are known that it has not."


@dataclass(frozen=True)
class TrialDigits:
    """The digits, and a sentence that says whether the network has learned from them."""

    digits: Digits
    says: str


def trial_digits(chosen: Choice) -> TrialDigits:
    """Up to MOST digits on which `chosen` is tried, or MOST_OF_LARGE if it is large."""
    most = MOST_OF_LARGE if chosen.network.parameters.size > LARGE else MOST
    run = chosen.run
    data = run.digits.train if run else server.digits().train
    try:
        _, rows = split(len(data), chosen.experiment)
    except ValueError:  # it learned from other digits, more than there are here
        rows = ()
    if not len(rows) or (run and run.history.origin):
        return _said(server.digits().train[:most], UNKNOWN)
    return _said(data[rows[:most]], HELD_BACK if run or chosen.ships else BY_ITS_SETTINGS)


def _said(digits: Digits, says: str) -> TrialDigits:
    return TrialDigits(digits, says.format(f"{len(digits):,}"))
