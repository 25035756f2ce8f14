"""A mission says what it asks, checks a run against it, and goes through a link unharmed."""

import dataclasses

import numpy as np
import pytest

import nncore
from nncore.runs.history import run_experiment
from nncore.runs.mission import Mission, no_longer_counted
from nncore.runs.work import multiply_adds_an_image

SMALL = nncore.Experiment(hidden=(8,), epochs=1, training_images=2000)
WORK = 2000 * (2 * 784 * 8 + 3 * 8 * 10)  # a forward and a gradient for each weight, and what the second layer passes back


@pytest.mark.parametrize(("mission", "met"), [
    (Mission(), {}),
    (Mission(accuracy=0.5), {"accuracy": True}),
    (Mission(accuracy=0.999, parameters=6370), {"accuracy": False, "parameters": True}),
    (Mission(parameters=6369, images=2000), {"parameters": False, "images": True}),
    (Mission(images=1999, epochs=1), {"images": False, "epochs": True}),
    (Mission(multiply_adds=WORK), {"multiply_adds": True}),
    (Mission(multiply_adds=WORK - 1), {"multiply_adds": False})])
def test_a_run_is_checked_condition_by_condition(digits, mission, met):
    """784-8-10 has 6,370 parameters and learned from 2,000 images once: each condition is met or not, at its very limit."""
    assert mission.checked(run_experiment(SMALL, digits)) == met


def test_a_second_epoch_is_counted(digits):
    """Two epochs are more than one, take twice the work, and show no other images."""
    history = run_experiment(dataclasses.replace(SMALL, epochs=2), digits)
    assert Mission(epochs=1, images=2000, multiply_adds=2 * WORK - 1).checked(history) == {
        "epochs": False, "images": True, "multiply_adds": False}
    assert Mission(epochs=2, multiply_adds=2 * WORK).checked(history) == {"epochs": True, "multiply_adds": True}


@pytest.mark.parametrize("hidden", [(), (8,), (30, 20, 10)])
def test_the_work_of_an_image_is_that_of_its_matrix_products(hidden):
    """The matrix products by hand, forward and back, whose scalars are counted one by one, multiply as often as is said."""
    counted = 0

    def product(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        nonlocal counted
        counted += a.shape[0] * a.shape[1] * b.shape[1]
        return a @ b

    widths = (784, *hidden, 10)
    weights = [np.ones(shape) for shape in zip(widths[:-1], widths[1:], strict=True)]
    values = [np.ones((1, 784))]
    for W in weights:
        values.append(product(values[-1], W))
    gradient = values[-1]
    for number, W in reversed(list(enumerate(weights))):
        product(values[number].T, gradient)
        if number:
            gradient = product(gradient, W.T)
    assert multiply_adds_an_image(nncore.Experiment(hidden=hidden)) == counted


def test_conditions_in_words():
    """Each condition is a phrase that a pupil reads."""
    mission = Mission(0.95, 10_000, 20, 5000, 1_500_000_000)
    assert list(mission.conditions.values()) == [
        "at least 95% of the test digits", "at most 10,000 parameters", "at most 20 epochs", "at most 5,000 training images",
        "at most 1,500 million multiply-adds of training"]
    assert Mission(epochs=1).conditions == {"epochs": "at most 1 epoch"}
    assert not Mission()


@pytest.mark.parametrize("mission", [Mission(0.95, 10_000, 20, 5000, 1_500_000_000), Mission(accuracy=0.123456789),
                                     Mission(epochs=1)])
def test_a_mission_survives_its_link(mission):
    """What stands in the link gives the same mission, to the bit, and needs no % in an address."""
    text = mission.to_text()
    assert Mission.from_text(text) == mission
    assert set(text) <= set("abcdefghijklmnopqrstuvwxyz_0123456789.,:")


def test_a_link_of_before_opens_without_its_seconds():
    """Links of before were JSON, and could ask for seconds: all else holds, and what is dropped is said."""
    before = '{"accuracy":0.95,"seconds":20,"images":5000}'
    assert Mission.from_text(before) == Mission(accuracy=0.95, images=5000)
    assert no_longer_counted(before) == "how many seconds a run takes"
    assert no_longer_counted('{"accuracy":0.95}') == no_longer_counted("accuracy:0.95") == no_longer_counted("") == ""


@pytest.mark.parametrize("text", ['{"accuracy": 2}', '{"accuracy": "all"}', '{"parameters": -1}', "[1]", "{", '{"fame": 1}', "7",
                                  '{"epochs": true}', "accuracy:2", "accuracy:all", "fame:1", "accuracy", "accuracy:", "a:1,,b:2",
                                  "accuracy:" + "[" * 900])
def test_a_wrong_mission_is_said_in_a_sentence(text):
    """Whatever a link brings, a ValueError says what is wrong with it."""
    with pytest.raises(ValueError, match="mission"):
        Mission.from_text(text)


@pytest.mark.parametrize(("asked", "said"), [
    ({"accuracy": 0.0}, "the test accuracy cannot be 0.0%; it takes a number above 0, up to 100%"),
    ({"images": 2 * 10**9}, "the number of training images cannot be 2,000,000,000; it takes a number above 0, up to 1,000"),
    ({"epochs": "many"}, "the number of epochs cannot be 'many'")])
def test_what_a_mission_cannot_ask_is_said_in_the_pages_words(asked, said):
    """What is counted by its name, accuracies in per cent."""
    with pytest.raises(ValueError, match=said):
        Mission(**asked)


def test_parameters_are_those_of_the_run(digits):
    """A larger network breaks the bound that a smaller one keeps."""
    mission = Mission(parameters=7000)
    larger = dataclasses.replace(SMALL, hidden=(16,))
    assert [mission.checked(run_experiment(each, digits))["parameters"] for each in (SMALL, larger)] == [True, False]
