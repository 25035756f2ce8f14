"""While the network learns from one batch, a second core makes the next one ready."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from ..batches import Batch, in_turn
from .cores import has_second_core, one_core_left_free


def one_ahead(calls: Iterator[Callable[[], Batch]]) -> Iterator[Batch]:
    """The batches that `calls` give, in order: made by another thread if there is a core for it. The same to the bit."""
    if not has_second_core():
        yield from in_turn(calls)
        return
    with one_core_left_free(), ThreadPoolExecutor(1, "prefetch") as second_core:
        coming = second_core.submit(next(calls))
        for call in calls:
            ready, coming = coming.result(), second_core.submit(call)
            yield ready
        yield coming.result()
