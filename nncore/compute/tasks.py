"""A task is something that takes longer than a blink; a worker does it and tells how it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from ..digits import Mnist, load_mnist


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
    """A function of some values; both go through a pickle, the function by its name."""

    function: Callable
    arguments: tuple

    def do(self, connection: Connection) -> Any:
        return self.function(*self.arguments)


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
