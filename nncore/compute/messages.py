"""What the desk and a worker say to each other, as pickles through two pipes."""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from ..digits import Mnist


@dataclass(frozen=True)
class Do:
    """To a worker: do this task, which has a `number`."""

    number: int
    task: Any


@dataclass(frozen=True)
class Tell:
    """To a worker: so the task shall go on; an order takes the place of the one before."""

    number: int
    order: Any


@dataclass(frozen=True)
class Share:
    """To a worker: so many workers compute now, itself among them, and share the machine's cores."""

    workers: int


@dataclass(frozen=True)
class News:
    """From a worker: how far the task has come."""

    number: int
    what: Any


@dataclass(frozen=True)
class Done:
    """From a worker: the task's result."""

    number: int
    result: Any


@dataclass(frozen=True)
class Failed:
    """From a worker: the task cannot be done, and why, in a sentence's words."""

    number: int
    why: str


@dataclass(frozen=True)
class Lost:
    """Instead of a worker: it is there no more."""


class Channel:
    """Messages both ways, of one thread that sends and one that reads. MNIST, which both sides have, is not sent but named."""

    def __init__(self, reading: BinaryIO, writing: BinaryIO, mnist: Mnist | None):
        self._reading, self._writing = reading, writing
        self._shared = {} if mnist is None else {"mnist": mnist, "train": mnist.train, "test": mnist.test}
        self._names = {id(each): name for name, each in self._shared.items()}

    def send(self, message) -> None:
        """Give a message on. Raises OSError if nobody listens any more; what cannot be pickled sends nothing at all."""
        pickled = io.BytesIO()
        _Pickler(pickled, self._names).dump(message)
        self._writing.write(pickled.getbuffer())
        self._writing.flush()

    def __iter__(self) -> Iterator:
        """The messages that come, until the other side is there no more."""
        while True:
            try:
                yield _Unpickler(self._reading, self._shared).load()
            except (EOFError, OSError, pickle.UnpicklingError):
                return


class _Pickler(pickle.Pickler):
    def __init__(self, file: BinaryIO, names: dict[int, str]):
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._names = names

    def persistent_id(self, thing) -> str | None:
        return self._names.get(id(thing))


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: BinaryIO, shared: dict):
        super().__init__(file)
        self._shared = shared

    def persistent_load(self, name: str):
        return self._shared[name]
