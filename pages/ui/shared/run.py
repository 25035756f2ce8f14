"""A run trains a network beside the page: the page stays quick, and training goes on wherever the person is.

It imports no Streamlit. Its worker thread owns the training; the page reads the history, whose lists are only ever replaced.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from nncore import Epoch, Experiment, Mnist, Network, build, evaluate
from nncore.checkpoint import Checkpoint
from nncore.files.checkpoints import checkpoint_arrays
from nncore.files.networks import to_bytes
from nncore.runs.coach import Advice, advice
from nncore.runs.history import ALL_DONE, History
from nncore.runs.start import begin, resume
from nncore.training import Training

from . import watch
from .watch import NOBODY, Watch

SNAPSHOT_EVERY = 0.25  # seconds

WAITING, TRAINING, PAUSED, ENDED = "waiting", "training", "paused", "ended"


@dataclass(frozen=True)
class Guess:
    """What a person thought before a run: its test accuracy, 0 to 1, and what will happen, in words."""

    accuracy: float | None
    words: str


class Run:
    """One run of a visitor: its `history`, and the thread that adds to it.

    `state` is waiting (for its turn), training, paused or ended; `planned` is how many epochs it shall have. `places` is shared
    by all runs of the server: each takes one while it trains. `is_watched` tells whether the visitor is still there. `title`
    says what for, if it is not for its own sake.
    """

    def __init__(self, number: int, history: History, digits: Mnist, *, places: threading.Semaphore,
                 is_watched: Callable[[], bool], title: str = "", training: Training | None = None):
        self.number, self.title, self.history = number, title, history
        self.name, self.starred = f"Run {number}", False  # what its owner calls it, and thinks of it
        self.guess: Guess | None = None  # what its owner thought would come of it
        self.advice: list[Advice] = []
        self.state = ENDED
        self.digits, self._watch, self._places = digits, Watch(is_watched), places
        self._training = training
        self._wanted: str = TRAINING
        self._asked, self._asked_anew = history.now, False  # the settings that it shall go on with
        self._rest_after: int | None = None  # an epoch before the planned end, for a run that goes on by one epoch
        self._snapped_at = 0.0
        self._changed = threading.Event()

    @classmethod
    def new(cls, number: int, experiment: Experiment, digits: Mnist, *, network: Network | None = None,
            checkpoint: Checkpoint | None = None, **place) -> Run:
        """A run that begins now: with the first weights of `experiment`, with `network`, which it owns, or at a checkpoint."""
        if checkpoint:
            training = resume(checkpoint, digits.train, experiment)
        else:
            training = begin(network or build(experiment), digits.train, experiment)
        history = History(experiment, training.snapshot(), training.epoch, position=training.epoch)
        history.checkpoints.add(training.checkpoint())
        if network or checkpoint:
            history.origin = training.checkpoint()
        run = cls(number, history, digits, training=training, **place)
        if training.epoch >= experiment.epochs:
            run.change(replace(experiment, epochs=training.epoch + 1))
        run._begin()
        return run

    def branch(self, number: int, epoch: int, experiment: Experiment, **place) -> Run:
        """A new run that has all of this one up to `epoch`, and goes on from there as `experiment` says.

        Raises ValueError if it differs in more than the settings that may change during a run.
        """
        history = self.history.truncated(epoch)
        history.now.check_live_change(experiment)
        run = Run(number, history, self.digits, title=self.title, **place)
        run.name = f"Run {number}, from epoch {epoch} of {self.name}"
        run.change(experiment)
        run._begin()
        return run

    @property
    def active(self) -> bool:
        """Whether anything may still change by itself."""
        return self.state != ENDED

    @property
    def epoch(self) -> int:
        """How many epochs are done."""
        return self.history.epoch

    @property
    def planned(self) -> int:
        """How many epochs it shall have."""
        return self._rest_after or self._asked.epochs

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

    def pause(self) -> None:
        self._want(PAUSED)

    def resume(self) -> None:
        self._want(TRAINING)

    def stop(self) -> None:
        self._want(ENDED)

    def change(self, experiment: Experiment) -> None:
        """Go on as `experiment` says. Raises ValueError if a run cannot change so."""
        self.history.now.check_live_change(experiment)
        self._asked, self._asked_anew = experiment, True

    def one_more_epoch(self) -> None:
        """Train one epoch more than planned, or than was done if the run has ended."""
        if self.active:
            if self._rest_after:
                self._rest_after += 1
            self.change(replace(self._asked, epochs=max(self._asked.epochs, self._rest_after or self._asked.epochs + 1)))
            self.resume()
        else:
            later, self.history = self.history.now, self.history.truncated(self.epoch)
            self._rest_after = self.epoch + 1
            self.change(replace(later, epochs=max(later.epochs, self.epoch + 1)))
            self._begin()

    def _want(self, state: str) -> None:
        self._wanted = state
        self._changed.set()

    def _begin(self) -> None:
        self._watch.begins()
        self._wanted, self.state, self.history.reason = TRAINING, WAITING, ""
        threading.Thread(target=self._work, name=f"run {self.number}", daemon=True).start()

    def _work(self) -> None:
        try:
            self._training = self._training or self.history.training_at(self.epoch, self.digits.train)
            self._train()
            self.history.test = evaluate(self.history.network, self.digits.test)
            self.advice = advice(self.history, self.digits.train)
        except Exception as error:  # a thread has nobody above it: say it on the page, and to the server's log
            logging.getLogger(__name__).exception("run %d broke off", self.number)
            self.history.reason = f"Training broke off: {error or type(error).__name__}."
        self._training = None  # it takes five times the network's memory; the history finds the way back to it
        self.state = ENDED

    def _train(self) -> None:
        history, done = self.history, False
        events = history.follow(self._training.events())
        while not done and self._wanted != ENDED:
            if not self._watch.should_continue():
                self._wanted, history.reason = ENDED, NOBODY
            elif self._wanted == PAUSED:
                self.state = PAUSED
                self._changed.wait(watch.LOOK_EVERY)
                self._changed.clear()
            elif self._places.acquire(timeout=0.2):
                self.state = TRAINING
                try:
                    done = self._train_a_while(events)
                finally:
                    self._places.release()
                    history.network = self._training.snapshot()
            else:
                self.state = WAITING
        events.close()
        self._rest_after = None
        if not history.reason:
            history.reason = self._why_it_ended(done)

    def _why_it_ended(self, done: bool) -> str:
        if not done:
            return f"Stopped in epoch {self.epoch + 1}."
        planned = self._asked.epochs
        return ALL_DONE if self.epoch >= planned else f"Trained to the end of epoch {self.epoch} of {planned}."

    def _train_a_while(self, events) -> bool:
        """Train until something else is wanted; True if the training has come to its end."""
        history, training = self.history, self._training
        self._obey()
        for event in events:
            if isinstance(event, Epoch):
                history.checkpoints.add(training.checkpoint())
                if event.epoch == self._rest_after:
                    return True
            if time.perf_counter() - self._snapped_at > SNAPSHOT_EVERY:
                history.network, self._snapped_at = training.snapshot(), time.perf_counter()
            self._obey()
            if self._wanted != TRAINING or not self._watch.should_continue():
                return False
        return True

    def _obey(self) -> None:
        """Hand on what the person wants of the training."""
        if self._asked_anew:
            self._asked_anew = False
            self._training.change(self._asked)
