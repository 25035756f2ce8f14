"""A run trains a network beside the page: the page stays quick, and training goes on wherever the person is.

It imports no Streamlit. Its worker thread owns the training; the page reads the curves, which are only ever replaced, and
the latest snapshot.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from nncore import Diverged, Epoch, Evaluation, Experiment, Mnist, Network, Step, Training, build, evaluate
from nncore.storage import to_bytes
from nncore.training import Event

from .curve import Curve

SNAPSHOT_EVERY = 0.25  # seconds
LOOK_EVERY = 1.0  # seconds between two looks whether anybody still watches
GRACE = 60.0  # seconds that a run goes on when nobody watches

WAITING, TRAINING, PAUSED, ENDED = "waiting", "training", "paused", "ended"


class Run:
    """One training run of a visitor.

    `state` is waiting (for its turn), training, paused or ended; `reason` says in words why it ended. `places` is shared by
    all runs of the server: each takes one while it trains. `is_watched` tells whether the visitor is still there. `network`, if
    given, is what the run begins with and owns from then on; `title` says what for.
    """

    def __init__(self, number: int, experiment: Experiment, digits: Mnist, *, places: threading.Semaphore,
                 is_watched: Callable[[], bool], network: Network | None = None, title: str = ""):
        self.number, self.experiment, self.title = number, experiment, title
        self.name, self.starred = f"Run {number}", False  # what its owner calls it, and thinks of it
        self.training = Training(network or build(experiment), digits.train, experiment)
        self.snapshot: Network = self.training.snapshot()
        self.curve = Curve()
        self.validation: list[tuple[float, float, float]] = []  # (step, loss, accuracy), one an epoch
        self.test: Evaluation | None = None
        self.file: bytes | None = None  # the trained network as an .npz, when the run has ended
        self.state, self.reason = WAITING, ""
        self.diverged = False
        self.step, self.images, self.seconds = 0, 0, 0.0
        self.digits, self._places, self._is_watched = digits, places, is_watched
        self._wanted = TRAINING
        self._seen_at = self._looked_at = self._snapped_at = 0.0
        self._changed = threading.Event()
        self._begin()

    @property
    def active(self) -> bool:
        """Whether anything may still change by itself."""
        return self.state != ENDED

    @property
    def progress(self) -> float:
        """How much of the planned epochs is done, 0 to 1."""
        return min(1.0, self.step / (self.training.steps_per_epoch * self.training.epochs))

    @property
    def images_per_second(self) -> float:
        return self.images / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """About how long the planned epochs still take; None before the first step."""
        return self.seconds * (1 - self.progress) / self.progress if self.progress else None

    def pause(self) -> None:
        self._want(PAUSED)

    def resume(self) -> None:
        self._want(TRAINING)

    def stop(self) -> None:
        self._want(ENDED)

    def one_more_epoch(self) -> None:
        """Train one epoch more than planned, or than was done if the run has ended."""
        if self.active:
            self.training.epochs += 1
            self.resume()
        else:
            self.training.epochs = self.training.epoch + 1
            self._wanted, self.state, self.reason = TRAINING, WAITING, ""
            self._begin()

    def _want(self, state: str) -> None:
        self._wanted = state
        self._changed.set()

    def _begin(self) -> None:
        self._seen_at = time.monotonic()
        threading.Thread(target=self._work, name=f"run {self.number}", daemon=True).start()

    def _work(self) -> None:
        try:
            self._train()
            self.test = evaluate(self.snapshot, self.digits.test)
            self.file = to_bytes(self.snapshot, self.experiment)
        except Exception as error:  # a thread has nobody above it: say it on the page, and to the server's log
            logging.getLogger(__name__).exception("run %d broke off", self.number)
            self.reason = f"Training broke off: {error or type(error).__name__}."
        self.state = ENDED

    def _train(self) -> None:
        events = self.training.events()
        done = False
        while not done and self._wanted != ENDED:
            if not self._still_watched():
                self._wanted = ENDED
            elif self._wanted == PAUSED:
                self.state = PAUSED
                self._changed.wait(LOOK_EVERY)
                self._changed.clear()
            elif self._places.acquire(timeout=0.2):
                self.state = TRAINING
                try:
                    done = self._train_a_while(events)
                finally:
                    self._places.release()
                    self.snapshot = self.training.snapshot()
            else:
                self.state = WAITING
        if not self.reason:
            self.reason = "All epochs are done." if done else f"Stopped in epoch {self.training.epoch + 1}."

    def _train_a_while(self, events) -> bool:
        """Train until something else is wanted; True if the training has come to its end."""
        started = time.perf_counter()
        for event in events:
            now = time.perf_counter()
            self.seconds, started = self.seconds + now - started, now
            self._take(event)
            if now - self._snapped_at > SNAPSHOT_EVERY:
                self.snapshot, self._snapped_at = self.training.snapshot(), now
            if self._wanted != TRAINING or not self._still_watched():
                return False
        return True

    def _take(self, event: Event) -> None:
        if isinstance(event, Step):
            self.step = event.step
            self.images += event.images
            self.curve.add(event.step, event.loss, event.accuracy)
        elif isinstance(event, Epoch):
            if event.validation_loss is not None:
                self.validation = [*self.validation, (event.step, event.validation_loss, event.validation_accuracy)]
        else:
            self.reason, self.diverged = event.reason, isinstance(event, Diverged)

    def _still_watched(self) -> bool:
        now = time.monotonic()
        if now - self._looked_at > LOOK_EVERY:
            self._looked_at = now
            if self._is_watched():
                self._seen_at = now
            elif now - self._seen_at > GRACE:
                self.reason = "Stopped, as the page was closed."
                return False
        return True
