"""Two threads that want the same core wait for each other; so while one distorts images, BLAS makes do with the other cores."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from threadpoolctl import threadpool_info, threadpool_limits


@contextmanager
def one_core_left_free() -> Iterator[None]:
    """BLAS takes one core fewer than there are, if it would take them all. Measured: half the time at two cores."""
    spare = max(1, (os.cpu_count() or 1) - 1)
    wanted = max((pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"), default=1)
    if wanted <= spare:
        yield
    else:
        with threadpool_limits(spare, user_api="blas"):
            yield
