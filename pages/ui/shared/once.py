"""What all visitors share is made once, for whoever comes first, and stays as long as the server runs."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def once(make: Callable[[], T]) -> Callable[[], T]:
    """A function that gives what `make` gives, which is called once, and again only if it has raised an error.

    Streamlit's cache is no place for what must not be lost: each browser may ask the server to clear it for everybody.
    """
    made, lock = [], threading.RLock()

    @functools.wraps(make)
    def the_one() -> T:
        if not made:  # where it is there already, nobody waits for the lock
            with lock:
                if not made:
                    made.append(make())
        return made[0]

    return the_one
