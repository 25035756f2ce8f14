"""A mission says what it asks, checks a run against it, and goes through a link unharmed."""

import dataclasses

import pytest

import nncore
from nncore.runs.history import run_experiment
from nncore.runs.mission import Mission

SMALL = nncore.Experiment(hidden=(8,), epochs=1, training_images=2000)


@pytest.mark.parametrize(("mission", "met"), [
    (Mission(), {}),
    (Mission(accuracy=0.5), {"accuracy": True}),
    (Mission(accuracy=0.999, parameters=6370), {"accuracy": False, "parameters": True}),
    (Mission(parameters=6369, images=2000), {"parameters": False, "images": True}),
    (Mission(images=1999, seconds=600), {"images": False, "seconds": True})])
def test_a_run_is_checked_condition_by_condition(digits, mission, met):
    """784-8-10 has 6,370 parameters and learned from 2,000 images: each condition is met or not, at its very limit."""
    assert mission.checked(run_experiment(SMALL, digits)) == met


def test_conditions_in_words():
    """Each condition is a phrase that a pupil reads."""
    mission = Mission(0.95, 10_000, 20, 5000)
    assert list(mission.conditions.values()) == ["at least 95% of the test digits", "at most 10,000 parameters",
                                                 "at most 20 seconds of training", "at most 5,000 training images"]
    assert Mission.from_text(mission.to_text()) == mission
    assert not Mission()


@pytest.mark.parametrize("text", ['{"accuracy": 2}', '{"accuracy": "all"}', '{"parameters": -1}', "[1]", "{", '{"fame": 1}', "7",
                                  '{"seconds": true}'])
def test_a_wrong_mission_is_said_in_a_sentence(text):
    """Whatever a link brings, a ValueError says what is wrong with it."""
    with pytest.raises(ValueError, match="mission"):
        Mission.from_text(text)


def test_parameters_are_those_of_the_run(digits):
    """A larger network breaks the bound that a smaller one keeps."""
    mission = Mission(parameters=7000)
    larger = dataclasses.replace(SMALL, hidden=(16,))
    assert [mission.checked(run_experiment(each, digits))["parameters"] for each in (SMALL, larger)] == [True, False]
