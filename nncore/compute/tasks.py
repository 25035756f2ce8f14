"""A task is something that takes longer than a blink; a worker does it and tells how it goes on."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import cache
from inspect import isgenerator
from typing import Any, Protocol

from ..digits import Mnist, load_mnist

TELL_EVERY = 0.25  # seconds


class Connection(Protocol):
    """What a task has of the desk while a worker does it: the newest `order`, and an ear for its news, if anybody `listens`."""

    order: Any
    mnist: Mnist
    listens: bool

    def tell(self, what: Any) -> None: ...


class Task(Protocol):
    """`do` gives the result. It looks at `connection.order` now and then, and does what that says."""

    def do(self, connection: Connection) -> Any: ...


@dataclass(frozen=True)
class Calculation:
    """A function of some values; both go through a pickle, the function by its name.

    A generator yields how much of it is done, 0 to 1, and that is told; what it returns at its end is the result.
    """

    function: Callable
    arguments: tuple

    def do(self, connection: Connection) -> Any:
        result = self.function(*self.arguments)
        return _told(result, connection) if isgenerator(result) else result


def _told(shares: Generator, connection: Connection) -> Any:
    """Tell now and then how much is done; the generator's result at its end."""
    tell_at = 0.0
    while True:
        try:
            share = next(shares)
        except StopIteration as end:
            return end.value
        if connection.listens and time.perf_counter() > tell_at:
            connection.tell(share)
            tell_at = time.perf_counter() + TELL_EVERY


class NoConnection:
    """For a task that is done where nobody listens, as on a cluster."""

    order, listens = None, False

    @property
    def mnist(self) -> Mnist:
        return _mnist()

    def tell(self, what: Any) -> None:
        """Nobody is there to be told."""


def in_words(error: BaseException) -> str:
    """What an error says; its name if it says nothing."""
    return str(error) or type(error).__name__


@cache
def _mnist() -> Mnist:
    return load_mnist()
