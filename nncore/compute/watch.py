"""Work ends by itself when nobody watches any more; a short absence is forgiven."""

from __future__ import annotations

import time
from collections.abc import Callable

LOOK_EVERY = 1.0  # seconds between two looks whether anybody still watches
GRACE = 60.0  # seconds that work goes on when nobody watches
NOBODY = "Stopped, as the page was closed."


class Watch:
    """Asks `is_watched` now and then."""

    def __init__(self, is_watched: Callable[[], bool]):
        self._is_watched = is_watched
        self._seen_at = self._looked_at = time.monotonic()

    def begins(self) -> None:
        """Somebody is here now, as work begins."""
        self._seen_at = time.monotonic()

    def should_continue(self) -> bool:
        """Whether somebody watches, or did not long ago."""
        now = time.monotonic()
        if now - self._looked_at > LOOK_EVERY:
            self._looked_at = now
            if self._is_watched():
                self._seen_at = now
        return now - self._seen_at <= GRACE
