"""Workers that do a job when the test says so, in place of processes that do it when they can."""

from collections.abc import Callable
from concurrent.futures import Executor, Future

from nncore.compute.jobs import Job
from nncore.compute.workers import WorkerPool, Workers


class WorkersByHand(Executor):
    """`under_way` are the jobs that were given and are not done yet, oldest first."""

    def __init__(self):
        self.under_way: list[tuple[Callable, Job, Future]] = []

    def submit(self, work: Callable, job: Job) -> Future:
        self.under_way.append((work, job, Future()))
        return self.under_way[-1][2]

    def finish(self, count: int) -> None:
        """Do so many of the oldest jobs, but for those that nobody waits for any more."""
        for _ in range(count):
            work, job, future = self.under_way.pop(0)
            if future.set_running_or_notify_cancel():
                future.set_result(work(job))

    def pool(self, size: int) -> WorkerPool:
        """A pool of `size` such workers."""
        return WorkerPool(size, lambda: Workers(self, lambda: None))
