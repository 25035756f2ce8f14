"""A sweep says what its best is worth: whether others are about as good, and whether better may lie beyond what was tried."""

from types import SimpleNamespace

import pytest
from scipy import stats

import nncore
from nncore.runs.history import History
from nncore.runs.sweep_findings import about_as_good, beyond_the_edge, findings_in_words

DIGITS = 10_000  # of which a run holds back 1,000


def done(accuracy: float, *, tested: bool = True, exploded: bool = False, **settings) -> History:
    """A run of a sweep that came to this accuracy on its validation digits."""
    history = History(nncore.Experiment(**settings), None, diverged=exploded)
    history.epochs = [SimpleNamespace(epoch=1, validation_accuracy=accuracy, validation_loss=1 - accuracy)]
    history.test = SimpleNamespace(accuracy=accuracy) if tested else None
    return history


def test_two_are_about_as_good_when_each_lies_in_the_others_interval():
    """For every accuracy below that of the best: just when scipy's Wilson intervals of 1,000 digits hold one another's."""
    seen = set()
    for right in range(850, 901):
        mine, its = (stats.binomtest(count, 1000).proportion_ci(method="wilson") for count in (900, right))
        expected = bool(mine.low <= right / 1000 <= mine.high and its.low <= 0.9 <= its.high)
        assert about_as_good({3: done(0.9), 5: done(right / 1000)}, 3, DIGITS) == [5] * expected
        seen.add(expected)
    assert seen == {True, False}


def test_more_validation_digits_tell_closer_runs_apart():
    """A point is luck on 1,000 digits and none on 10,000; a run that held back more is judged by more."""
    runs = {0: done(0.92), 1: done(0.91)}
    assert about_as_good(runs, 0, DIGITS) == [1]
    assert about_as_good(runs, 0, 10 * DIGITS) == []
    assert about_as_good({0: done(0.92), 1: done(0.91, validation_fraction=0.9)}, 0, DIGITS) == []


def test_what_did_not_end_is_as_good_as_none():
    """A pruned run, one that exploded and one without figures are left out; of the others the better comes first."""
    unasked = done(0.9)
    unasked.epochs = []
    runs = {0: done(0.92), 1: done(0.91, tested=False), 2: done(0.91, exploded=True), 3: unasked, 4: done(0.915), 5: done(0.918)}
    assert about_as_good(runs, 0, DIGITS) == [5, 4]


@pytest.mark.parametrize(("name", "values", "best", "beyond"), [
    ("learning_rate", (0.01, 0.03, 0.1), 0.1, "larger"), ("learning_rate", (0.01, 0.03, 0.1), 0.01, "smaller"),
    ("learning_rate", (0.01, 0.03, 0.1), 0.03, None), ("learning_rate", (0.1,), 0.1, None),
    ("learning_rate", (1.0, 100.0), 100.0, None), ("dropout", (0.0, 0.2), 0.0, None), ("dropout", (0.0, 0.2), 0.2, "larger"),
    ("hidden", ((32,), (64, 32), (128,)), (128,), "larger"), ("hidden", ((32,), (64,)), (32,), "smaller"),
    ("hidden", ((), (64,)), (), None), ("batch_size", (32, 64, None), 64, None), ("batch_size", (32, 64, None), None, None),
    ("batch_size", (32, 64), 64, "larger"), ("training_images", (1000, None), 1000, "smaller"),
    ("optimizer", ("adam", "sgd"), "sgd", None), ("batch_norm", (False, True), True, None), ("seed", (0, 1, 2), 2, None)])
def test_the_edge_of_what_was_tried(name, values, best, beyond):
    """Larger or smaller values are named where the best has the last one that was tried, and there are others in that order."""
    experiments = [nncore.Experiment(**{name: value}) for value in values]
    found = beyond_the_edge(experiments, nncore.Experiment(**{name: best}), (name,))
    assert found == ({name: beyond} if beyond else {})


def test_the_findings_in_words():
    """Who is about as good, with how much, and what to try; nothing where the best is alone within what was tried."""
    rates = (0.01, 0.03, 0.1)
    runs = {number: done(accuracy, learning_rate=rate) for number, (rate, accuracy) in
            enumerate(zip(rates, (0.5, 0.899, 0.9), strict=True))}
    experiments = [each.experiment for each in runs.values()]
    assert findings_in_words(runs, 2, DIGITS, experiments, ("learning_rate",)) == [
        "One other run is about as good, learning rate 0.03 with 89.90%: on other digits the order may be another.",
        "For the learning rate nothing larger than 0.1 was tried: try larger values, too."]
    runs[1].epochs[0].validation_accuracy = 0.99
    assert findings_in_words(runs, 1, DIGITS, experiments, ("learning_rate",)) == []
    runs[0].epochs[0].validation_accuracy = runs[2].epochs[0].validation_accuracy = 0.99
    first, *_ = findings_in_words(runs, 0, DIGITS, experiments, ("learning_rate",))
    assert first.startswith("2 other runs are about as good, first learning rate 0.1 with 99.00%")
