"""Work goes on for a while when nobody watches, then rests, and in the end nobody is waited for."""

from types import SimpleNamespace

import pytest

from nncore.compute import watch
from nncore.compute.watch import AWAY, GONE, GRACE, HERE, LONGEST_REST, LOOK_EVERY, Watch
from pages.ui.shared.visits import KEPT_FOR


class Scene:
    """A time that the test sets, and a visitor who is there or not."""

    now, here, looks = 0.0, True, 0

    def is_watched(self) -> bool:
        self.looks += 1
        return self.here


@pytest.fixture
def scene(monkeypatch):
    scene = Scene()
    monkeypatch.setattr(watch, "time", SimpleNamespace(monotonic=lambda: scene.now))
    return scene


def test_an_absence_is_forgiven_up_to_the_grace(scene):
    """Work goes on until GRACE seconds after the visitor was seen last, and rests right after."""
    work = Watch(scene.is_watched)
    scene.now = seen_at = 100.0
    assert work.who_watches() == HERE
    scene.here = False
    scene.now = seen_at + GRACE
    assert work.who_watches() == HERE
    scene.now = seen_at + GRACE + 0.01
    assert work.who_watches() == AWAY


def test_who_comes_back_in_time_was_never_gone(scene):
    """The grace begins anew with each look that finds the visitor."""
    work = Watch(scene.is_watched)
    for absence in range(1, 5):
        scene.now = absence * GRACE
        assert work.who_watches() == HERE


def test_it_does_not_look_at_every_step(scene):
    """Between two looks lie LOOK_EVERY seconds, however often it is asked."""
    work = Watch(scene.is_watched)
    for hundredth in range(1, 1001):
        scene.now = hundredth / 100
        assert work.who_watches() == HERE
    assert 10 / LOOK_EVERY - 2 <= scene.looks <= 10 / LOOK_EVERY


def test_who_begins_something_is_there(scene):
    """However long ago the last look was, work that begins now goes on for as long as the grace lasts."""
    work = Watch(scene.is_watched)
    scene.here, scene.now = False, 10 * GRACE
    work.begins()
    assert work.who_watches() == HERE
    scene.now += GRACE + 0.01
    assert work.who_watches() == AWAY


def test_who_has_left_a_run_is_waited_for_longer_than_the_page_finds_them(scene):
    """As long as a link can bring somebody back their work rests; then it is given up."""
    work = Watch(scene.is_watched)
    scene.here, scene.now = False, GRACE + KEPT_FOR
    assert work.who_watches() == AWAY
    scene.now = LONGEST_REST + 0.01
    assert work.who_watches() == GONE
