"""The run log says of two settings whether they differ by more than luck."""

import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest

import nncore
from nncore import events
from nncore.runs import history
from pages.ui.shared import run_log

MNIST = SimpleNamespace(train=object(), test=object())


def ended(experiment: nncore.Experiment, accuracy: float, digits=MNIST):
    """A run that ended with that accuracy on 10,000 digits, the easiest of which it reads."""
    test = SimpleNamespace(accuracy=accuracy, correct=np.arange(10_000) < round(10_000 * accuracy))
    history = SimpleNamespace(experiment=experiment, now=experiment, test=test, accuracy=accuracy, diverged=False, reason="",
                              changes=[], origin=None)
    return SimpleNamespace(history=history, digits=digits, name=f"seed {experiment.seed}")


@pytest.fixture
def log():
    """Three seeds of one setting, three of another that is far better, one that exploded."""
    plain, wide = nncore.Experiment(hidden=(8,)), nncore.Experiment(hidden=(80,))
    runs = [ended(dataclasses.replace(each, seed=seed), accuracy + seed / 1000)
            for each, accuracy in ((plain, 0.90), (wide, 0.97)) for seed in range(3)]
    exploded = ended(dataclasses.replace(plain, seed=9), 0.1)
    exploded.history.diverged = True
    return [*runs, exploded]


def test_siblings_differ_in_the_seed_alone(log):
    """An exploded run and runs of other settings or digits are no siblings; a seed counts once."""
    mine = SimpleNamespace(train=object(), test=MNIST.test)
    other_digits = ended(dataclasses.replace(log[0].history.experiment, seed=5), 0.9, mine)
    assert run_log.siblings([*log, log[0], other_digits], log[1]) == [log[0], log[1], log[2]]


def test_other_digits_or_another_start_are_no_common_ground(log):
    """Runs of whatever settings are on the same ground, unless their digits differ, or one began with another's weights."""
    first, *_, other = log
    assert run_log.same_ground(first, other)
    other.digits = SimpleNamespace(train=object(), test=MNIST.test)
    assert not run_log.same_ground(first, other)
    other.digits, other.history.origin = MNIST, object()
    assert not run_log.same_ground(first, other)


def test_two_settings_are_judged_over_all_their_seeds(log):
    """The verdict names the points, Welch's interval and what it covers; within one setting there is none."""
    said = run_log.verdict(log, log[0], log[4])
    assert "better by 7.0" in said
    assert "Welch" in said
    assert "the luck of the seeds alone" in said
    assert run_log.verdict(log, log[0], log[1]) is None


def test_two_single_runs_are_judged_by_which_images_each_reads(log):
    """With one seed of either, McNemar's test speaks, of the test images alone; not of runs tested on different images."""
    said = run_log.verdict([log[0], log[3]], log[0], log[3])
    assert "better, not by luck: of the same 10,000 images the second alone reads 700 right, the first alone 0" in said
    assert "McNemar" in said
    assert "the luck of the test images alone" in said
    assert run_log.verdict(log[:4], log[0], log[3]) == said
    elsewhere = ended(log[3].history.experiment, 0.97, SimpleNamespace(train=MNIST.train, test=object()))
    assert run_log.verdict([log[0], elsewhere], log[0], elsewhere) is None


@pytest.mark.parametrize("place", [0, 1])
def test_an_unfinished_or_exploded_run_is_not_judged(log, place):
    """Without a test, or after the loss exploded, nothing is said of luck."""
    under_way = ended(dataclasses.replace(log[3].history.experiment, batch_size=7), 0.9)
    under_way.history.test = None
    for other in (under_way, log[-1]):
        pair = [log[4], log[4]]
        pair[place] = other
        assert run_log.verdict([*log, under_way], *pair) is None


def test_how_far_a_figure_can_be_trusted(log):
    """Three seeds give their mean and Student's interval, one seed says that it is alone; both name the test set's error."""
    said = run_log.uncertainty_in_words(log, log[0])
    assert said.startswith("3 seeds: 90.10% on average, 90.00% to 90.20%")
    assert "Wilson" in said
    assert run_log.uncertainty_in_words(log[:1], log[0]).startswith("One seed only: 90.00%")


def test_two_runs_in_words(log):
    """From one run to the other, by their names."""
    assert run_log.in_words(log[0], log[3]) == "From seed 0 to seed 0: only the hidden layers changed, 8 to 80: 7 points better."


def test_a_run_that_was_given_an_epoch_more_is_compared_as_it_ended():
    """One epoch more than the other's two is what changed; that both began alike does not make it nothing."""
    two = nncore.Experiment(hidden=(), epochs=2, training_images=200)
    three = dataclasses.replace(two, epochs=3)
    first, second = (SimpleNamespace(history=history.History(two, nncore.build(two)), name=name) for name in ("Run 1", "Run 2"))
    first.history.append(events.Change(4, 2.0, three))
    assert run_log.in_words(first, second) == "From Run 1 to Run 2: only the epochs changed, 3 to 2."
