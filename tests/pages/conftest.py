"""What the tests of the pages share."""

import pytest

from pages.ui.shared import watch
from tests.waiting import until


class FakeVisitor:
    """Who may be there or not, and counts how often work beside the page has looked."""

    def __init__(self):
        self.here, self.looks = True, 0

    def is_watched(self) -> bool:
        self.looks += 1
        return self.here

    def wait_for_looks(self, count: int) -> None:
        """Wait until somebody has looked `count` times more."""
        enough = self.looks + count
        until(lambda: self.looks >= enough)


@pytest.fixture
def visitor(monkeypatch):
    """A visitor for whom work beside the page looks at every turn."""
    monkeypatch.setattr(watch, "LOOK_EVERY", 0.0)
    return FakeVisitor()
