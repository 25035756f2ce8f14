"""What the Train page says of nine digits and of a drawing is what the network answers."""

import re

import numpy as np
import pytest

import nncore
from nncore.reading.hard_digits import hard_digits
from pages.ui.train.figures import why_training_is_below
from pages.ui.train.watched_digits import tiles

SAID = re.compile(r'class="(right|wrong)" title="Test digit \d+, a (\d): the network reads (\d)')


@pytest.mark.parametrize("name", ["best", "layers-64-32", "tiny-10"])
def test_each_of_the_nine_has_the_answer_of_now(digits, name):
    """Each tile says the network's answer and whether it is the label; the heading counts the right ones."""
    network, nine = nncore.load(nncore.recipes()[name].file)[0], hard_digits(digits.test)
    shown = tiles(network, nine, None)
    answers = network.predict(nncore.as_inputs(nine.images)).argmax(axis=1).tolist()
    said = [(int(label), int(answer)) for _, label, answer in SAID.findall(shown)]
    assert said == list(zip(nine.labels.tolist(), answers, strict=True))
    assert [kind == "right" for kind, *_ in SAID.findall(shown)] == (nine.labels == answers).tolist()
    assert f"{shown.count('✓')} of 9 right" in shown
    assert "Your drawing" not in shown


def test_a_drawing_is_watched(digits):
    """A drawing stands below the nine with its answer, and changes none of theirs."""
    network, nine = nncore.load(nncore.recipes()["best"].file)[0], hard_digits(digits.test)
    shown = tiles(network, nine, digits.test.images[0])
    assert f"now it reads <b>{digits.test.labels[0]}</b>" in shown
    assert SAID.findall(shown) == SAID.findall(tiles(network, nine, None))


def test_a_network_that_exploded_has_no_answer(digits):
    """Parameters that are no numbers give neither a right answer nor a fault."""
    network = nncore.build(nncore.Experiment(hidden=(8,)))
    network.parameters[:] = np.nan
    assert "0 of 9 right" in tiles(network, hard_digits(digits.test), digits.test.images[0])


def epoch(training: float, validation: float) -> nncore.Epoch:
    return nncore.Epoch(1, 100, 0.5, 0.0, training, 0.3, validation, 1.0)


@pytest.mark.parametrize(("settings", "said"), [
    ({"rotation": 8.0}, "distorted"), ({"dropout": 0.2}, "dropout"), ({}, "mean over an epoch")])
def test_why_training_is_below_validation_is_said_only_where_it_is(settings, said):
    """With distorted digits, with dropout, or with neither; and nothing where training is above."""
    experiment = nncore.Experiment(hidden=(8,), **settings)
    below = nncore.runs.history.History(experiment, nncore.build(experiment), epochs=[epoch(0.9, 0.95)])
    above = nncore.runs.history.History(experiment, nncore.build(experiment), epochs=[epoch(0.95, 0.9)])
    assert said in why_training_is_below(below)
    assert not why_training_is_below(above)
