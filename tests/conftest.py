"""What many tests need: MNIST, opened once; and what a run of the tests says at its end."""

import os
from collections import Counter

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the app does it; read when numpy is imported

import pytest

import nncore


@pytest.fixture(scope="session")
def digits():
    """MNIST; nobody writes into it."""
    mnist = nncore.load_mnist()
    for part in (mnist.train, mnist.test):
        part.images.setflags(write=False)
        part.labels.setflags(write=False)
    return mnist


def pytest_terminal_summary(terminalreporter):
    """Say what was skipped and why, a line for each file and reason."""
    reports = terminalreporter.stats.get("skipped", ())
    skipped = Counter((report.nodeid.partition("::")[0], report.longrepr[2].removeprefix("Skipped: ")) for report in reports)
    for (file, reason), count in skipped.items():
        terminalreporter.line(f"{file}: {count} skipped, as {reason}", yellow=True)
