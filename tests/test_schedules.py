"""A schedule begins, turns and ends where it says."""

import pytest

from nncore.schedules import SCHEDULES


@pytest.mark.parametrize(("name", "begin", "middle", "end"), [
    ("constant", 1, 1, 1), ("step", 1, 0.1, 0.01), ("exponential", 1, 0.1, 0.01), ("cosine", 1, 0.5, 0),
    ("one_cycle", 0.04, 0.75, 0)])
def test_known_points(name, begin, middle, end):
    """At the first, middle and last of 101 steps each schedule is what its formula gives, and it stays there afterwards."""
    schedule = SCHEDULES[name]
    assert schedule(0, 101) == pytest.approx(begin)
    assert schedule(51 if name == "step" else 50, 101) == pytest.approx(middle, abs=1e-9)
    assert schedule(100, 101) == pytest.approx(end, abs=1e-12)
    assert schedule(5000, 101) == pytest.approx(end, abs=1e-12)


def test_one_cycle_reaches_its_top_after_a_quarter():
    """One-cycle is highest, 1, when a quarter of the steps is done."""
    values = [SCHEDULES["one_cycle"](step, 101) for step in range(101)]
    assert max(values) == values[25] == pytest.approx(1)


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_single_step_has_a_rate(name):
    """A run of one step trains with a positive rate."""
    assert SCHEDULES[name](0, 1) > 0
