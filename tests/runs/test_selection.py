"""The best run is chosen by the validation digits alone, and by a rule that leaves nothing to chance."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

import nncore
from nncore.batches import split
from nncore.runs.history import History, run_experiment
from nncore.runs.selection import best, check_selectable, ranked

EXPERIMENT = nncore.Experiment(hidden=())
NETWORK = nncore.build(EXPERIMENT)
SCORES = some.sampled_from([0.8, 0.9, 0.95])


def ended(accuracy: float | None, loss: float = 0.3, test: float | None = 0.5, **facts) -> History:
    """A run of one epoch that came to these figures."""
    epoch = nncore.Epoch(1, 10, 0.5, 0.0, 0.8, loss if accuracy is not None else None, accuracy, 1.0)
    checked = None if test is None else nncore.Evaluation(test, 1.0, np.zeros((10, 10), int), np.zeros(0, bool))
    return History(EXPERIMENT, NETWORK, epochs=[epoch], test=checked, **facts)


def test_the_rule_worked_by_hand():
    """Accuracy decides, then the loss, then the number; a loss that is no number, and a run without figures, come last."""
    runs = {5: ended(0.9, 0.4), 4: ended(0.9, 0.4), 3: ended(0.9, 0.3), 2: ended(None), 1: ended(0.8, 0.1),
            0: ended(0.9, float("nan"))}
    assert ranked(runs) == [3, 4, 5, 0, 1, 2]


@settings(deadline=None)
@given(figures=some.lists(some.tuples(SCORES, SCORES, SCORES), min_size=1, max_size=6), data=some.data())
def test_neither_the_test_set_nor_the_order_of_ending_has_a_part(figures, data):
    """Other test accuracies, and runs that end in another order, leave the ranking and the choice as they were."""
    runs = {number: ended(accuracy, loss, test) for number, (accuracy, loss, test) in enumerate(figures)}
    order = data.draw(some.permutations(list(runs)))
    tests = data.draw(some.permutations([history.accuracy for history in runs.values()]))
    others = {number: ended(*figures[number][:2], test=test) for number, test in zip(order, tests, strict=True)}
    assert ranked(others) == ranked(runs)
    assert best(others) == best(runs) == ranked(runs)[0]


def test_what_was_pruned_or_exploded_is_not_chosen():
    """Only a run that came to a good end can be the best, whatever its validation said on the way; of none there is no best."""
    runs = {0: ended(0.99, test=None, pruned=True), 1: ended(0.98, diverged=True), 2: ended(None), 3: ended(0.5)}
    assert best(runs) == 3
    del runs[3]
    assert best(runs) is None


def test_without_validation_digits_there_is_no_choice():
    """One run of a sweep that holds nothing back is refused with what would be right."""
    experiments = [EXPERIMENT, dataclasses.replace(EXPERIMENT, validation_fraction=0.0)]
    check_selectable(experiments[:1])
    with pytest.raises(ValueError, match="there are none; 'Held back for validation' at 0.1 would be right"):
        check_selectable(experiments)


def test_a_run_that_stopped_early_is_judged_by_the_network_that_it_kept(digits):
    """With patience, the accuracy that decides is what the network at hand reaches on the digits held back."""
    experiment = nncore.Experiment(hidden=(16,), epochs=60, patience=3, learning_rate=0.2, training_images=600)
    history = run_experiment(experiment, nncore.Mnist(digits.train[:1000], digits.test))
    assert history.reason.startswith("Validation has not improved")
    _, rows = split(1000, experiment)
    assert history.validated.epoch == history.epoch - 3
    assert history.validated.validation_accuracy == nncore.evaluate(history.network, digits.train[:1000][rows]).accuracy
