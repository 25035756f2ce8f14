"""A worker that does its task when the test says so, event by event, in place of a process that does it when it can."""

import contextlib
import pickle
import threading
from typing import Any

from nncore.compute.desk import Desk
from nncore.compute.job import Job
from nncore.compute.messages import Do, Done, Failed, Lost, News, Tell
from nncore.digits import Digits, Mnist


class Owner:
    """Somebody who wants something; `here` says whether they still are there."""

    def __init__(self):
        self.here = True

    def is_watched(self) -> bool:
        return self.here


class WorkerByHand:
    """Does a task up to the next look at its orders; what comes of it stays in hand until `hand_in`.

    All that goes to or from it goes through a pickle, as it would between two processes.
    """

    def __init__(self, heard, mnist: Mnist):
        self._heard, self.mnist = heard, mnist
        self.said: list[Any] = []  # what the desk told it, oldest first
        self.result: Done | Failed | None = None
        self.gone, self.listens = False, True
        self._task: Do | None = None
        self._order = None
        self._go, self._waits = threading.Semaphore(0), threading.Semaphore(0)

    # What the desk wants of it.

    def send(self, message: Any) -> None:
        if self.gone:
            raise BrokenPipeError
        message = pickle.loads(pickle.dumps(message))
        self.said.append(message)
        if isinstance(message, Do):
            self._task, self._order, self.result = message, None, None
            threading.Thread(target=self._do, daemon=True).start()
            self._waits.acquire()
        elif isinstance(message, Tell) and message.number == self._task.number:
            self._order = message.order

    def end(self) -> None:
        self.gone = True
        self._go.release()

    # What a task has of it.

    @property
    def order(self) -> Any:
        self._look()
        return self._order

    def tell(self, what: Any) -> None:
        self._heard(self, pickle.loads(pickle.dumps(News(self._task.number, what))))

    # What a test does with it.

    @property
    def works(self) -> bool:
        """Whether it has a task, or the result of one."""
        return self._task is not None and not self.gone

    def go_on(self, looks: int = 1) -> None:
        """Do what comes before so many more looks at the orders."""
        for _ in range(looks):
            if self.works and self.result is None:
                self._go.release()
                self._waits.acquire()

    def finish(self) -> None:
        """Do the task to its end."""
        while self.result is None:
            self.go_on()

    def hand_in(self) -> None:
        """Say what came of the task."""
        result, self._task = pickle.loads(pickle.dumps(self.result)), None
        self._heard(self, result)

    def do(self) -> None:
        """Do the whole task, and hand it in."""
        self.finish()
        self.hand_in()

    def lose(self) -> None:
        """Be there no more, whatever it was doing."""
        self.end()
        self._heard(self, Lost())

    def _do(self) -> None:
        with contextlib.suppress(SystemExit):
            self._look()
            try:
                self.result = Done(self._task.number, self._task.task.do(self))
            except (ValueError, ArithmeticError) as error:
                self.result = Failed(self._task.number, str(error))
            self._waits.release()

    def _look(self) -> None:
        self._waits.release()
        self._go.acquire()
        if self.gone:
            raise SystemExit


class DeskByHand(Desk):
    """A desk of such workers; `hands` are all that it ever had."""

    def __init__(self, size: int, mnist: Mnist):
        self.hands: list[WorkerByHand] = []
        super().__init__(self._new_hand, size, mnist)

    def _new_hand(self, heard) -> WorkerByHand:
        self.hands.append(WorkerByHand(heard, self.mnist))
        return self.hands[-1]

    @property
    def working(self) -> list[WorkerByHand]:
        """The workers that have a task."""
        return [each for each in self.hands if each.works]

    def job_of(self, worker: WorkerByHand) -> Job:
        """What a worker has to do."""
        return self._busy[worker][0]

    def work(self) -> None:
        """Have all done that is in the line."""
        while self.working:
            self.working[0].do()


def few(digits: Mnist) -> Mnist:
    """So few digits that a run of some epochs takes moments."""
    return Mnist(_copy(digits.train[:400]), _copy(digits.test[:100]))


def _copy(digits: Digits) -> Digits:
    return Digits(digits.images.copy(), digits.labels.copy())
