"""The run log says of two settings whether they differ by more than luck."""

import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest

import nncore
from pages.ui.shared import run_log


def ended(experiment: nncore.Experiment, accuracy: float):
    """A run that ended with that accuracy on 10,000 digits."""
    test = SimpleNamespace(accuracy=accuracy, confusion=np.diag([1000] * 10))
    history = SimpleNamespace(experiment=experiment, test=test, accuracy=accuracy, diverged=False, reason="", changes=[])
    return SimpleNamespace(history=history, name=f"seed {experiment.seed}")


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
    """An exploded run and runs of other settings are no siblings; a seed counts once."""
    assert run_log.siblings([*log, log[0]], log[1]) == [log[0], log[1], log[2]]


def test_two_settings_are_judged_over_all_their_seeds(log):
    """The verdict names the points and Welch's interval; within one setting, or with a single seed, there is none."""
    assert "better by 7.0" in run_log.verdict(log, log[0], log[4])
    assert "Welch" in run_log.verdict(log, log[0], log[4])
    assert run_log.verdict(log, log[0], log[1]) is None
    assert run_log.verdict(log[:4], log[0], log[3]) is None


def test_how_far_a_figure_can_be_trusted(log):
    """Three seeds give their mean and Student's interval, one seed says that it is alone; both name the test set's error."""
    said = run_log.uncertainty_in_words(log, log[0])
    assert said.startswith("3 seeds: 90.10% on average, 90.00% to 90.20%")
    assert "Wilson" in said
    assert run_log.uncertainty_in_words(log[:1], log[0]).startswith("One seed only: 90.00%")


def test_two_runs_in_words(log):
    """From one run to the other, by their names."""
    assert run_log.in_words(log[0], log[3]) == "From seed 0 to seed 0: only the hidden layers changed, 8 to 80: 7 points better."
