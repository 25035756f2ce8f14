"""A run of a visitor: a job of the desk that has a number, a name, perhaps a star, and what its owner guessed of it."""

from __future__ import annotations

from dataclasses import dataclass

from nncore import Experiment, Mnist
from nncore.compute.desk import Desk
from nncore.compute.job import Owner
from nncore.compute.run_job import RunJob
from nncore.runs.history import History


@dataclass(frozen=True)
class Guess:
    """What a person thought before a run: its test accuracy, 0 to 1, and what will happen, in words."""

    accuracy: float | None
    words: str


class Run(RunJob):
    """A run in a visitor's log; `title` says what for, if it is not for its own sake.

    `controls` is what the controls of the Train page said when it first showed the run, with what they have told it since.
    """

    def __init__(self, desk: Desk, owner: Owner, history: History, digits: Mnist):
        super().__init__(desk, owner, history, digits)
        self.number, self.name, self.title = 0, "", ""
        self.starred = False
        self.guess: Guess | None = None
        self.controls: Experiment | None = None
