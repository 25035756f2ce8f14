"""What one worker has made and others may want is kept here, so that it is made once a machine."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from .messages import Take

Reply = tuple[Any, Take]  # a worker, and what it is told


class Library:
    """Values of up to `budget` bytes together, by key; what was not asked for longest goes first."""

    def __init__(self, budget: int):
        self._budget = budget
        self._values: OrderedDict[Any, Any] = OrderedDict()
        self._makers: dict[Any, Any] = {}  # key -> the worker that makes it now
        self._waiting: dict[Any, list] = {}  # key -> the workers that wait for it

    @property
    def size(self) -> int:
        """How many bytes are kept."""
        return sum(each.size for each in self._values.values())

    def asked(self, worker: Any, key: Any) -> list[Reply]:
        """A worker wants what has this key: it gets that, or makes it, or waits until another has made it."""
        if key in self._values:
            self._values.move_to_end(key)
            return [(worker, Take(key, self._values[key]))]
        if key in self._makers:
            self._waiting.setdefault(key, []).append(worker)
            return []
        self._makers[key] = worker
        return [(worker, Take(key, None))]

    def made(self, key: Any, value: Any) -> list[Reply]:
        """It is made: all who wait get it."""
        self._makers.pop(key, None)
        self._values[key] = value
        while self.size > self._budget and len(self._values) > 1:
            self._values.popitem(last=False)
        return [(worker, Take(key, value)) for worker in self._waiting.pop(key, [])]

    def lost(self, worker: Any) -> list[Reply]:
        """A worker is there no more: what it was making, the next one makes."""
        for waiting in self._waiting.values():
            waiting[:] = [each for each in waiting if each is not worker]
        keys = [key for key, maker in self._makers.items() if maker is worker]
        for key in keys:
            del self._makers[key]
        heirs = [(key, self._waiting[key].pop(0)) for key in keys if self._waiting.get(key)]
        return [reply for key, heir in heirs for reply in self.asked(heir, key)]
