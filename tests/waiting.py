"""Waiting for a condition, in place of sleeping for as long as it may take; and for what a coroutine gives."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor

PATIENCE = 180.0  # seconds after which what has not come will not come, on however slow a machine


def until(condition: Callable[[], object]) -> None:
    """Wait for `condition`, and fail if it does not come."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "what the test waits for did not come"
        time.sleep(0.005)


def given(coroutine: Coroutine):
    """What the coroutine gives; in a thread of its own, as the tests' own may have a browser's event loop already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
