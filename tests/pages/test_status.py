"""What the Train page says of a run that waits is so: whose runs it waits for, and where it stands."""

import pytest

import nncore
from nncore.compute.job import RUNNING
from nncore.runs.history import History
from pages.ui.shared.run import Run
from pages.ui.shared.visitor import Visitor
from pages.ui.train.status import _state
from tests.compute.by_hand import DeskByHand, few

LONG = nncore.Experiment(hidden=(16,), epochs=50)


@pytest.fixture
def mnist(digits) -> nncore.Mnist:
    return few(digits)


def begun(desk: DeskByHand, someone: Visitor) -> Run:
    """A new run of somebody, in the line or with a worker."""
    someone.runs.append(Run(desk, someone, History(LONG, nncore.build(LONG)), desk.mnist))
    someone.runs[-1].begin()
    return someone.runs[-1]


def test_a_third_run_waits_for_ones_own_two(mnist):
    """Of three workers one is free, and yet a third run waits: for two of one's own, and not for others."""
    desk, someone = DeskByHand(3, mnist), Visitor("one")
    first, second, third = [begun(desk, someone) for _ in range(3)]
    assert (first.state, second.state) == (RUNNING, RUNNING)
    assert _state(third) == "waiting for your other runs, of which at most 2 train at a time"
    desk.close()


@pytest.mark.parametrize("whose", ["one's own", "another's"])
def test_who_waits_for_the_only_worker_is_told_the_place_and_the_time(mnist, whose):
    """With one worker the run behind another, whoever's it is, stands first in the line; nothing is said of others."""
    desk, someone = DeskByHand(1, mnist), Visitor("one")
    begun(desk, someone if whose == "one's own" else Visitor("two"))
    assert _state(begun(desk, someone)) == "1st in line, about 10 s to wait; each run trains for 10 s, then the next one"
    desk.close()


def test_of_four_in_a_class_on_two_workers_two_wait_one_behind_the_other(mnist):
    """Two train, the third waits for the first turn that ends, the fourth for the second one; both end after the same 10 s."""
    desk = DeskByHand(2, mnist)
    runs = [begun(desk, Visitor(f"{number}")) for number in range(4)]
    assert [run.state for run in runs[:2]] == [RUNNING, RUNNING]
    said = [_state(run).partition(";")[0] for run in runs[2:]]
    assert said == ["1st in line, about 10 s to wait", "2nd in line, about 10 s to wait"]
    desk.close()


def test_a_run_that_has_just_left_the_line_is_beginning(mnist, monkeypatch):
    """Between two looks a worker has taken it: it has no place any more, and is said to begin."""
    desk, someone = DeskByHand(1, mnist), Visitor("one")
    begun(desk, Visitor("two"))
    waiting = begun(desk, someone)
    monkeypatch.setattr(desk, "place", lambda run: None)
    assert _state(waiting) == "it begins"
    desk.close()
