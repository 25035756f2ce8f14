"""A reloaded page finds its visitor again by the key in its link, for a while, and nobody else does.

The key cannot be guessed, and it opens nothing in another browser, in one that cannot be told from others, or while the page is
still open elsewhere: a link that is passed on with its key, or opened twice, begins a visit of its own.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable
from typing import Protocol

KEPT_FOR = 900.0  # seconds after the browser was seen last
MOST = 100  # visitors


class Watched(Protocol):
    """Who can say which browser it came with, and by `watch` whether the page that has claimed it is open."""

    browser: str
    watch: Callable[[], bool]

    def is_watched(self) -> bool: ...


class Visits:
    """Visitors by key; those that left long ago are forgotten."""

    def __init__(self):
        self._kept: dict[str, Watched] = {}
        self._seen: dict[str, float] = {}
        self._met: list[weakref.ref[Watched]] = []
        self._lock = threading.Lock()

    def meet(self, visitor: Watched) -> None:
        """Know of a visitor for as long as a page shows it, or it is kept."""
        with self._lock:
            self._met = [each for each in self._met if each() is not None] + [weakref.ref(visitor)]

    @property
    def everybody(self) -> list[Watched]:
        """All visitors who are here, or were here not long ago."""
        return [visitor for visitor in [each() for each in self._met] if visitor is not None]

    def keep(self, key: str, visitor: Watched) -> None:
        """Remember a visitor who is here now."""
        with self._lock:
            self._kept[key], self._seen[key] = visitor, time.monotonic()
            self._forget()

    def claim(self, key: str, browser: str, watch: Callable[[], bool]) -> Watched | None:
        """The visitor of a key, from now on of the page that `watch` watches; None if there is none to be had.

        It must have come with the same browser, whose name is not empty, and no page may show it now. Of several pages that ask
        at the same moment one gets it.
        """
        with self._lock:
            self._forget()
            visitor = self._kept.get(key)
            if not browser or visitor is None or visitor.browser != browser or visitor.is_watched():
                return None
            visitor.watch = watch
            return visitor

    def _forget(self) -> None:
        now = time.monotonic()
        for key, visitor in self._kept.items():
            if visitor.is_watched():
                self._seen[key] = now
        newest = sorted(self._seen, key=self._seen.get, reverse=True)[:MOST]
        kept = {key for key in newest if now - self._seen[key] < KEPT_FOR}
        self._kept = {key: each for key, each in self._kept.items() if key in kept}
        self._seen = {key: at for key, at in self._seen.items() if key in kept}
