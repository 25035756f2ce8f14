"""A run is a story of moments: its first steps, closer together than the later ones, and then its epochs.

Of few moments there is a checkpoint. To see the network at any other, training goes the way there again, to the same bits.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..architecture import build
from ..batches import split
from ..digits import Digits
from ..evaluation import evaluate
from ..events import Epoch, Event
from ..network import Network
from ..training import Training
from .checkpoints import Checkpoints
from .history import History, on_the_way

MOST = 30  # moments of a run
NEAR = 0.1  # of an epoch's number: so far off, the epoch of a checkpoint is as good
LONGEST_WAY = 30.0  # seconds for all ways that are gone again, as others wait for the worker
MOST_ASKED = 6000  # digits held back, on which a network within an epoch is measured


@dataclass(frozen=True)
class Moment:
    """A run after `step` updates and `epoch` whole epochs; `ends_epoch` tells whether one has just ended.

    `accuracy`, 0 to 1, is that on the digits held back; where none are, that of training in the epoch; None where not known.
    """

    step: int
    epoch: int
    ends_epoch: bool
    accuracy: float | None = None


def moments(history: History) -> list[Moment]:
    """The moments of a run, at most about MOST: before its first step; after 1, 2, 4, 8, ... steps of its first epoch; after each
    epoch, or in a long run after the first ones and ever fewer; and where it ended.
    """
    start, epochs = _first_step(history), history.epochs
    end = epochs[0].step if epochs else history.step
    first = [Moment(start, history.first_epoch, False)]
    doubled = (start + 2**power for power in range((end - start).bit_length()))
    first += [Moment(step, history.first_epoch, False) for step in doubled if step < end]
    last = [Moment(history.step, history.epoch, False)] if history.step > (epochs[-1].step if epochs else start) else []
    chosen = _chosen(history, max(2, MOST - len(first) - len(last)))
    return first + [Moment(each.step, each.epoch, True, _accuracy(each)) for each in chosen] + last


def to_go_through(history: History) -> History:
    """What of a history is needed to go through its moments: no checkpoint that says what is known without it."""
    needed, known = Checkpoints(), history.origin is None
    for each in history.checkpoints.kept:
        if not (known and each.steps == 0 or _is_end(history, each.steps)):
            needed.add(each)
    return replace(history.without_checkpoints(), checkpoints=needed)


def gone_through(history: History, data: Digits, wanted: list[Moment], look: Callable[[Network], Any], *,
                 seconds: float) -> Generator[float, None, list[tuple[Moment, Any]]]:
    """(moment, what `look` gives of the network then) of each of the `wanted` moments of a run that learned from `data`.

    Yields how much is done, 0 to 1. Once going the way again has taken so many `seconds`, what is left out are moments of which
    there is no checkpoint; the first and the last of the run are always there, and each network is that of the run to the bit.
    """
    found, way, until = [], _Way(history, data), time.perf_counter() + seconds
    held_back = data[split(len(data), history.experiment)[1][:MOST_ASKED]]
    for moment in wanted:
        network = _kept(history, moment.step)
        if network is None:
            network = yield from way.to(moment.step, until)
        if network is not None:
            if moment.accuracy is None and len(held_back) and not moment.ends_epoch:
                moment = replace(moment, accuracy=_measured(network, held_back))
            found.append((moment, look(network)))
        yield moment.step / max(1, history.step)
    return found


def first_weights(network: Network, neurons: np.ndarray) -> np.ndarray:
    """The filters of some `neurons` of the first layer, float (neurons, 784): a copy."""
    return network.dense_layers[0].W.T[neurons]


class _Way:
    """The way of a run, which training goes again, onwards alone."""

    def __init__(self, history: History, data: Digits):
        self._history, self._data, self._total = history, data, max(1, history.step)
        self._training: Training | None = None
        self._events: Iterator[Event] = iter(())

    def to(self, step: int, until: float) -> Generator[float, None, Network | None]:
        """The network after `step` steps; None if that takes beyond `until`, by time.perf_counter()."""
        self._begin_before(step, until)
        while self._training and self._training.optimizer.steps < step:
            if time.perf_counter() > until or next(self._events, None) is None:
                return None
            yield self._training.optimizer.steps / self._total
        return self._training and self._training.snapshot()

    def _begin_before(self, step: int, until: float) -> None:
        """Take up the way at the last checkpoint before `step`, if training is not beyond it already."""
        checkpoint = max((each for each in self._history.checkpoints.kept if each.steps <= step), key=lambda each: each.steps,
                         default=None)
        epoch = checkpoint.epoch if checkpoint else self._history.first_epoch
        if (self._training is None or checkpoint and checkpoint.steps > self._training.optimizer.steps) \
                and time.perf_counter() <= until:
            self._training = self._history.training_at(epoch, self._data)
            self._events = on_the_way(self._training)


def _kept(history: History, step: int) -> Network | None:
    """The network after `step` steps, if it need not be looked for."""
    if _is_end(history, step):
        return history.network
    origins = [history.origin] if history.origin else []
    at = next((each for each in (*origins, *history.checkpoints.kept) if each.steps == step), None)
    if at:
        return at.average or at.network
    return build(history.experiment) if step == 0 else None


def _is_end(history: History, step: int) -> bool:
    """Whether the network that came of the run is that of `step`; where a better epoch was kept, it is not that of the end."""
    return history.test is not None and history.kept_epoch is None and step == history.step


def _first_step(history: History) -> int:
    return history.origin.steps if history.origin else 0


def _accuracy(epoch: Epoch) -> float:
    return epoch.accuracy if epoch.validation_accuracy is None else epoch.validation_accuracy


def _measured(network: Network, digits: Digits) -> float:
    with np.errstate(all="ignore"):  # weights may have exploded
        return evaluate(network, digits).accuracy


def _chosen(history: History, most: int) -> list[Epoch]:
    """Up to about `most` of the epochs, each step from one to the next a like share; where checkpoints are near, those."""
    epochs = {each.epoch - history.first_epoch: each for each in history.epochs}  # numbered from 1
    if len(epochs) <= most:
        return list(epochs.values())
    kept = [each.epoch - history.first_epoch for each in history.checkpoints.kept]
    wanted = {_near(round(number), kept) for number in np.geomspace(1, len(epochs), most)} | {len(epochs)}
    if history.kept_epoch:
        wanted.add(history.kept_epoch - history.first_epoch)
    return [epochs[number] for number in sorted(wanted) if number in epochs]


def _near(number: int, kept: list[int]) -> int:
    """The closest to `number` of those that are `kept`, if it is near; else `number` itself."""
    closest = min(kept, key=lambda each: abs(each - number), default=number)
    return closest if abs(closest - number) <= NEAR * number else number
