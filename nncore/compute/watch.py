"""Work rests when nobody watches any more, and goes on when somebody is back; a short absence is forgiven."""

from __future__ import annotations

import time
from collections.abc import Callable

LOOK_EVERY = 1.0  # seconds between two looks whether anybody still watches
GRACE = 60.0  # seconds that work goes on when nobody watches
LONGEST_REST = 960.0  # seconds after which nobody comes back: a page finds its visitor again for a quarter of an hour
HERE, AWAY, GONE = "here", "away", "gone"
NOBODY = "Stopped, as the page was closed."


class Watch:
    """Asks `is_watched` now and then."""

    def __init__(self, is_watched: Callable[[], bool]):
        self._is_watched = is_watched
        self._seen_at = self._looked_at = time.monotonic()

    def begins(self) -> None:
        """Somebody is here now, as work begins."""
        self._seen_at = time.monotonic()

    def who_watches(self) -> str:
        """HERE is somebody who watches, or did not long ago; AWAY is who may come back, and GONE who will not."""
        now = time.monotonic()
        if now - self._looked_at > LOOK_EVERY:
            self._looked_at = now
            if self._is_watched():
                self._seen_at = now
        away = now - self._seen_at
        return HERE if away <= GRACE else AWAY if away <= LONGEST_REST else GONE
