"""An evaluation counts what a person would count."""

import numpy as np
import pytest

import nncore


def test_every_figure_counts_the_same_answers(digits):
    """Accuracy, confusion and which images are read right agree with counting one answer after another, over several batches."""
    network = nncore.build(nncore.Experiment(hidden=(16,)))
    some = digits.test[:2500]
    found = nncore.evaluate(network, some)
    confusion = np.zeros((10, 10), int)
    for image, label, correct in zip(some.images, some.labels, found.correct, strict=True):
        answer = network.predict(nncore.as_inputs(image[None]))[0].argmax()
        confusion[label, answer] += 1
        assert correct == (answer == label)
    np.testing.assert_array_equal(found.confusion, confusion)
    assert found.accuracy == np.trace(confusion) / 2500
    assert found.correct.dtype == bool


def test_no_digits_are_no_figure(digits):
    """On an empty set there is nothing to count, which is said."""
    with pytest.raises(ValueError, match="at least one"):
        nncore.evaluate(nncore.build(nncore.Experiment()), digits.test[:0])
