"""The range test finds a rate that learns, below the one that explodes."""

import dataclasses

import pytest

import nncore
from nncore.runs.range_test import HIGHEST, LOWEST, diagnose, rising_rates


@pytest.mark.parametrize(("optimizer", "low", "high"), [("sgd", 0.03, 3), ("nesterov", 0.003, 0.5), ("adam", 0.0003, 0.05)])
def test_its_advice_learns_and_ten_times_the_wild_rate_does_not(digits, optimizer, low, high):
    """The rate lies where such an optimizer's rates lie and reads 85 % after 100 steps; far beyond it nothing is learned."""
    experiment = nncore.Experiment(hidden=(32,), optimizer=optimizer, batch_size=64, training_images=6400, epochs=1)
    found = diagnose(list(rising_rates(experiment, digits.train)))
    assert LOWEST <= found.slow < found.best < found.wild <= HIGHEST
    assert low < found.best < high

    def reads(rate: float) -> float:
        chosen = dataclasses.replace(experiment, learning_rate=min(rate, 100.0))
        network = nncore.build(chosen)
        list(nncore.train(network, digits.train, chosen))
        return nncore.evaluate(network, digits.test).accuracy

    good = reads(found.best)
    assert good > 0.85
    assert reads(found.slow / 30) < good - 0.1
    assert reads(found.wild * 30) < good - 0.1


def test_the_same_experiment_gives_the_same_curve(digits):
    """The test is repeatable to the bit."""
    experiment = nncore.Experiment(hidden=(8,), training_images=2000)
    assert list(rising_rates(experiment, digits.train)) == list(rising_rates(experiment, digits.train))
