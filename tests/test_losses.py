"""A loss is one number; here it is worked out by hand."""

import math

import numpy as np
import pytest

import nncore
from nncore.losses import LOSSES, cross_entropy, exploded, guessing, mean_squared_error, softmax, targets
from nncore.objective import Objective, right_answers


def test_softmax_rows_add_up_to_one_however_large_the_logits():
    """Probabilities add up to 1 and nothing overflows, at logits of ten thousand too."""
    p = softmax(np.array([[1e4, 0.0, -1e4], [1.0, 2.0, 3.0]]))
    np.testing.assert_allclose(p.sum(axis=1), 1)
    np.testing.assert_allclose(p[1], np.exp([1, 2, 3]) / np.exp([1, 2, 3]).sum())


def test_cross_entropy_by_hand():
    """Logits ln 1, ln 2, ln 5 are probabilities 1/8, 2/8, 5/8: the loss of label 2 is ln 8/5, of label 0 ln 8."""
    logits = np.log(np.array([[1.0, 2.0, 5.0], [1.0, 2.0, 5.0]]))
    loss, gradient = cross_entropy(logits, targets(np.array([2, 0]), classes=3))
    assert loss == pytest.approx((math.log(8 / 5) + math.log(8)) / 2)
    np.testing.assert_allclose(gradient, [[1 / 16, 2 / 16, -3 / 16], [-7 / 16, 2 / 16, 5 / 16]])


def test_label_smoothing_by_hand():
    """With smoothing 0.3 on three classes the target is 0.8, 0.1, 0.1."""
    logits = np.log(np.array([[1.0, 2.0, 5.0]]))
    loss, gradient = cross_entropy(logits, targets(np.array([0]), 0.3, classes=3, dtype=np.float64))
    assert loss == pytest.approx(0.8 * math.log(8) + 0.1 * math.log(4) + 0.1 * math.log(8 / 5))
    np.testing.assert_allclose(gradient, [[1 / 8 - 0.8, 2 / 8 - 0.1, 5 / 8 - 0.1]])


def test_a_wrong_and_very_sure_answer_costs_its_logit():
    """No probability of 0 breaks the loss: being wrong by 5,000 logits costs 5,000 nats."""
    loss, gradient = cross_entropy(np.array([[5000.0, 0.0]]), targets(np.array([1]), classes=2))
    assert loss == pytest.approx(5000)
    assert np.isfinite(gradient).all()


def test_mean_squared_error_by_hand():
    """Probabilities 1/8, 2/8, 5/8 and label 2: the squares 1/64, 4/64 and 9/64, over three classes."""
    loss, _ = mean_squared_error(np.log(np.array([[1.0, 2.0, 5.0]])), targets(np.array([2]), classes=3))
    assert loss == pytest.approx((1 + 4 + 9) / 64 / 3)


@pytest.mark.parametrize("smoothing", [0.0, 0.05, 0.5])
def test_guessing_by_hand(smoothing):
    """To find ten classes equally likely costs ln 10 nats whatever the smoothing, or 0.09 (1 - s)² in squares.

    By hand: the right class is wrong by 0.9 (1 - s), each of the nine others by 0.1 (1 - s).
    """
    assert guessing("cross_entropy", smoothing) == pytest.approx(math.log(10))
    assert guessing("mean_squared_error", smoothing) == pytest.approx((0.81 + 9 * 0.01) / 10 * (1 - smoothing) ** 2)


def test_labels_are_sharp_unless_they_shall_be_smooth():
    """Without a word of smoothing the targets are 0 and 1, and guessing costs 0.09 in squares."""
    np.testing.assert_array_equal(targets(np.array([2, 0]), classes=3), [[0, 0, 1], [1, 0, 0]])
    assert guessing("mean_squared_error") == pytest.approx(0.09)


def test_what_is_no_digit_shall_be_found_equally_likely():
    """The targets of an Experiment are those of its ten digits and one more, 0.1 for each class, that no smoothing changes."""
    objective = Objective.of(nncore.Experiment(label_smoothing=0.4))
    np.testing.assert_allclose(objective.targets, [*(0.04 + 0.6 * np.eye(10)), np.full(10, 0.1)], rtol=1e-6)
    loss, gradient = objective(np.log(np.arange(1, 11))[None], np.array([10]))
    assert loss == pytest.approx(math.log(55) - math.log(math.factorial(10)) / 10)
    np.testing.assert_allclose(gradient, np.arange(1, 11)[None] / 55 - 0.1, rtol=1e-6)


def test_right_answers_are_counted_among_digits():
    """Answers 1, 0, 1 to the labels 1, 1 and no digit: one is right, and two were digits."""
    logits = np.eye(10)[[1, 0, 1]]
    assert right_answers(logits, np.array([1, 1, 10])) == (1, 2)


def test_exploded_by_hand():
    """Ten times ln 10; and half way between 0.09 and 2 / 10, the squares of two classes that are wrong by 1."""
    assert exploded("cross_entropy") == pytest.approx(10 * math.log(10))
    assert exploded("mean_squared_error") == pytest.approx((0.09 + 0.2) / 2)


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("smoothing", [0.0, 0.05, 0.5])
def test_an_explosion_can_happen_and_guessing_is_none(name, smoothing):
    """Answers that are sure and wrong cost more than the bound of an explosion, and guessing costs less."""
    wrong, _ = LOSSES[name](np.array([[1e5] + [0.0] * 9]), targets(np.array([1]), smoothing))
    assert guessing(name, smoothing) < exploded(name, smoothing) < wrong
