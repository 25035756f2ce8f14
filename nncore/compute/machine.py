"""What the machine has to give: cores, and memory, which a host may have limited to less than there is."""

from __future__ import annotations

import ctypes
import logging
import os
from collections.abc import Callable
from pathlib import Path

from ..augment.cores import core_count

WORKERS = "INKLING_WORKERS"  # the environment variable with another number of workers
BUDGET = "INKLING_MEMORY"  # the environment variable with another budget for what visitors make
MEGABYTES = 300  # of that budget, over what an idle server takes
UNCOUNTED = 30  # MB of it for what is not arrays: open pages, messages on their way
SERVER, WORKER = 260, 160  # MB that the idle server takes, and that each worker takes
MMAP_THRESHOLD, TRIM_THRESHOLD, ARENA_MAX = -3, -1, -8  # names of what mallopt sets, as malloc.h numbers them
LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))


def return_freed_memory(large: int, spare: int) -> None:
    """Let this process give back what it no longer needs, where the GNU C library keeps its memory; see mallopt(3).

    Once a large array was freed, that library takes later ones from a heap of its own, which hardly ever shrinks: a server
    would stay as large as it was in its busiest minute. So what takes `large` bytes comes from the machine and goes back to it,
    and of the heap no more than `spare` bytes are kept for later. Smaller numbers take less memory, and more time.
    """
    if mallopt := _c_function("mallopt"):
        for name, value in ((MMAP_THRESHOLD, large), (TRIM_THRESHOLD, spare), (ARENA_MAX, 2)):
            mallopt(name, value)


def return_spare_memory() -> None:
    """Give back what the heap keeps for later, as after a task that may have been the last for a while; see malloc_trim(3)."""
    if malloc_trim := _c_function("malloc_trim"):
        malloc_trim(0)


def _c_function(name: str) -> Callable | None:
    """A function of the C library; None where that has no such."""
    return getattr(ctypes.CDLL(None), name, None) if os.name == "posix" else None


def budget() -> int:
    """How many bytes of arrays visitors may keep together. Raises ValueError if the environment says no number."""
    megabytes = os.environ.get(BUDGET) or str(MEGABYTES)
    if not megabytes.isdecimal():
        raise ValueError(f"{BUDGET}={megabytes!r} is no number of megabytes; {BUDGET}={MEGABYTES} would be one")
    return max(0, int(megabytes) - UNCOUNTED) * 10**6


def worker_count() -> int:
    """As many workers as there are cores, fewer where memory is short, which it says; or what the environment says."""
    wanted = os.environ.get(WORKERS, "")
    if wanted:
        if not wanted.isdecimal() or not int(wanted):
            raise ValueError(f"{WORKERS}={wanted!r} is no number of workers; {WORKERS}=2 would be one")
        return int(wanted)
    room = max(1, (memory() - SERVER - UNCOUNTED - budget() // 10**6) // WORKER)
    cores = core_count()
    if room < cores:
        logging.getLogger(__name__).warning("%d MB have room for %d workers, though there are %d cores", memory(), room, cores)
    return min(cores, room)


def memory() -> int:
    """How many MB this process may use, with all that it starts; a great many where that is not to be known."""
    found = [int(each.read_text()) for each in LIMITS if each.exists() and each.read_text().strip().isdecimal()]
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        found.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    return min(found, default=2**50) // 10**6
