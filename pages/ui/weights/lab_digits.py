"""On which digits an altered network is tried while one searches: some that it has not learned from, where that is known."""

from __future__ import annotations

from dataclasses import dataclass

from nncore import Digits
from nncore.batches import split

from ..shared import server
from ..shared.networks import Choice

MOST = 2_000
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
    """Up to MOST digits on which `chosen` is tried."""
    run = chosen.run
    data = run.digits.train if run else server.digits().train
    try:
        _, rows = split(len(data), chosen.experiment)
    except ValueError:  # it learned from other digits, more than there are here
        rows = ()
    if not len(rows) or (run and run.history.origin):
        return _said(server.digits().train[:MOST], UNKNOWN)
    return _said(data[rows[:MOST]], HELD_BACK if run or chosen.ships else BY_ITS_SETTINGS)


def _said(digits: Digits, says: str) -> TrialDigits:
    return TrialDigits(digits, says.format(f"{len(digits):,}"))
