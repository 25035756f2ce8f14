"""Who goes away for a moment is not missed; who is gone for longer is."""

from types import SimpleNamespace

from nncore.compute import watch
from nncore.compute.watch import GRACE, LOOK_EVERY, Watch


def test_a_short_absence_is_forgiven(monkeypatch):
    """Time flies while somebody is there; gone, they are waited for as long as the grace lasts, also after they were back."""
    now, here = 0.0, True
    monkeypatch.setattr(watch, "time", SimpleNamespace(monotonic=lambda: now))
    seen = Watch(lambda: here)
    for _ in range(3):
        now += GRACE
        assert seen.should_continue()
    for _ in range(2):
        here = False
        now += GRACE - 1
        assert seen.should_continue()
        here = True
        now += LOOK_EVERY + 0.1
        assert seen.should_continue()
    here = False
    now += GRACE - 1
    assert seen.should_continue()
    now += LOOK_EVERY + 0.1
    assert not seen.should_continue()


def test_work_that_begins_is_wanted(monkeypatch):
    """Long after the last look, who begins something is there, for as long as the grace lasts."""
    now = 0.0
    monkeypatch.setattr(watch, "time", SimpleNamespace(monotonic=lambda: now))
    seen = Watch(lambda: False)
    now += 10 * GRACE
    seen.begins()
    assert seen.should_continue()
    now += GRACE + 1
    assert not seen.should_continue()


def test_nobody_is_asked_more_often_than_once_a_second(monkeypatch):
    """A hundred looks within a second ask once."""
    now, asked = 10.0, []
    monkeypatch.setattr(watch, "time", SimpleNamespace(monotonic=lambda: now))
    seen = Watch(lambda: asked.append(now) or True)
    for _ in range(100):
        now += LOOK_EVERY / 90
        seen.should_continue()
    assert len(asked) == 1
