"""The words for how sure a network is mean what is counted."""

import numpy as np
import pytest

import nncore
from nncore.reading.promises import promises, right_between
from pages.ui.draw.sureness import WORDS, in_words, sureness
from pages.ui.shared.per_cent import per_cent


def test_every_confidence_has_one_word():
    """The words' ranges follow one another from 0 to 100 %."""
    assert [each.high for each in WORDS[1:]] == [each.low for each in WORDS[:-1]]
    assert WORDS[-1].low == 0
    assert [sureness(each).word for each in (1.0, 0.99, 0.989, 0.9, 0.7, 0.2, 0.0)] == [
        "Sure", "Sure", "Quite sure", "Quite sure", "Not quite sure", "Unsure", "Unsure"]


def test_the_share_that_is_right_is_counted(digits):
    """From the promises for each least confidence comes the very share that one finds by counting the answers between two."""
    network, some = nncore.load(nncore.recipes()["modular-128-64"].file)[0], digits.test[:3000]
    probabilities = network.predict(nncore.as_inputs(some.images))
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == some.labels
    kept = promises(network, some)
    for low, high in ((0, 70), (70, 90), (90, 99), (99, 100)):
        chosen = (confidence >= low / 100) & ((confidence < high / 100) | (high == 100))
        assert right_between(kept, low, high) == pytest.approx(right[chosen].mean())
    assert right_between(promises(network, some[np.flatnonzero(confidence > 0.9)]), 0, 70) is None


def test_what_is_counted_is_said():
    """The sentence tells the share as one speaks of it; where nothing is known, only the word is said."""
    network, some = nncore.load(nncore.recipes()["tiny-10"].file)[0], nncore.load_mnist().test[:2000]
    kept = promises(network, some)
    share = 100 * right_between(kept, 90, 99)
    assert in_words(0.95, kept) == (
        f"**Quite sure**: when it is so sure of one of MNIST's test digits, it is right {share:.0f} times in 100.")
    assert in_words(0.95, None) == "**Quite sure.**"


def test_nothing_is_said_to_be_certain():
    """A probability is rounded as others are, but to 100 % only never."""
    assert [per_cent(each) for each in (0.0, 0.9734, 0.9994, 0.9996, 1.0)] == ["0.0%", "97.3%", "99.9%", ">99.9%", ">99.9%"]
    assert [per_cent(each, 0) for each in (0.054, 0.994, 0.996, 1.0)] == ["5%", "99%", ">99%", ">99%"]
