"""What the Train page says of nine digits and of a drawing is what the network answers."""

import re

import numpy as np
import pytest

import nncore
from nncore.reading.hard_digits import hard_digits
from nncore.runs.history import History
from pages.ui.train.figures import why_training_is_below
from pages.ui.train.watched_digits import tiles

SAID = re.compile(r'class="(right|wrong)" title="Test digit \d+, a (\d): the network reads (\d)')


@pytest.mark.parametrize("name", ["best", "layers-64-32", "tiny-10"])
def test_each_of_the_nine_has_the_answer_of_now(digits, name):
    """Each tile says the network's answer and whether it is the label; the heading counts the right ones."""
    network, nine = nncore.load(nncore.recipes()[name].file)[0], hard_digits(digits.test)
    shown = tiles(network, None)
    answers = network.predict(nncore.as_inputs(nine.images)).argmax(axis=1).tolist()
    said = [(int(label), int(answer)) for _, label, answer in SAID.findall(shown)]
    assert said == list(zip(nine.labels.tolist(), answers, strict=True))
    assert [kind == "right" for kind, *_ in SAID.findall(shown)] == (nine.labels == answers).tolist()
    assert f"{shown.count('✓')} of 9 right" in shown
    assert "Your drawing" not in shown


def test_a_drawing_is_watched(digits):
    """A drawing stands below the nine with its answer, and changes none of theirs."""
    network = nncore.load(nncore.recipes()["best"].file)[0]
    shown = tiles(network, digits.test.images[0])
    assert f"now it reads <b>{digits.test.labels[0]}</b>" in shown
    assert SAID.findall(shown) == SAID.findall(tiles(network, None))


def test_a_network_that_exploded_has_no_answer(digits):
    """Parameters that are no numbers give neither a right answer nor a fault."""
    network = nncore.build(nncore.Experiment(hidden=(8,)))
    network.parameters[:] = np.nan
    assert "0 of 9 right" in tiles(network, digits.test.images[0])


def run_of_an_epoch(training: float, mean: float, validation: float, **settings) -> History:
    """A run whose last steps read so much right, its whole epoch so much in the mean, and validation after it."""
    experiment = nncore.Experiment(hidden=(8,), **settings)
    history = History(experiment, nncore.build(experiment), epochs=[nncore.Epoch(1, 100, 0.5, 0.0, mean, 0.3, validation, 1.0)])
    history.curve.add(1.0, 0.5, training)
    return history


@pytest.mark.parametrize(("settings", "said"), [
    ({"rotation": 8.0}, "distorted"), ({"dropout": 0.2}, "dropout"), ({}, "luck has its share")])
def test_why_training_is_below_validation_is_said_only_where_it_is(settings, said):
    """With distorted digits, with dropout, or with neither; and nothing where the figure on show is above, whatever the mean."""
    assert said in why_training_is_below(run_of_an_epoch(0.93, 0.96, 0.95, **settings))
    assert not why_training_is_below(run_of_an_epoch(0.97, 0.9, 0.95, **settings))
