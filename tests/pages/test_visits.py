"""A key finds its visitor again while nobody else is there, and for a while only."""

import pytest

from pages.ui.shared import visits as module
from pages.ui.shared.visits import Visits


class Person:
    browser, here = "one", True

    def is_watched(self):
        return self.here


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test sets."""
    now = [0.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    return now


def test_a_visitor_is_found_when_the_browser_has_gone_and_not_before(clock):
    """While a browser shows the page its key opens nothing; a wrong key, or another browser, never does."""
    visits, person = Visits(), Person()
    visits.keep("key", person)
    assert visits.found_again("key", "one") is None
    person.here = False
    assert visits.found_again("key", "one") is person
    assert visits.found_again("key", "another") is None
    assert visits.found_again("other", "one") is None
    assert visits.found_again("", "one") is None


def test_visitors_are_forgotten_after_a_while(clock):
    """A quarter of an hour after the browser was last seen the visitor is gone; one who stays is not."""
    visits, gone, stays = Visits(), Person(), Person()
    visits.keep("gone", gone)
    visits.keep("stays", stays)
    gone.here = False
    clock[0] = module.KEPT_FOR - 1
    assert visits.found_again("gone", "one") is gone
    clock[0] = module.KEPT_FOR + 1
    assert visits.found_again("gone", "one") is None
    stays.here = False
    assert visits.found_again("stays", "one") is stays


def test_no_more_are_kept_than_a_server_can_bear(clock):
    """The oldest visits make room."""
    visits = Visits()
    people = [Person() for _ in range(module.MOST + 5)]
    for number, person in enumerate(people):
        clock[0] = number / 100
        visits.keep(str(number), person)
        person.here = False
    assert visits.found_again("0", "one") is None
    assert visits.found_again(str(module.MOST + 4), "one") is people[-1]
