"""What was changed on the way of a run, in words and with its place."""

from __future__ import annotations

import itertools

from nncore.runs.comparison import changes_in_words
from nncore.runs.history import History


def changes(history: History) -> list[tuple[float, str]]:
    """(position in epochs, what changed, in words) of each change during a run."""
    courses = [history.experiment, *(change.experiment for change in history.changes)]
    words = [changes_in_words(before, after) for before, after in itertools.pairwise(courses)]
    return [(change.position, what) for change, what in zip(history.changes, words, strict=True)]
