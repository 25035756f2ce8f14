"""Past one machine, the workers of a Dask cluster do the jobs of a desk; there a task is done in one go."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from ..augment.cores import on_one_core
from ..digits import Mnist
from .desk import Desk
from .messages import Do, Done, Failed, Lost
from .tasks import NoConnection, Task, in_words

ITS_OWN = (ArithmeticError, AssertionError, LookupError, MemoryError, TypeError, ValueError)  # errors of a task, not of a cluster


class ClusterWorker:
    """One of the cluster's workers, whichever has time; orders do not reach it while it works."""

    def __init__(self, heard: Callable[[Any, Any], None], client):
        self._heard, self._client, self._future = heard, client, None

    def send(self, message: Any) -> None:
        """Have a task done; all else it cannot hear."""
        if isinstance(message, Do):
            self._future = self._client.submit(do_alone, message.task, pure=False)
            self._future.add_done_callback(partial(self._done, message.number))

    def end(self) -> None:
        """Give up what it is doing, if it has not begun."""
        if self._future is not None:
            self._future.cancel()

    def _done(self, number: int, future) -> None:
        if future.cancelled():
            self._heard(self, Lost())
            return
        error = future.exception()
        if error is None:
            self._heard(self, Done(number, future.result()))
        elif isinstance(error, ITS_OWN):
            self._heard(self, Failed(number, in_words(error)))
        else:
            self._heard(self, Lost())


def do_alone(task: Task) -> Any:
    """The result of a task, done by one thread where nobody listens."""
    with on_one_core():
        return task.do(NoConnection())


def cluster_desk(address: str, digits: Mnist) -> Desk:
    """A desk whose workers are those of the Dask cluster whose scheduler has that `address`, as tcp://10.0.0.1:8786.

    `digits` are MNIST, which each worker opens itself. Raises ValueError if no scheduler answers.
    """
    client = _client(address)
    return Desk(lambda heard: ClusterWorker(heard, client), max(1, sum(client.nthreads().values())), digits)


def _client(address: str):
    """A connection to the scheduler of a Dask cluster."""
    try:
        from distributed import Client
    except ImportError as error:
        raise ValueError("a cluster needs the package distributed; `pip install -r requirements-cluster.txt` gets it") from error
    try:
        return Client(address, timeout="10s", set_as_default=False)
    except TypeError as error:  # what Dask says where an encrypted address comes without certificates
        raise ValueError(f"{address} wants certificates, and there are none; README says where they are named") from error
    except (OSError, TimeoutError, ValueError) as error:
        raise ValueError(f"no scheduler answers at {address}; `dask scheduler` starts one and prints its address") from error
