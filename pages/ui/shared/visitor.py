"""What a visitor made is one object, within bounds; it outlives a reload of the page, which everything else does not."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from nncore import Digits, Experiment, Network
from nncore.checkpoint import Checkpoint

from .run import Run
from .sheet import Sheet
from .sweep_run import SweepRun

MOST_SHEETS, DRAWING_BYTES = 40, 4 * 2**20  # strokes that Undo takes back, and what the drawing takes with all of them
MOST_KEPT = 200  # digits of my handwriting
MOST_FILES, FILES_BYTES = 8, 100 * 2**20  # networks that were opened; the largest there can be takes 96 MB with its checkpoint


@dataclass
class OpenedFile:
    """A network that the visitor opened from a file; `identity` tells one upload from another."""

    identity: str
    name: str
    network: Network
    experiment: Experiment
    checkpoint: Checkpoint | None  # from which its training can go on

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        return self.network.parameters.nbytes + (self.checkpoint.size if self.checkpoint else 0)


@dataclass(frozen=True)
class Kept:
    """A drawing that its writer labelled: image uint8 (28, 28) as a network sees it, and what it was."""

    image: np.ndarray
    label: int

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        return self.image.nbytes + sys.getsizeof(self.label)


@dataclass
class FineTuning:
    """A run that fine-tunes a network on the visitor's digits, and how that network did before."""

    run: Run | None
    network_before: str
    mnist_before: float | None
    own_before: float | None
    polled: bool = True  # whether the page has yet to be told that the run has ended


@dataclass
class OwnDigits:
    """Digits that the visitor brought; `identity` tells one upload from another."""

    identity: tuple[str, ...]
    name: str
    digits: Digits

    @property
    def size(self) -> int:
        """How many bytes they take."""
        return self.digits.images.nbytes + self.digits.labels.nbytes


@dataclass
class Visitor:
    """Everything that a visitor made, and nothing else.

    `key`, in the link, finds it again after a reload in the same `browser`; `watch` tells whether the page that has claimed it
    is still open. Where the newest would be too many or too large together, the oldest go.
    """

    browser: str
    watch: Callable[[], bool] = lambda: True
    key: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    network: str = ""  # the name of the current network, the same on every page; empty until one is chosen or trained
    runs: list[Run] = field(default_factory=list)
    runs_started: int = 0
    last_removal: list[tuple[int, Run]] = field(default_factory=list)  # (place among the runs, run), until the next one
    sweep: SweepRun | None = None
    fine_tuning: FineTuning | None = None
    sheets: list[Sheet] = field(default_factory=list)  # the drawing, one sheet per stroke, so that a stroke can be undone
    drawing: np.ndarray | None = None  # uint8 (28, 28): the digit that was drawn or opened last, as a network sees it
    handwriting: list[Kept] = field(default_factory=list)  # my handwriting, oldest first
    files: list[OpenedFile] = field(default_factory=list)
    lessons_met: set[str] = field(default_factory=set)  # names of lessons on Draw that are accomplished
    tour_done: set[str] = field(default_factory=set)  # names of the tour's stops that are done
    own_digits: OwnDigits | None = None  # what to learn from in place of MNIST's training set
    let_go: list[str] = field(default_factory=list)  # names of runs that made room for others, until their owner has heard of it

    @property
    def made_something(self) -> bool:
        """Whether anything would be lost with this visitor."""
        return any((self.runs, self.last_removal, self.sweep, self.sheets, self.handwriting, self.files, self.own_digits))

    @property
    def size(self) -> int:
        """About how many bytes all that takes, but for the runs."""
        own = [self.own_digits] if self.own_digits else []
        return sum(each.size for each in (*self.sheets, *self.handwriting, *self.files, *own))

    @property
    def jobs(self) -> list[Run | SweepRun]:
        """Their runs, those that they can take back, the sweep and the fine-tuning, whether the run log has it or not."""
        kept = self.runs + self.removed
        more = [self.sweep, self.fine_tuning and self.fine_tuning.run]
        return kept + [each for each in more if each is not None and each not in kept]

    @property
    def removed(self) -> list[Run]:
        """The runs that they removed last and can take back."""
        return [run for _, run in self.last_removal]

    @property
    def brought(self) -> Digits | None:
        """The digits that they brought."""
        return self.own_digits and self.own_digits.digits

    def forget(self, run: Run) -> None:
        """Let a run go, and with it the fine-tuning or the ended sweep that has its network, too; note it for its owner."""
        if run in self.runs:
            self.runs.remove(run)
            self.let_go.append(run.name)
        if self.fine_tuning and self.fine_tuning.run is run:
            self.fine_tuning = None
        if self.sweep and not self.sweep.active:
            self.sweep = None

    def let_removed_go(self) -> None:
        """Let the runs go that were removed last: from now on they cannot be taken back."""
        for run in self.removed:
            run.give_up()
        self.last_removal = []

    def is_watched(self) -> bool:
        """Whether a browser shows this visitor's page; any thread may ask."""
        return self.watch()

    def new_run_number(self) -> int:
        """The number of the run that is about to begin; none is given twice."""
        self.runs_started += 1
        return self.runs_started

    def add_sheet(self, sheet: Sheet) -> None:
        """Keep the drawing after one more stroke; a drawing that is too large by itself is not kept."""
        self.sheets.append(sheet)
        _let_the_oldest_go(self.sheets, MOST_SHEETS, DRAWING_BYTES)

    def add_handwriting(self, *kept: Kept) -> None:
        """Keep labelled drawings."""
        self.handwriting.extend(kept)
        del self.handwriting[:-MOST_KEPT]

    def add_file(self, file: OpenedFile) -> None:
        """Keep a network that was opened."""
        self.files.append(file)
        _let_the_oldest_go(self.files, MOST_FILES, FILES_BYTES)


def _let_the_oldest_go(things: list, most: int, most_bytes: int) -> None:
    """Leave the newest: at most `most`, of at most `most_bytes` together."""
    del things[:-most]
    while sum(each.size for each in things) > most_bytes:
        del things[0]
