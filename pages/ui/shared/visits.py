"""A reloaded page finds its visitor again by the key in its link, for a while, and nobody else does.

The key cannot be guessed, and it opens nothing in another browser, or while the page is still open elsewhere: a link that is
passed on with its key begins a visit of its own.
"""

from __future__ import annotations

import threading
import time
from typing import Protocol

KEPT_FOR = 900.0  # seconds after the browser was seen last
MOST = 100  # visitors


class Watched(Protocol):
    """Who can say which browser it came with, and whether that shows its page now."""

    browser: str

    def is_watched(self) -> bool: ...


class Visits:
    """Visitors by key; those that left long ago are forgotten."""

    def __init__(self):
        self._kept: dict[str, Watched] = {}
        self._seen: dict[str, float] = {}
        self._lock = threading.Lock()

    def keep(self, key: str, visitor: Watched) -> None:
        """Remember a visitor who is here now."""
        with self._lock:
            self._kept[key], self._seen[key] = visitor, time.monotonic()
            self._forget()

    def found_again(self, key: str, browser: str) -> Watched | None:
        """The visitor of a key, who came with the same browser, if that does not show it now."""
        with self._lock:
            self._forget()
            visitor = self._kept.get(key)
            return None if visitor is None or visitor.browser != browser or visitor.is_watched() else visitor

    def _forget(self) -> None:
        now = time.monotonic()
        for key, visitor in self._kept.items():
            if visitor.is_watched():
                self._seen[key] = now
        newest = sorted(self._seen, key=self._seen.get, reverse=True)[:MOST]
        kept = {key for key in newest if now - self._seen[key] < KEPT_FOR}
        self._kept = {key: each for key, each in self._kept.items() if key in kept}
        self._seen = {key: at for key, at in self._seen.items() if key in kept}
