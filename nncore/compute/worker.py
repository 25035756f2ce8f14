"""A worker is a process of its own that does one task after another: `python -m nncore.compute.worker`, started by the desk.

It ends when the desk's end of its pipes closes, however the desk's process ended.
"""

from __future__ import annotations

import logging
import os
import queue
import sys
import threading
from typing import Any

from ..augment import cores
from ..digits import Mnist, load_mnist
from .machine import return_freed_memory, return_spare_memory
from .messages import Channel, Do, Done, Failed, News, Share, Tell
from .shared_digits import opened
from .tasks import in_words

OF_A_WORKER = 2**21, 2**23  # bytes: it makes and frees the arrays of a batch again and again, and keeps room for them
NICER = 10  # than the process that serves the pages, which goes first where both want the same core


class Worker:
    """Does the tasks that come through `channel`; a thread of its own listens, so that orders act at once."""

    def __init__(self, channel: Channel, mnist: Mnist):
        self.mnist, self.order, self.listens = mnist, None, True
        self._channel, self._number = channel, None
        self._tasks: queue.SimpleQueue[Do] = queue.SimpleQueue()

    def work(self) -> None:
        """Do what comes, for ever."""
        threading.Thread(target=self._listen, name="listener", daemon=True).start()
        while True:
            task = self._tasks.get()
            try:
                self._channel.send(Done(task.number, task.task.do(self)))
            except (Exception, MemoryError) as error:  # whatever a task raises is said on its page
                logging.getLogger(__name__).debug("task %d failed", task.number, exc_info=True)
                self._channel.send(Failed(task.number, in_words(error)))
            del task  # which may be large
            return_spare_memory()

    def tell(self, what: Any) -> None:
        """Tell the desk how far the task has come."""
        self._channel.send(News(self._number, what))

    def _listen(self) -> None:
        try:
            for message in self._channel:
                self._hear(message)
        except Exception:  # as of a task that it cannot find; who does not listen would neither do anything nor ever end
            logging.getLogger(__name__).exception("a message could not be understood")
        os._exit(0)  # the desk is gone, and nobody wants what is under way

    def _hear(self, message: Any) -> None:
        match message:
            case Do():
                self._number, self.order = message.number, None
                self._tasks.put(message)
            case Tell() if message.number == self._number:
                self.order = message.order
            case Share():
                cores.WORKERS_AT_WORK = message.workers


def main() -> None:
    return_freed_memory(*OF_A_WORKER)
    if hasattr(os, "nice"):
        os.nice(NICER)
    writing = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what anybody prints goes to the server's log, not among the messages
    mnist = opened(*map(int, sys.argv[1:])) if len(sys.argv) > 1 else load_mnist()
    Worker(Channel(sys.stdin.buffer, writing, mnist), mnist).work()


if __name__ == "__main__":
    main()
