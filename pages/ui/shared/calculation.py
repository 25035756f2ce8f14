"""What takes longer than a blink is calculated by a worker of the desk; a page waits for it, or shows it once it is there."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from typing import Any

from nncore.compute.desk import Desk
from nncore.compute.job import FAILED, CalculationJob, Owner, Somebody

PATIENCE = 60.0  # seconds that a page waits
TRY_AGAIN = 60.0  # seconds from the beginning of a calculation that failed to the next


def calculated(desk: Desk, owner: Owner, function: Callable, *arguments) -> Any:
    """What `function` gives, calculated for `owner` while the page waits.

    Raises ValueError with what the function says, or if it took too long.
    """
    job = CalculationJob(desk, owner, function, *arguments)
    job.begin()
    if not job.wait(PATIENCE):
        job.give_up()
        raise ValueError(f"the machine had no time for it within {PATIENCE:.0f} s, as it trains networks; try again in a while")
    if job.state == FAILED:
        raise ValueError(job.failure)
    return job.result


class Known:
    """What is calculated once for `owner`, who is all visitors unless it is one; once it is known it stays.

    Where there may be more than `most`, those that were known first go.
    """

    def __init__(self, desk: Desk, owner: Owner | None = None, most: int | None = None):
        self._desk, self._owner, self._most = desk, owner or Somebody(), most
        self._jobs, self._lock = dict[Hashable, CalculationJob](), threading.Lock()

    def __contains__(self, what: Hashable) -> bool:
        """Whether it was asked for already."""
        return what in self._jobs

    def about(self, what: Hashable, function: Callable, *arguments, patience: float = 0.0) -> Any:
        """What `function` gives, by its name `what`; None if after so many seconds it is not there.

        What failed is tried again, though not at once: pages that wait for it ask every second.
        """
        with self._lock:
            job = self._jobs.get(what)
            if job is None or (job.state == FAILED and time.monotonic() - job.began > TRY_AGAIN):
                self._make_room()
                job = self._jobs[what] = CalculationJob(self._desk, self._owner, function, *arguments)
                job.begin()
        job.wait(patience)
        return job.result

    def _make_room(self) -> None:
        """Let go what is too much with one more; nothing that a worker still calculates, as somebody waits for it."""
        over = len(self._jobs) + 1 - self._most if self._most else 0
        for what in [what for what, job in self._jobs.items() if not job.active][:max(over, 0)]:
            del self._jobs[what]
