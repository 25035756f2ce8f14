"""What stays for as long as the server runs is frozen, and what a visitor leaves behind is not."""

import gc
import weakref

import pytest

from pages.ui.shared.garbage import set_aside
from tests.pages.actions import go_to, opened


class Left:
    """What somebody leaves behind in a cycle."""

    def __init__(self):
        self.itself = self


@pytest.fixture
def thawed():
    """Nothing is frozen before the test, nor after it."""
    gc.unfreeze()
    set_aside.clear()
    yield
    gc.unfreeze()
    set_aside.clear()


def test_after_the_first_page_what_there_is_is_frozen(thawed):
    """The first visitor's page freezes all that there is; of what the collector has yet to look through, it is nearly all."""
    assert gc.get_freeze_count() == 0
    opened("draw")
    assert gc.get_freeze_count() > 20 * len(gc.get_objects())


def test_it_is_frozen_once_for_all_visitors(thawed, monkeypatch):
    """Three pages of two visitors freeze once."""
    times = []
    freeze = gc.freeze
    monkeypatch.setattr(gc, "freeze", lambda: (times.append(1), freeze()))
    for _ in range(2):
        go_to(opened("draw"), "weights")
    assert len(times) == 1


def test_what_was_frozen_is_found_when_it_has_become_garbage(thawed):
    """A cycle that was alive when all was frozen is out of the collector's reach afterwards, until it is looked through again."""
    left = Left()
    end = weakref.ref(left)
    set_aside()
    del left
    gc.collect()
    assert end() is not None
    set_aside.clear()  # as ten seconds later
    set_aside()
    assert end() is None
