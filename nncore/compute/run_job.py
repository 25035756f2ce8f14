"""A run as a job: its history grows while workers have it, and it pauses, goes on, changes and ends when its owner says so."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from ..architecture import build
from ..batches import split
from ..checkpoint import Checkpoint
from ..digits import Mnist
from ..experiment import Experiment
from ..files.checkpoints import checkpoint_arrays
from ..files.networks import to_bytes
from ..network import Network
from ..runs.checkpoints import Checkpoints
from ..runs.coach import Advice
from ..runs.history import History
from ..runs.start import first_checkpoint
from .desk import Desk
from .job import ENDED, FAILED, PAUSED, RUNNING, WAITING, Job, Owner
from .run_task import Ended, Order, Progress, Rested, RunTask
from .watch import AWAY, GONE, HERE, NOBODY

LONGEST_END = 30.0  # seconds from Stop to the result of the test
BACK = "While the page was away for longer than a minute, the run rested in epoch {}; then it went on."


class RunJob(Job):
    """A run on `digits`; `advice` is what the coach says of it at its end.

    `on_rest` is told when it rests where it was asked to, after `rest_after` epochs, and `on_end` when it has ended or failed.
    """

    def __init__(self, desk: Desk, owner: Owner, history: History, digits: Mnist):
        super().__init__(desk, owner)
        self.history, self.digits, self.advice = history, digits, list[Advice]()
        self.on_rest: Callable[[RunJob], None] = lambda run: None
        self.on_end: Callable[[RunJob], None] = lambda run: None
        self._asked = history.now  # the settings that it shall go on with
        self._rest_after: int | None = None
        self._end_after: int | None = None  # an epoch before the planned end, for a run that goes on by one epoch
        self._number = 0  # of the newest order
        self._more: list[float] = []  # the number of the order with which each click on one more epoch goes to the worker
        self._ahead: tuple = ()  # changes on a way that is gone again
        self._at_checkpoint: History | None = None  # as it was at the last one
        self._reason = ""  # why it was stopped, if not by its owner
        self._back = ""  # the notice that it rested and went on, which is no news any more when it has ended

    @classmethod
    def new(cls, desk: Desk, owner: Owner, experiment: Experiment, digits: Mnist, *, network: Network | None = None,
            checkpoint: Checkpoint | None = None) -> RunJob:
        """A run that begins with the first weights of `experiment`, with those of `network`, or at a checkpoint.

        Raises ValueError if there are not enough digits for it.
        """
        split(len(digits.train), experiment)
        origin = checkpoint or (network and first_checkpoint(network, experiment))
        if origin is None:
            return cls(desk, owner, History(experiment, build(experiment)), digits)
        history = History(experiment, origin.average or origin.network, origin.epoch, position=origin.epoch, origin=origin)
        history.checkpoints.add(origin)
        run = cls(desk, owner, history, digits)
        if origin.epoch >= experiment.epochs:
            run.change(replace(experiment, epochs=origin.epoch + 1))
        return run

    def branch(self, epoch: int, experiment: Experiment) -> RunJob:
        """A new run that has all of this one up to `epoch`, and goes on from there as `experiment` says.

        Raises ValueError if it differs in more than the settings that may change during a run.
        """
        history = self.history.truncated(epoch)
        history.now.check_live_change(experiment)
        run = type(self)(self.desk, self.owner, history, self.digits)
        run.change(experiment)
        return run

    @property
    def histories(self) -> list[History]:
        """What it keeps: its history."""
        return [self.history]

    @property
    def epoch(self) -> int:
        """How many epochs are done."""
        return self.history.epoch

    @property
    def asked(self) -> Experiment:
        """The settings that it shall go on with, which a worker takes over within a step."""
        return self._asked

    @property
    def planned(self) -> int:
        """How many epochs it shall have."""
        return self._end_after or self._asked.epochs

    @property
    def progress(self) -> float:
        """How much of the planned epochs is done, 0 to 1."""
        return min(1.0, self.history.position / self.planned)

    @property
    def images_per_second(self) -> float:
        return self.history.images / self.history.seconds if self.history.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """About how long the planned epochs still take; None before the first step."""
        done = self.history.position - self.history.first_epoch
        return self.history.seconds * max(0.0, self.planned - self.history.position) / done if done else None

    def file(self) -> bytes:
        """The network as an .npz that also goes on training, from the last epoch that was finished."""
        checkpoint = self.history.checkpoints.before(self.epoch)
        return to_bytes(self.history.network, self.history.now, **checkpoint_arrays(checkpoint) if checkpoint else {})

    def change(self, experiment: Experiment) -> None:
        """Go on as `experiment` says. Raises ValueError if a run cannot change so."""
        with self.desk.lock:
            self.history.now.check_live_change(experiment)
            self._asked, self._ahead = experiment, ()
            self.hurry()

    def one_more_epoch(self) -> None:
        """Train one epoch more than planned, or than was done if the run has ended."""
        with self.desk.lock:
            if not self.active:
                self._go_on_after_the_end(1)
            elif self._end_after == 0:
                self._more.append(math.inf)  # no order: first it ends where it was stopped
                self.resume()
            else:
                if self._end_after:
                    self._end_after += 1
                self._asked = replace(self._asked, epochs=max(self._asked.epochs, self._end_after or self._asked.epochs + 1))
                self._more.append(self._number + 1)
                self.resume()

    def stop(self, reason: str = "") -> None:
        """End it where it is, and have it tested; `reason` says why, if it was not its owner."""
        with self.desk.lock:
            if not self.active:
                return
            if self._end_after == 0 and self._reason == reason and self._wanted == RUNNING and not self._more:
                return  # it is told already, and nothing else was clicked since
            self._reason, self._end_after, self._more, self._wanted = reason, 0, [], RUNNING
            if self.history.step == 0 or (reason and self.state != RUNNING):  # there is nothing to test, or nobody waits for it
                self.give_up()
                self.history = replace(self.history, reason=reason or "Stopped before its first step.")
                self._end(ENDED)
            elif self.state == RUNNING:
                self.too_late = time.monotonic() + LONGEST_END
                self.hurry()
            elif self.state == PAUSED:
                self.desk.line_up(self, first=True)
            else:
                self.desk.leave_line(self)
                self.desk.line_up(self, first=True)

    def rest_after(self, epoch: int | None) -> None:
        """Pause by itself after so many epochs; None: not any more."""
        with self.desk.lock:
            self._rest_after = epoch
            self.hurry()

    # What happens to it: called by the desk, which has its lock.

    def task(self) -> RunTask:
        self.turn_over = False
        if self._end_after == 0:
            self.too_late = time.monotonic() + LONGEST_END
        at = self.history.rest or self.history.checkpoints.before(self.epoch)
        needed, ahead = Checkpoints(), tuple(change for change in self._ahead if change not in self.history.changes)
        if at and not self.history.rest:
            needed.add(at)
        digits = None if self.digits is self.desk.mnist else self.digits
        history = replace(self.history, checkpoints=needed, network=None)  # what it needs of that is in its checkpoint
        return RunTask(history, self._order(), digits, ahead)

    def hurry(self) -> None:
        self.desk.tell(self, self._order())

    def watched_by(self, who: str) -> None:
        """It rests while its owner is AWAY, and goes on by itself when somebody is HERE; one that was paused stays paused."""
        if who == GONE:
            self.stop(NOBODY)
        elif who == AWAY and self._wanted == RUNNING and self.state in (WAITING, RUNNING) and self._end_after != 0:
            self.pause()
            self.asleep = True
        elif who == HERE and self.asleep and self._wanted == PAUSED:
            if self.history.step > 0 and self.notice in ("", self._back):  # else it only waited, or there is more to say
                self.notice = self._back = BACK.format(self.epoch + 1)
            self.resume()

    def took(self, news: Progress) -> None:
        checkpoints = self.history.checkpoints
        for each in news.checkpoints:
            checkpoints.add(each)
        kept = {"checkpoints": checkpoints, "origin": self.history.origin}
        if news.at_checkpoint:
            self._at_checkpoint = replace(news.at_checkpoint, **kept)
        self.history = replace(news.history, **kept, network=news.history.network or self.history.network)
        self._ahead = tuple(change for change in self._ahead if change.step >= self.history.step)

    def done(self, result: Rested | Ended) -> None:
        self.took(result.progress)
        self._share_network()
        if isinstance(result, Rested):
            self._rested()
        elif (unheard := sum(number > result.order for number in self._more)) and not self.history.diverged:
            wanted = self._wanted
            self._go_on_after_the_end(unheard)
            if wanted == PAUSED:
                self.pause()
        else:
            self.advice = result.advice
            if self._reason:
                self.history.reason = self._reason
            self._end(ENDED)

    def _share_network(self) -> None:
        """Keep one network where the newest checkpoint has the same."""
        last = self.history.rest or self.history.checkpoints.before(self.epoch)
        if last and np.array_equal(last.network.parameters, self.history.network.parameters):
            self.history.network = last.network

    def failed(self, why: str) -> None:
        network = self.history.network or build(self.history.experiment)
        self.history = replace(self.history, reason=f"Training broke off: {why}.", network=network)
        self.failure = why
        self._end(FAILED)

    def expired(self) -> None:
        """It did not end when it was told to; what is known of it is what it comes to."""
        self.history = replace(self.history, reason=self._reason or f"Stopped in epoch {self.epoch + 1}.")
        self._end(ENDED)

    def lost(self) -> None:
        before, self._ahead = self.epoch, tuple(self.history.changes)
        at = self.history.checkpoints.before(self.epoch)
        if self.history.rest:
            whence = "where it had rested"
        else:
            self.history = replace(self._went_back(at), network=self.history.network)
            whence = f"from the end of epoch {self.epoch}" if self.epoch else "from its start"
        self.notice = f"The process that trained it was lost in epoch {before + 1}; it was taken up again {whence}."
        super().lost()

    def _went_back(self, at: Checkpoint | None) -> History:
        """The history as it was at the last checkpoint."""
        known = self._at_checkpoint
        epoch = at.epoch if at else self.history.first_epoch
        return known if known and at and known.epoch == epoch else self.history.truncated(epoch)

    def _rested(self) -> None:
        reached = self._rest_after is not None and self.epoch >= self._rest_after
        if self._end_after == 0:
            self.desk.line_up(self, first=True)
        elif self._wanted == PAUSED or reached:
            self.state = PAUSED
            if reached:
                self.on_rest(self)
        else:
            self.desk.line_up(self, first=self.goes_first or not self.turn_over)

    def _go_on_after_the_end(self, epochs: int) -> None:
        planned, self.history = self.history.now.epochs, self.history.truncated(self.epoch)
        self._end_after = self.epoch + epochs
        self._asked = replace(self._asked, epochs=max(planned, self._end_after))
        self._reason, self._losses, self._more, self.advice = "", 0, [], []
        self.begin()

    def _end(self, state: str) -> None:
        self._rest_after = self._end_after = None
        self._asked = self.history.now
        if self.notice == self._back:
            self.notice = ""
        self.settle(state)
        self.on_end(self)

    def _order(self) -> Order:
        self._number += 1
        at_once = self.turn_over or self._wanted == PAUSED
        return Order(self._asked, self._number, 0 if at_once else self._rest_after, self._end_after)
