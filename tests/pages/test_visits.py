"""A key finds its visitor again while nobody else is there, and for a while only."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from pages.ui.shared import visits as module
from pages.ui.shared.visits import Visits


class Person:
    def __init__(self, browser="one"):
        self.browser, self.here = browser, True
        self.watch = lambda: self.here

    def is_watched(self):
        return self.watch()


def page() -> bool:
    """The watch of a page that stays open."""
    return True


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
    assert visits.claim("key", "one", page) is None
    person.here = False
    assert visits.claim("key", "another", page) is None
    assert visits.claim("other", "one", page) is None
    assert visits.claim("", "one", page) is None
    assert visits.claim("key", "one", page) is person


def test_nobody_is_found_without_a_cookie(clock):
    """A browser that cannot be told from others finds nothing, not even what another such browser left."""
    visits, person = Visits(), Person(browser="")
    visits.keep("key", person)
    person.here = False
    assert visits.claim("key", "", page) is None


def test_one_page_at_a_time_has_a_visitor(clock):
    """Who has claimed a visitor has it alone until that page has gone; then the next may."""
    visits, person = Visits(), Person()
    visits.keep("key", person)
    person.here, here = False, [True]
    assert visits.claim("key", "one", lambda: here[0]) is person
    assert visits.claim("key", "one", page) is None
    here[0] = False
    assert visits.claim("key", "one", page) is person


def test_of_pages_that_claim_at_the_same_moment_one_wins(clock):
    """Eight pages ask at once, each look whether the first page is still open taking its time: one has the visitor."""
    visits, person, together = Visits(), Person(), threading.Barrier(8)
    visits.keep("key", person)

    def gone() -> bool:
        time.sleep(0.02)
        return False

    def claimed(_) -> bool:
        together.wait()
        return visits.claim("key", "one", page) is not None

    person.watch = gone
    with ThreadPoolExecutor(8) as pages:
        assert sum(pages.map(claimed, range(8))) == 1


def test_visitors_are_forgotten_after_a_while(clock):
    """A quarter of an hour after the browser was last seen the visitor is gone; one who stays is not."""
    visits, gone, stays = Visits(), Person(), Person()
    visits.keep("gone", gone)
    visits.keep("stays", stays)
    gone.here = False
    clock[0] = module.KEPT_FOR - 1
    assert visits.claim("gone", "one", lambda: False) is gone
    clock[0] = module.KEPT_FOR + 1
    assert visits.claim("gone", "one", page) is None
    stays.here = False
    assert visits.claim("stays", "one", page) is stays


def test_no_more_are_kept_than_a_server_can_bear(clock):
    """The oldest visits make room."""
    visits = Visits()
    people = [Person() for _ in range(module.MOST + 5)]
    for number, person in enumerate(people):
        clock[0] = number / 100
        visits.keep(str(number), person)
        person.here = False
    assert visits.claim("0", "one", page) is None
    assert visits.claim(str(module.MOST + 4), "one", page) is people[-1]
