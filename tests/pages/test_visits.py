"""A key finds its visitor again while nobody else is there, and for a while only."""

import gc
import threading
import time
import weakref
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


def test_a_page_that_was_broken_off_as_it_claimed_claims_again(clock):
    """Streamlit may begin its script anew before it has noted whom it claimed: the same page gets the same visitor again."""
    visits, person = Visits(), Person()
    visits.keep("key", person)
    person.here = False
    assert visits.claim("key", "one", page) is person
    assert visits.claim("key", "one", page) is person
    assert visits.claim("key", "another", page) is None


def test_a_key_is_known_as_long_as_it_leads_to_somebody(clock):
    """Of who is here, and of who went not long ago; what was never given, or is a quarter of an hour old, is not."""
    visits, person = Visits(), Person()
    visits.keep("key", person)
    assert visits.knows("key")
    assert not visits.knows("another")
    person.here = False
    visits.look()
    assert visits.knows("key")
    clock[0] = module.KEPT_FOR + 1
    visits.look()
    assert not visits.knows("key")


def test_only_its_own_browser_hears_that_a_visitor_is_open_elsewhere(clock):
    """It is said while a page shows the visitor, not when that has gone, and never to another browser or one without a name."""
    visits, person, nobody = Visits(), Person(), Person(browser="")
    visits.keep("key", person)
    visits.keep("nobody", nobody)
    assert visits.is_open("key", "one")
    assert not visits.is_open("key", "another")
    assert not visits.is_open("nobody", "")
    person.here = False
    visits.look()
    assert not visits.is_open("key", "one")


def test_of_pages_that_claim_at_the_same_moment_one_wins(clock):
    """Eight pages ask at once, each look whether the first page is still open taking its time: one has the visitor."""
    visits, person, together = Visits(), Person(), threading.Barrier(8)
    visits.keep("key", person)

    def gone() -> bool:
        time.sleep(0.02)
        return False

    def claimed(_) -> bool:
        together.wait()
        return visits.claim("key", "one", lambda: True) is not None

    person.watch = gone
    with ThreadPoolExecutor(8) as pages:
        assert sum(pages.map(claimed, range(8))) == 1


def test_visitors_are_forgotten_after_a_while(clock):
    """A quarter of an hour after a look found the page gone, so is the visitor; one who is found again has a new one."""
    visits, gone, again = Visits(), Person(), Person()
    visits.keep("gone", gone)
    visits.keep("again", again)
    gone.here = again.here = False
    visits.look()
    clock[0] = module.KEPT_FOR - 1
    assert visits.claim("again", "one", lambda: False) is again
    clock[0] = module.KEPT_FOR + 1
    assert visits.claim("gone", "one", page) is None
    clock[0] = 2 * module.KEPT_FOR - 2
    assert visits.claim("again", "one", page) is again


@pytest.mark.parametrize("looked", [False, True])
def test_a_page_that_was_open_for_long_is_found_after_a_reload(clock, looked):
    """Who kept nothing for twenty minutes and then reloads finds all again, whether or not anybody looked meanwhile."""
    visits, person = Visits(), Person()
    visits.keep("key", person)
    clock[0] = 1200.0
    if looked:
        visits.look()
    person.here = False
    clock[0] += 2
    assert visits.claim("key", "one", page) is person


def test_who_left_is_let_go_without_another_visitor(clock):
    """A look alone, as the desk takes it, lets go of whom nobody can find any more."""
    visits, person = Visits(), Person()
    visits.keep("key", person)
    left = weakref.ref(person)
    person.here = False
    visits.look()
    clock[0] = module.KEPT_FOR + 1
    visits.look()
    del person
    gc.collect()
    assert left() is None


def test_no_more_are_kept_than_a_server_can_bear(clock):
    """Of those who have gone the first make room, and never one who is here."""
    visits, here = Visits(), Person("here")
    visits.keep("here", here)
    people = [Person(f"{number}") for number in range(module.MOST + 5)]
    for number, person in enumerate(people):
        clock[0] = number / 100
        visits.keep(str(number), person)
        person.here = False
    assert visits.claim("0", "0", page) is None
    last = module.MOST + 4
    assert visits.claim(f"{last}", f"{last}", page) is people[-1]
    here.here = False
    assert visits.claim("here", "here", page) is here


def test_one_browser_does_not_push_out_the_others(clock):
    """Somebody who leaves a hundred visits behind keeps the newest few of them, and another's stays."""
    visits, other = Visits(), Person("other")
    visits.keep("other", other)
    other.here = False
    for number in range(module.MOST + 5):
        clock[0] = 1 + number / 100
        visits.keep(f"{number}", person := Person("one"))
        person.here = False
    visits.look()
    found = [number for number in range(module.MOST + 5) if visits.claim(f"{number}", "one", page)]
    assert found == [*range(module.MOST + 5 - module.MOST_OF_A_BROWSER, module.MOST + 5)]
    assert visits.claim("other", "other", page) is other
