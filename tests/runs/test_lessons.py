"""Each ready lesson does what its sentences promise; its settings are trained here, in seconds."""

from dataclasses import replace

import numpy as np
import pytest

import nncore
from nncore.experiment import settings
from nncore.reading.reader import read_strokes
from nncore.runs.coach import advice
from nncore.runs.history import run_experiment
from nncore.runs.lessons import LESSONS, TRAIN, lesson_named

FEWEST = (12, 12)  # hidden layers: 9,706 parameters, the fewest that we found to reach 95% with ten epochs; one layer takes 13


def tried(lesson, digits, **changes):
    """The history of a run as a pupil may change it, with what is shown alone."""
    assert set(changes) <= set(lesson.shown)
    return run_experiment(replace(lesson.experiment, **changes), digits)


def accomplished(lesson, history) -> bool:
    return all(lesson.mission.checked(history).values())


def test_each_lesson_is_whole():
    """A name that is short in a link, a title, three sentences, and a mission; a setting is either hidden or shown."""
    assert len(LESSONS) == 5
    for name, lesson in LESSONS.items():
        assert name == lesson.name
        assert name.isalpha()
        assert len(name) <= 8
        assert [word for word, sentence in lesson.sentences.items() if sentence[-1] in ".?" and sentence.count(". ") == 0] == [
            "Do", "Look", "Ask"]
        assert lesson.goal
        if lesson.page == TRAIN:
            assert lesson.mission
            assert sorted((*lesson.shown, *lesson.hidden)) == sorted(settings())


def test_a_lesson_that_there_is_not_is_said():
    """With the names of those that there are."""
    with pytest.raises(ValueError, match="no lesson 'flying'; the lessons are overfit, rate"):
        lesson_named("flying")


def test_fifty_images_are_learned_by_heart(digits):
    """Training is near 100% and the test near 60%; 500 images accomplish the mission, and 50 do not."""
    lesson = LESSONS["overfit"]
    history = tried(lesson, digits)
    assert history.different_images == 50
    assert history.epochs[-1].accuracy > 0.98
    assert 0.5 < history.accuracy < 0.7
    assert not accomplished(lesson, history)
    assert accomplished(lesson, tried(lesson, digits, training_images=500))


def test_between_too_slow_and_too_fast_lies_the_mission(digits):
    """At 0.001 it hardly learns, at 10 the loss explodes, and at 0.3 or 0.5 the mission is accomplished."""
    lesson = LESSONS["rate"]
    slow, fast = tried(lesson, digits), tried(lesson, digits, learning_rate=10.0)
    assert lesson.experiment.learning_rate == 0.001
    assert slow.accuracy < 0.5
    assert fast.diverged
    assert not any(accomplished(lesson, each) for each in (slow, fast))
    for rate in (0.3, 0.5):
        assert accomplished(lesson, tried(lesson, digits, learning_rate=rate))


def test_dead_neurons_are_found_and_the_advice_mends_them(digits):
    """Most neurons are silent, counted here by hand; the coach says so, and what it would change accomplishes the mission."""
    lesson = LESSONS["dead"]
    history = tried(lesson, digits)
    first = history.network.dense_layers[0]
    silent = (nncore.as_inputs(digits.test.images[:2000]) @ first.W + first.b <= 0).all(axis=0)
    assert silent.mean() > 0.5
    assert not accomplished(lesson, history)
    [found] = advice(history, digits.train)
    assert found.rule == "dead units"
    assert accomplished(lesson, tried(lesson, digits, **found.change))
    assert accomplished(lesson, tried(lesson, digits, activation="tanh", learning_rate=1.0))


def test_a_small_network_reads_95_per_cent(digits):
    """784-12-12-10 with 9,706 parameters accomplishes the mission, which 784-64-10 does not, having 50,890."""
    lesson = LESSONS["small"]
    assert nncore.parameter_count(lesson.experiment) == 50_890
    small = tried(lesson, digits, hidden=FEWEST)
    assert nncore.parameter_count(small.experiment) == 9706 < lesson.mission.parameters
    assert accomplished(lesson, small)
    assert lesson.mission.parameters < nncore.parameter_count(replace(lesson.experiment, hidden=(16,)))


@pytest.mark.parametrize("slope", [0, 20, 40])
def test_a_seven_becomes_a_one_as_its_upper_stroke_shortens(slope):
    """`best` reads a 7 whose upper stroke is half as long as the other, and a 1 when it is an eighth; read so, it is met."""
    network, lesson = nncore.load(nncore.recipes()["best"].file)[0], LESSONS["seven"]

    def read(upper: float) -> int:
        stroke = np.array([[150 - upper, 60], [150, 60], [150 - slope, 230]])  # in CSS pixels of the canvas
        [found] = read_strokes(network, [stroke], [16.0]).digits
        return found.digit

    assert (read(85), read(20)) == (7, 1)
    assert lesson.met_by_drawing(7, read(20))
    assert not lesson.met_by_drawing(7, read(85))
    assert not lesson.met_by_drawing(1, read(20))
