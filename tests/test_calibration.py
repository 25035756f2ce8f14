"""Calibration divides the logits by one number: the right one, and no answer changes."""

import itertools

import numpy as np
import pytest
from scipy.optimize import brentq, minimize_scalar

import nncore
from nncore.calibration import COLDEST, HOTTEST, calibrate, temperature
from nncore.losses import softmax
from nncore.reliability import expected_calibration_error


def too_sure(factor: float, *, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Logits (20000, 10) that are `factor` times those by which the labels were drawn, and these labels (20000,)."""
    z = rng.normal(0, 2, (20_000, 10))
    labels = (softmax(z).cumsum(axis=1) < rng.random((len(z), 1))).sum(axis=1)
    return factor * z, labels


@pytest.mark.parametrize("factor", [0.2, 0.5, 1.0, 3.0, 12.0])
def test_the_temperature_is_the_factor_by_which_logits_are_too_large(factor):
    """Logits that were multiplied after the labels were drawn by them are divided by as much, where the loss is smallest."""
    logits, labels = too_sure(factor, rng=np.random.default_rng(0))

    def cross_entropy(t):
        return -np.log(softmax(logits / t)[np.arange(len(labels)), labels]).mean()

    found = temperature(logits, labels)
    assert found == pytest.approx(factor, rel=0.03)
    assert found == pytest.approx(minimize_scalar(cross_entropy, bounds=(0.05, 50), method="bounded").x, rel=1e-3)


def test_where_every_answer_is_right_there_is_a_limit():
    """Colder and colder would be better without end; so it is as cold as is allowed, and finite."""
    assert COLDEST <= temperature(np.eye(10), np.arange(10)) < 0.05


def test_the_surest_and_wrong_answers_have_a_temperature_too():
    """Where all are wrong for certain it is as hot as is allowed; where numbers are none, that is said."""
    assert temperature(1000 * np.eye(10), (np.arange(10) + 1) % 10) == pytest.approx(HOTTEST)
    with pytest.raises(ValueError, match="not all finite"):
        temperature(np.full((3, 10), np.nan), np.arange(3))


@pytest.mark.parametrize(("factor", "most"), [(1.0, 4), (0.5, 7), (3.0, 8)])
def test_newtons_method_is_fast_and_exact(factor, most, monkeypatch):
    """In few steps, as each doubles the digits that are right, it finds where SciPy finds the slope to be 0, to nine digits."""
    logits, labels = too_sure(factor, rng=np.random.default_rng(1))
    logits, labels, calls = logits[:2000], labels[:2000], []

    def slope(t):
        return ((softmax(logits / t) * logits).sum(axis=1) - logits[np.arange(2000), labels]).mean()

    monkeypatch.setattr("nncore.calibration.softmax", lambda logits: (calls.append(1), softmax(logits))[1])
    assert temperature(logits, labels) == pytest.approx(brentq(slope, 0.1 * factor, 10 * factor, xtol=1e-13), rel=1e-9)
    assert len(calls) <= most


@pytest.mark.parametrize(("scale", "shift"), [(0.01, 0), (1000, 1)])
def test_no_step_of_newtons_method_is_too_long(scale, shift, monkeypatch):
    """Where all answers are right it goes to the coldest, where all are wrong to the hottest: b is doubled or halved at most."""
    seen = []
    monkeypatch.setattr("nncore.calibration.softmax", lambda logits: (seen.append(logits[0, 0] / scale), softmax(logits))[1])
    found = temperature(scale * np.eye(10), (np.arange(10) + shift) % 10)
    ratios = np.array(seen[1:]) / seen[:-1]
    assert seen[0] == 1
    assert found == pytest.approx(100 if shift else 0.01)
    assert ratios.max() <= 2 + 1e-12
    assert ratios.min() >= 0.5 - 1e-12
    assert np.isclose(ratios, 0.5 if shift else 2).any()


def test_it_ends_after_fifty_steps(monkeypatch):
    """Where it would go to and fro for ever, as probabilities that jump to above and to below the label, it stops."""
    answers, calls = itertools.cycle(np.array([[[0, 1, 0]], [[0, 0, 1]]])), []
    monkeypatch.setattr("nncore.calibration.softmax", lambda logits: (calls.append(1), next(answers))[1])
    assert temperature(np.array([[0.0, 1.0, -1.0]]), np.array([0])) == 1
    assert len(calls) == 50


def test_calibrating_changes_how_sure_and_no_answer(digits):
    """A network that was made three times as sure is as sure as before, all answers stay, and its calibration error shrinks."""
    network, _ = nncore.load(nncore.recipes()["modular-128-64"].file)
    some, rest = digits.test[:500], digits.test[500:]
    network.layers[-1].W *= 3
    network.layers[-1].b *= 3
    x = nncore.as_inputs(rest.images)
    before = network.predict(x)
    assert calibrate(network, some) == pytest.approx(3, rel=0.35)
    after = network.predict(x)
    np.testing.assert_array_equal(after.argmax(axis=1), before.argmax(axis=1))
    right = after.argmax(axis=1) == rest.labels
    errors = [expected_calibration_error(each.max(axis=1), right) for each in (before, after)]
    assert errors[1] < 0.5 * errors[0]
    with pytest.raises(ValueError, match="no digits to calibrate by"):
        calibrate(network, rest[:0])
