"""Workers of this machine: processes that the server starts when they are needed, one BLAS thread each."""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..digits import Mnist
from .desk import Desk
from .machine import return_freed_memory, worker_count
from .messages import Channel, Failed, Lost
from .shared_digits import SharedDigits, share
from .tasks import in_words

ROOT = Path(__file__).parents[2]
OF_A_SERVER = 2**18, 2**17  # bytes: which arrays give their memory back at once, and what of the rest is kept
ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "MKL", "OMP", "VECLIB_MAXIMUM")}
INHERITS = os.name == "posix"  # whether a process can be given an open file; elsewhere each worker opens MNIST itself


class WorkerProcess:
    """A process that does tasks; what it says goes to heard(worker, message), at last that it is lost.

    One thread listens to it and one speaks to it, so that nobody waits while a large task goes through the pipe.
    """

    def __init__(self, heard: Callable[[Any, Any], None], shared: SharedDigits):
        arguments = shared.arguments if INHERITS else []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "nncore.compute.worker", *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
            pass_fds=[shared.descriptor] if INHERITS else [], env=os.environ | ONE_THREAD,
            start_new_session=True)  # what a person types into the server's terminal is not for them
        self._channel, self._heard = Channel(self._process.stdout, self._process.stdin, shared.digits), heard
        self._outgoing: queue.SimpleQueue[Any] = queue.SimpleQueue()
        for work in (self._listen, self._speak):
            threading.Thread(target=work, name=f"worker {self._process.pid}", daemon=True).start()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def send(self, message: Any) -> None:
        """Say something to it, as soon as it listens."""
        self._outgoing.put(message)

    def end(self) -> None:
        """Send it away, whatever it does: it ends as its pipe closes."""
        self._process.kill()

    def _speak(self) -> None:
        with suppress(OSError):  # it is there no more, which its listener says
            for message in iter(self._outgoing.get, None):
                try:
                    self._channel.send(message)
                except (TypeError, AttributeError, pickle.PicklingError) as error:  # what is no task for another process
                    self._heard(self, Failed(message.number, in_words(error)))
        with suppress(OSError):  # for what was not sent yet
            self._process.stdin.close()

    def _listen(self) -> None:
        try:
            for message in self._channel:
                self._heard(self, message)
        finally:  # whatever went wrong, its place is free again
            self._process.kill()
            self._process.wait()
            self._outgoing.put(None)
            self._process.stdout.close()
            self._heard(self, Lost())


def local_desk(digits: Mnist, workers: int | None = None) -> Desk:
    """A desk whose workers are processes of this machine: as many as it has cores and memory for, unless it is said how many.

    Its `mnist` are the `digits`, in memory once for all.
    """
    return_freed_memory(*OF_A_SERVER)
    shared = share(digits)
    return Desk(lambda heard: WorkerProcess(heard, shared), workers or worker_count(), shared.digits)
