"""What a server calculates once is calculated once, also where it fails."""

import pytest

from nncore.compute.messages import Do
from pages.ui.shared.calculation import TRY_AGAIN, Known
from tests.compute.by_hand import DeskByHand, few


def impossible() -> None:
    raise ValueError("impossible")


@pytest.fixture
def desk(digits) -> DeskByHand:
    return DeskByHand(1, few(digits))


def done(desk: DeskByHand) -> int:
    """How many tasks its workers were given."""
    return sum(isinstance(each, Do) for hand in desk.hands for each in hand.said)


def test_what_failed_is_tried_again_after_a_minute_and_not_every_second(desk):
    """A page asks ten times, the calculation failing: it is done once, and once more when a minute has gone."""
    known = Known(desk)
    for _ in range(10):
        assert known.about("it", impossible) is None
        desk.work()
    assert done(desk) == 1
    known._jobs["it"].began -= TRY_AGAIN
    known.about("it", impossible)
    desk.work()
    assert done(desk) == 2


def test_what_is_known_stays(desk):
    """It is there once it is calculated, and no worker is asked again."""
    known = Known(desk)
    assert known.about("it", abs, -3) is None
    desk.work()
    assert known.about("it", impossible) == 3
    assert not desk.working


def test_of_what_may_be_much_the_newest_is_known(desk):
    """Of ten questions the last three answers are kept; but no question goes whose answer is still to come."""
    known = Known(desk, most=3)
    for number in range(10):
        known.about(number, abs, -number)
    assert all(number in known for number in range(10))
    for _ in range(10):
        desk.work()
    for number in range(10, 20):
        known.about(number, abs, -number)
        desk.work()
    assert [number for number in range(20) if number in known] == [17, 18, 19]
    assert [known.about(number, impossible) for number in (17, 18, 19)] == [17, 18, 19]
