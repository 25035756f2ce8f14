"""The same filters at every moment of a run, small enough to be sent once and played without asking again."""

from __future__ import annotations

import base64
import zlib
from dataclasses import dataclass

import numpy as np

from nncore.runs.history import History
from nncore.runs.moments import Moment

from .filters import COMMON_QUANTILE

LEVELS = 127  # from white to either end of the colour scale


@dataclass(frozen=True)
class MomentSheets:
    """Filters of `neurons` at `moments`, whose `titles` say when they are.

    limit: the weight at the ends of the colour scale, which is that of the last moment; packed: text that holds, for each moment,
    neuron and pixel, the weight as a byte, 128 + 127 weight / limit, less that of the moment before, squeezed by zlib.
    """

    moments: list[Moment]
    titles: list[str]
    neurons: np.ndarray
    limit: float
    packed: str

    @classmethod
    def of(cls, history: History, neurons: np.ndarray, found: list[tuple[Moment, np.ndarray]]) -> MomentSheets:
        """What was `found`, (moment, weights (n, 784)) of each, made ready."""
        filters = np.stack([weights for _, weights in found])  # (moments, n, 784)
        limit = _limit(filters)
        changes = np.diff(levels(filters, limit), axis=0, prepend=np.uint8(0))  # as bytes they go round: 255 is one less
        packed = base64.b64encode(zlib.compress(changes.tobytes())).decode()
        moments = [moment for moment, _ in found]
        return cls(moments, [_title(each, history) for each in moments], neurons, limit, packed)


def levels(filters: np.ndarray, limit: float) -> np.ndarray:
    """Weights of any shape as bytes: 1 is -limit or less, 128 is zero or no number, 255 is limit or more."""
    return (np.round(np.nan_to_num(np.clip(filters / limit, -1, 1)) * LEVELS) + LEVELS + 1).astype(np.uint8)


def _limit(filters: np.ndarray) -> float:
    """Within it lie nearly all weights of the last moment; of the last one that has numbers, if the run exploded."""
    finite = [weights for weights in filters if np.isfinite(weights).all()] or [np.ones(1)]
    return max(float(np.quantile(np.abs(finite[-1]), COMMON_QUANTILE)), 1e-30)


def _title(moment: Moment, history: History) -> str:
    start = history.origin.steps if history.origin else 0
    if moment.ends_epoch:
        kept = ", whose network was kept" if moment.epoch == history.kept_epoch else ""
        return f"Epoch {moment.epoch}{kept}"
    if moment.step == start:
        return "Before the first step"
    within = "" if moment.epoch == history.first_epoch else f", in epoch {moment.epoch + 1}"
    return f"Step {moment.step - start:,}{within}"
