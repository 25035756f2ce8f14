"""Waiting for a condition, in place of sleeping for as long as it may take."""

import time
from collections.abc import Callable

PATIENCE = 180.0  # seconds after which what has not come will not come, on however slow a machine


def until(condition: Callable[[], object]) -> None:
    """Wait for `condition`, and fail if it does not come."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "what the test waits for did not come"
        time.sleep(0.005)
