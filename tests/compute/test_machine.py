"""How many workers a machine gets: its cores, less where memory is short, or what the environment says."""

import pytest

from nncore.compute import machine
from nncore.compute.machine import BUDGET, WORKERS, worker_count


@pytest.fixture
def has(monkeypatch, tmp_path):
    """A function that gives the machine so many cores and so many MB."""
    monkeypatch.delenv(WORKERS, raising=False)
    monkeypatch.delenv(BUDGET, raising=False)

    def of(cores: int, megabytes: int) -> None:
        (tmp_path / "memory.max").write_text(f"{megabytes * 10**6}\n")
        monkeypatch.setattr(machine, "LIMITS", (tmp_path / "memory.max", tmp_path / "none"))
        monkeypatch.setattr(machine, "core_count", lambda: cores)

    return of


@pytest.mark.parametrize(("cores", "megabytes", "workers"), [
    (4, 2000, 4),  # (2000 - 560) / 160 would be nine
    (4, 690, 1), (2, 880, 2), (4, 1039, 2), (4, 1040, 3), (1, 2000, 1),
    (4, 400, 1), (4, 100, 1)])  # one there must be
def test_as_many_as_cores_and_memory_allow(has, caplog, cores, megabytes, workers):
    """The server takes 260 MB, what visitors make 300 and each worker 160: 690 MB have room for one. Who gives fewer says so."""
    has(cores, megabytes)
    assert worker_count() == workers
    assert bool(caplog.records) == (workers < cores)


def test_no_limit_is_what_the_machine_has(has, monkeypatch, tmp_path):
    """A host that says "max" has said nothing: what counts is the memory of the machine."""
    has(3, 100)
    (tmp_path / "memory.max").write_text("max\n")
    monkeypatch.setattr(machine.os, "sysconf", {"SC_PHYS_PAGES": 10**6, "SC_PAGE_SIZE": 4096}.__getitem__)
    assert machine.memory() == 4096
    assert worker_count() == 3


def test_the_environment_says_how_many(has, monkeypatch):
    """Whatever the machine has; what is no number, or none, is refused in a sentence."""
    has(1, 100)
    monkeypatch.setenv(WORKERS, "7")
    assert worker_count() == 7
    for wrong in ("0", "two", "-1", "1.5"):
        monkeypatch.setenv(WORKERS, wrong)
        with pytest.raises(ValueError, match=f"{WORKERS}='{wrong}' is no number of workers; {WORKERS}=2 would be one"):
            worker_count()
