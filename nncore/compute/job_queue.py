"""The queue is fair: first come, first served; who has had a turn goes to its end; nobody has more than two turns at a time."""

from __future__ import annotations

import heapq
import time
from collections import Counter
from dataclasses import dataclass

from .job import Job

TURN = 10.0  # seconds that a job has a worker while others wait
LEAST = 1.0  # seconds that it has one before a short job may interrupt it
MOST_AT_ONCE = 2  # jobs of one owner that have a worker, but for those in the background


@dataclass(frozen=True)
class Place:
    """The how-manieth in the queue a job is, from 1, and about how many seconds it waits; `own`: for jobs of its own owner."""

    number: int
    seconds: float
    own: bool = False


class JobQueue:
    """The jobs that wait: short ones first, then the others as they came, last those in the background.

    Who has waited for a whole turn stands with the short ones, so that however many of these come, a run comes too.
    """

    def __init__(self):
        self.waiting: list[Job] = []
        self._since: dict[Job, float] = {}

    def add(self, job: Job, *, first: bool) -> None:
        """Let a job wait, behind the others or before them."""
        self.waiting.insert(0 if first else len(self.waiting), job)
        self._since[job] = time.monotonic()

    def remove(self, job: Job) -> None:
        """Let it wait no more."""
        self.waiting.remove(job)
        del self._since[job]

    def next(self, running: list[Job]) -> Job | None:
        """Whose turn it is, where `running` have a worker; None if nobody's who may."""
        return min(self._possible(running), key=lambda job: self._rank(job, running), default=None)

    def who_rests_for(self, job: Job, turns: list[tuple[Job, float]]) -> Job | None:
        """Which of the running jobs, (job, seconds of its turn) each, gives its place to `job`; None if none does yet."""
        if sum(each.turn_over for each, _ in turns) >= len(self._possible([each for each, _ in turns])):
            return None  # enough of them rest already
        who = [(each.in_background, took, number) for number, (each, took) in enumerate(turns)
               if not each.turn_over and self._gives_way(each, took, job, turns)]
        return turns[max(who)[2]][0] if who else None

    def place(self, job: Job, turns_left: list[float], own_left: list[float], workers: int) -> Place | None:
        """Where `job` stands, if the turns under way take so many seconds yet and there are so many workers.

        `own_left` says how long its owner's own jobs will take that have a worker: of more than two, the third waits for them.
        """
        if job not in self.waiting:
            return None
        if len(own_left) >= MOST_AT_ONCE and not job.in_background:
            return Place(1, min(own_left), own=True)
        before = sorted(self.waiting, key=lambda each: self._rank(each, []))
        number = before.index(job) + 1
        free_in = [*turns_left, *[0.0] * (workers - len(turns_left))]
        heapq.heapify(free_in)
        for each in before[:number - 1]:
            heapq.heappush(free_in, heapq.heappop(free_in) + min(TURN, each.seconds_left or TURN))
        return Place(number, free_in[0])

    def _possible(self, running: list[Job]) -> list[Job]:
        """The waiting jobs whose owners have fewer than two turns already, or no short one, if it is short."""
        short = {id(job.owner) for job in running if job.is_short}
        turns = Counter(id(job.owner) for job in running if not job.in_background and not job.is_short)
        return [job for job in self.waiting if job.in_background or (
            id(job.owner) not in short if job.is_short else turns[id(job.owner)] < MOST_AT_ONCE)]

    def _rank(self, job: Job, running: list[Job]) -> tuple:
        """Sorts the line. In the background the owner comes first who has fewest turns."""
        turns = sum(each.owner is job.owner for each in running) if job.in_background else 0
        soon = job.is_short or time.monotonic() - self._since[job] > TURN
        return job.in_background, job.in_background or not soon, turns, self.waiting.index(job)

    def _gives_way(self, running: Job, took: float, job: Job, turns: list[tuple[Job, float]]) -> bool:
        """Whether a job that has had a worker for so many seconds gives its place to a waiting one."""
        if running.is_short or (job.in_background and not running.in_background):
            return False
        if running.in_background and not job.in_background:
            return True
        if job.in_background:
            count = Counter(id(each.owner) for each, _ in turns if each.in_background)
            return took > TURN and count[id(job.owner)] < count[id(running.owner)]
        return took > (LEAST if job.is_short else TURN)
