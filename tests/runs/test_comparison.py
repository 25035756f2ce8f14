"""Two runs are compared in words, by what changed and what came of it; settings survive a link."""

import dataclasses
from urllib.parse import parse_qs, urlencode

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from sklearn.neighbors import NearestCentroid

import nncore
from nncore.files.links import from_link, to_link
from nncore.runs.baselines import baselines
from nncore.runs.comparison import Outcome, describe, differences

PLAIN = nncore.Experiment(learning_rate=0.05)


def test_one_change_and_an_explosion_in_words():
    """The sentence names the setting, both values, the points lost, and the reason of the end."""
    other = dataclasses.replace(PLAIN, learning_rate=0.5)
    said = describe(Outcome(PLAIN, 0.97), Outcome(other, 0.36, "The loss exploded in epoch 1."))
    assert said == "only the learning rate changed, 0.05 to 0.5: 61 points worse. The loss exploded in epoch 1."


def test_several_changes_and_none():
    """Every change is named, None and switches in words; equal runs are said to be equal; a run without figures gives none."""
    other = dataclasses.replace(PLAIN, hidden=(30,), batch_size=None, batch_norm=True)
    said = describe(Outcome(PLAIN, 0.97), Outcome(other, 0.9754))
    assert said == ("the hidden layers changed, 128-64 to 30; the batch normalisation changed, off to on; "
                    "the batch size changed, 64 to all at once: 0.54 points better.")
    assert describe(Outcome(PLAIN, 0.9), Outcome(PLAIN, 0.9)) == "nothing changed: no better and no worse."
    assert describe(Outcome(PLAIN, None), Outcome(PLAIN, 0.9)) == "nothing changed."


@pytest.mark.parametrize("recipe", nncore.recipes().values(), ids=lambda recipe: recipe.name)
def test_a_recipe_survives_a_link(recipe):
    """An Experiment comes back from a link's query string the same, bit by bit, and the link is short."""
    query = urlencode({"settings": to_link(recipe.experiment)})
    assert len(query) < 700
    assert from_link(parse_qs(query)["settings"][0]) == recipe.experiment


@settings(deadline=None, max_examples=60)
@given(rate=some.floats(1e-5, 100), hidden=some.lists(some.integers(1, 1024), max_size=4), seed=some.integers(0, 2**32 - 1))
def test_any_settings_survive_a_link(rate, hidden, seed):
    """Rates of any digits, any layers and seeds come back to the bit."""
    experiment = nncore.Experiment(learning_rate=rate, hidden=hidden, seed=seed)
    assert from_link(to_link(experiment)) == experiment
    assert set(differences(nncore.Experiment(), experiment)) <= {"learning_rate", "hidden", "seed"}


@pytest.mark.parametrize("text", ["", "hello", "[1]", '{"colour": 1}', '{"learning_rate": -1}', "[" * 9000, '{"hidden": "x"}'])
def test_a_broken_link_is_one_sentence(text):
    """What a link cannot mean raises ValueError with one line."""
    with pytest.raises(ValueError, match="^[^\n]+$"):
        from_link(text)


@pytest.mark.filterwarnings("ignore:self.within_class_std_dev_")  # of pixels that are never inked, which we do not use
def test_the_baselines_are_what_others_compute(digits):
    """The nearest mean digit agrees with scikit-learn's NearestCentroid; the three stand in order."""
    found = baselines(digits)
    model = NearestCentroid().fit(nncore.as_inputs(digits.train.images), digits.train.labels)
    theirs = model.score(nncore.as_inputs(digits.test.images), digits.test.labels)
    assert found["nearest mean digit"] == pytest.approx(theirs, abs=2e-4)
    assert list(found.values()) == sorted(found.values())
    assert found["guessing"] == 0.1
    assert np.isclose(found["softmax regression"], 0.925, atol=0.01)
