"""What a server and its workers take of the machine, and what others take of it meanwhile, looked at twice a second."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass

import psutil

from tests.serving import Server

EVERY = 0.5  # seconds between two looks
AT_REST, REST_FOR = 0.05, 5.0  # cores that a server at rest takes at most, in a window of so many seconds
MB = 1e6


def family(process: psutil.Process) -> list[psutil.Process]:
    """The process and all its descendants; nobody if it has ended."""
    with suppress(psutil.NoSuchProcess):
        return [process, *process.children(recursive=True)]
    return []


def workers(server: Server) -> list[psutil.Process]:
    """The processes that compute for the server; none if it computes in itself."""
    found = []
    for each in server.process.children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if any("nncore.compute" in word for word in each.cmdline()):
                found.append(each)
    return found


def memory(server: Server) -> tuple[float, float]:
    """Megabytes of the server with all its processes: resident, and with what they share counted once (PSS; 0 where unknown)."""
    resident = once = 0.0
    for each in family(server.process):
        with suppress(psutil.NoSuchProcess):
            figures = each.memory_full_info()
            resident, once = resident + figures.rss / MB, once + getattr(figures, "pss", 0) / MB
    return resident, once


@dataclass(frozen=True)
class Look:
    """The clock; seconds of computing of the server's processes and of all others than ours; the server's memory in MB."""

    at: float
    server: float
    others: float
    resident: float
    once: float


class Computed:
    """Seconds of computing of processes, of which some may end and others begin meanwhile; those that have ended stay counted."""

    def __init__(self):
        self._seconds: dict[tuple[int, float], float] = {}  # by process: its number, which may come again, and when it began

    def of(self, processes: list[psutil.Process]) -> float:
        """What these, and those of all calls before, have computed up to now."""
        for each in processes:
            with suppress(psutil.NoSuchProcess):
                times = each.cpu_times()
                self._seconds[each.pid, each.create_time()] = times.user + times.system
        return sum(self._seconds.values())


class Watch:
    """Looks at a server while a `with` block goes on; what the benchmark and all that it started compute is ours."""

    def __init__(self, server: Server):
        self.server = server
        self.looks: list[Look] = []
        self._servers, self._ours = Computed(), Computed()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look_on, daemon=True)

    def __enter__(self) -> Watch:
        self._look()
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._ended.set()
        self._thread.join()
        self._look()

    @property
    def others(self) -> float:
        """Cores that others than we took on average, from the first look to the last."""
        return max(0.0, self._cores("others", self.looks[0].at))

    @property
    def peak(self) -> tuple[float, float]:
        """The most memory at any time, in MB: resident, and with what is shared counted once."""
        return max(each.resident for each in self.looks), max(each.once for each in self.looks)

    def wait_for_rest(self, patience: float) -> float:
        """Seconds from now until the server takes next to nothing of the cores, or infinity if it does not in time."""
        started = time.perf_counter()
        while (now := time.perf_counter()) - started < patience + REST_FOR:
            time.sleep(EVERY)
            if now - started > REST_FOR and self._cores("server", now - REST_FOR) < AT_REST:
                return now - started - REST_FOR
        return float("inf")

    def _cores(self, whose: str, since: float) -> float:
        first, last = next(each for each in self.looks if each.at >= since), self.looks[-1]
        return (getattr(last, whose) - getattr(first, whose)) / max(last.at - first.at, EVERY)

    def _look_on(self) -> None:
        while not self._ended.wait(EVERY):
            self._look()

    def _look(self) -> None:
        servers, ours = self._servers.of(family(self.server.process)), self._ours.of(family(psutil.Process()))
        machine = psutil.cpu_times()
        busy = sum(machine) - machine.idle - machine.iowait
        self.looks.append(Look(time.perf_counter(), servers, busy - ours, *memory(self.server)))
