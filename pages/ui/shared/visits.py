"""A reloaded page finds its visitor again by the key in its link, for a while, and nobody else does.

The key cannot be guessed, and it opens nothing in another browser, in one that cannot be told from others, or while the page is
still open elsewhere: a link that is passed on with its key, or opened twice, begins a visit of its own.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections import Counter
from collections.abc import Callable
from typing import Protocol

KEPT_FOR = 900.0  # seconds after a look found that the page has gone
MOST, MOST_OF_A_BROWSER = 100, 5  # visitors who have gone


class Watched(Protocol):
    """Who can say which browser it came with, and by `watch` whether the page that has claimed it is open."""

    browser: str
    watch: Callable[[], bool]

    def is_watched(self) -> bool: ...


class Visits:
    """Visitors by key; those that left long ago are forgotten."""

    def __init__(self):
        self._kept: dict[str, Watched] = {}
        self._gone: dict[str, float] = {}  # since when, as far as anybody looked; the keys are those of visitors who have gone
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
            if self._kept.get(key) is not visitor:  # a page says so each time it is drawn
                self._kept[key] = visitor
                self._look()

    def look(self) -> None:
        """See who has gone, and forget who went long ago; any thread may ask for it, and often.

        Their time begins with the first look that does not find them, so that nothing is lost while nobody looks.
        """
        with self._lock:
            self._look()

    def claim(self, key: str, browser: str, watch: Callable[[], bool]) -> Watched | None:
        """The visitor of a key, from now on of the page that `watch` watches; None if there is none to be had.

        It must have come with the same browser, whose name is not empty, and no page may show it now. Of several pages that ask
        at the same moment one gets it.
        """
        with self._lock:
            self._look()
            its_own = key in self._kept and self._kept[key].watch is watch  # the page asks again
            if not browser or not (key in self._gone or its_own) or self._kept[key].browser != browser:
                return None
            self._gone.pop(key, None)
            self._kept[key].watch = watch
            return self._kept[key]

    def knows(self, key: str) -> bool:
        """Whether a visitor has this key, here or gone not long ago."""
        return key in self._kept

    def is_open(self, key: str, browser: str) -> bool:
        """Whether another page of the same browser shows the visitor of this key."""
        return bool(browser) and key in self._kept and self._kept[key].browser == browser and key not in self._gone

    def _look(self) -> None:
        now = time.monotonic()
        self._gone = {key: self._gone.get(key, now) for key, visitor in self._kept.items() if not visitor.is_watched()}
        stay = self._who_stay(now)
        for key in [key for key in self._gone if key not in stay]:
            del self._kept[key], self._gone[key]

    def _who_stay(self, now: float) -> set[str]:
        """The keys of those who went not long ago: so many of each browser that one cannot push out all others."""
        stay, of_browser = set(), Counter()
        for key in sorted(self._gone, key=self._gone.get, reverse=True):
            browser = self._kept[key].browser
            if now - self._gone[key] < KEPT_FOR and len(stay) < MOST and of_browser[browser] < MOST_OF_A_BROWSER:
                stay.add(key)
                of_browser[browser] += 1
        return stay
