"""A schedule begins, turns and ends where it says, and never at a rate of 0."""

import pytest

from nncore.schedules import SCHEDULES, Plan, end_rate


@pytest.mark.parametrize(("name", "begin", "middle", "end"), [
    ("constant", 1, 1, 1), ("step", 1, 0.1, 0.01), ("exponential", 1, 0.1, 0.01), ("cosine", 1, 0.505, 0.01),
    ("one_cycle", 0.04, 0.01 + 0.99 * 0.75, 0.01)])
def test_known_points(name, begin, middle, end):
    """At the beginning, in the middle and at the end each schedule is what its formula, worked by hand, gives."""
    schedule = SCHEDULES[name]
    assert schedule(0.0) == pytest.approx(begin)
    assert schedule(0.5) == pytest.approx(middle)
    assert schedule(1.0) == pytest.approx(end)


@pytest.mark.parametrize(("name", "progress", "factor"), [
    ("step", 0.49, 1), ("step", 0.51, 0.1), ("step", 0.74, 0.1), ("step", 0.75, 0.01), ("exponential", 0.25, 0.01**0.25),
    ("cosine", 0.25, 0.01 + 0.99 * (1 + 0.5**0.5) / 2), ("one_cycle", 0.125, 0.52), ("one_cycle", 0.25, 1.0)])
def test_points_between(name, progress, factor):
    """Where a schedule turns, and half-way along its curves: worked by hand."""
    assert SCHEDULES[name](progress) == pytest.approx(factor)


def test_training_on_goes_with_the_rate_at_the_end():
    """A rate of 0.5 ends at 0.5 where it is constant, else at a hundredth of that."""
    assert {name: end_rate(name, 0.5) for name in SCHEDULES} == pytest.approx(
        {name: 0.5 if name == "constant" else 0.005 for name in SCHEDULES})


def test_one_cycle_reaches_its_top_after_a_quarter():
    """One-cycle is highest, 1, when a quarter of the steps is done."""
    values = [SCHEDULES["one_cycle"](step / 100) for step in range(101)]
    assert max(values) == values[25] == pytest.approx(1)


@pytest.mark.parametrize("name", SCHEDULES)
def test_no_step_has_a_rate_of_0(name):
    """Every planned step, the last one too, and every step after the plan has a rate of at least a hundredth."""
    for epochs in (1, 4, 200):
        plan = Plan(epochs)
        for position in (0.0, epochs / 2, epochs - 0.01, epochs, epochs + 3.5):
            assert SCHEDULES[name](plan.progress(position)) >= 0.01 - 1e-12


@pytest.mark.parametrize(("plan", "position", "progress"), [
    (Plan(8), 0, 0), (Plan(8), 6, 0.75), (Plan(8), 8, 1), (Plan(8), 9, 1), (Plan(10, 4, 0.5), 4, 0.5),
    (Plan(10, 4, 0.5), 7, 0.75), (Plan(10, 4, 0.2), 7, 0.6), (Plan(4, 4, 0.5), 4, 1)])
def test_progress_by_hand(plan, position, progress):
    """From what was done to all of it, evenly until the end; a plan that ends where it begins is over."""
    assert plan.progress(position) == pytest.approx(progress)


def test_what_is_left_of_a_schedule_is_stretched_over_the_epochs_that_are_left():
    """Half-way through 8 epochs, 12 more are asked for: at 10 three quarters are over, at 16 all. The rate does not jump."""
    plan = Plan(8)
    longer = plan.moved(4.0, 16)
    assert longer.progress(4.0) == plan.progress(4.0) == 0.5
    assert longer.progress(10.0) == 0.75
    assert longer.progress(16.0) == 1.0


def test_a_schedule_that_has_ended_stays_at_its_end():
    """An epoch more after the planned ones goes on at the last rate."""
    longer = Plan(4).moved(4.0, 5)
    assert longer.progress(4.0) == longer.progress(4.9) == 1.0
