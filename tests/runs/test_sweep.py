"""A sweep tries what it says, prunes the hopeless, and does the same without a page."""

import dataclasses
import json
import subprocess
import sys

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

import nncore
from nncore.augment.cores import on_one_core
from nncore.compute.jobs import Job
from nncore.compute.successive_halving import run_with_halving
from nncore.compute.workers import local_workers
from nncore.runs.halving import epochs_trained, rungs, saving
from nncore.runs.history import History, run_experiment
from nncore.runs.sweep import drawn_at_random, estimated_seconds, grid, work

BASE = nncore.Experiment(hidden=(16,), epochs=4, batch_size=50, training_images=1000)


def test_a_grid_is_every_combination_once():
    """Two rates and three shapes are six runs, all different, the rest as in the base."""
    found = grid(BASE, {"learning_rate": [0.1, 0.01], "hidden": [(8,), (16,), ()]})
    assert len(set(found)) == 6
    assert {(each.learning_rate, each.hidden) for each in found} == {(r, h) for r in (0.1, 0.01) for h in ((8,), (16,), ())}
    assert {dataclasses.replace(each, learning_rate=0.05, hidden=(16,)) for each in found} == {BASE}


def test_random_settings_fill_their_range_and_depend_on_the_seed_alone():
    """Rates fill three decades evenly by their logarithm, choices come from the list; the same seed gives the same settings."""
    values = {"learning_rate": [0.0001, 0.1], "activation": ["relu", "tanh"], "batch_size": [32, 256]}
    found = drawn_at_random(BASE, values, 200, rng=np.random.default_rng(0))
    assert found == drawn_at_random(BASE, values, 200, rng=np.random.default_rng(0))
    assert found != drawn_at_random(BASE, values, 200, rng=np.random.default_rng(1))
    decades = np.histogram(np.log10([each.learning_rate for each in found]), [-4, -3, -2, -1])[0]
    assert decades.sum() == 200
    assert decades.min() > 45
    assert {each.activation for each in found} == {"relu", "tanh"}
    assert all(32 <= each.batch_size <= 256 for each in found)


@pytest.mark.parametrize(("values", "said"), [
    ({}, "needs values to try"), ({"seed": []}, "for seed"), ({"seed": range(300)}, "300 runs; a sweep takes 1 to 200"),
    ({"learning_rate": [-1.0]}, "learning_rate=-1.0 is not possible")])
def test_an_impossible_sweep_is_said_in_words(values, said):
    """No values, too many, or a wrong one: the error says which."""
    with pytest.raises(ValueError, match=said):
        grid(BASE, values)


def test_a_rung_is_half_of_the_next():
    """Runs of four epochs are pruned twice, of ten three times; a single run is never pruned."""
    assert rungs(4, 16) == [1, 2]
    assert rungs(10, 16) == [2, 3, 5]
    assert rungs(10, 2) == [5]
    assert rungs(10, 1) == rungs(1, 16) == []


def test_pruning_keeps_the_best_and_saves_the_rest(digits):
    """Of eight rates the good ones reach their end, exactly as alone; the hopeless end after an epoch, which saves half."""
    rates = [0.00001, 0.00002, 0.00005, 0.0001, 0.0002, 0.0005, 0.05, 0.1]
    experiments = grid(BASE, {"learning_rate": rates})
    found = list(run_with_halving([Job(History(each, nncore.build(each))) for each in experiments], local_workers(2)))
    assert sorted(each.number for each in found) == list(range(8))
    by_rate = {rates[each.number]: each.history for each in found}
    assert [by_rate[rate].epoch for rate in rates] == [1, 1, 1, 1, 2, 2, 4, 4]
    assert by_rate[0.00001].reason == "Pruned after epoch 1, as number 8 of 8."
    with threadpool_limits(1):
        alone = run_experiment(experiments[7], digits)
    np.testing.assert_array_equal(by_rate[0.1].network.parameters, alone.network.parameters)
    assert by_rate[0.1].validation == alone.validation
    spared = saving([each.history for each in found])
    assert (spared.trained, spared.planned, spared.share) == (16, 32, 0.5)


def test_pruning_wants_validation_digits():
    """Where nothing is held back there is nothing to judge by, and it says so."""
    experiment = dataclasses.replace(BASE, validation_fraction=0.0)
    with pytest.raises(ValueError, match="validation_fraction=0.1"):
        list(run_with_halving([Job(History(experiment, nncore.build(experiment)))] * 2, local_workers(1)))


def test_what_a_sweep_costs_grows_with_what_it_does():
    """Twice the epochs are twice the work, four times the neurons about four times, and pruning leaves what it trains."""
    short = dataclasses.replace(BASE, hidden=(64,))
    first = work([short], 60_000, prune=False)
    assert first == 50_890 * 1000 * 4  # parameters, images, epochs
    assert work([dataclasses.replace(short, epochs=8)], 60_000, prune=False) == 2 * first
    assert work([dataclasses.replace(short, hidden=(256,))], 60_000, prune=False) == pytest.approx(4 * first, rel=0.01)
    assert work([dataclasses.replace(short, training_images=None)], 60_000, prune=False) == 54 * first
    assert work([short] * 8, 60_000, prune=True) == first * 8 / 2
    assert epochs_trained(4, 8) == 16


def test_the_estimate_is_about_right(digits):
    """What a run is said to take and what it takes are within a factor of four, on whatever machine."""
    experiment = dataclasses.replace(BASE, hidden=(128,), epochs=3, training_images=20_000)
    with on_one_core():  # two threads are ten times slower beside one other busy program
        estimate = estimated_seconds([experiment], digits.train, prune=False)
        seconds = run_experiment(experiment, digits).seconds
    assert estimate / 4 < seconds < 4 * estimate


def test_a_sweep_without_a_page(tmp_path):
    """The command runs a grid of four on two processes, writes each run as a row, says the best, and its last line is JSON."""
    table = tmp_path / "sweep.csv"
    result = subprocess.run([sys.executable, "-m", "nncore", "sweep", "--recipe", "modular-128-64", "--training-images", "1000",
                             "--epochs", "1", "--try", "learning_rate", "0.0001", "0.05", "--try", "hidden", "16", "32-16",
                             "--out", str(table), "--workers", "2"], capture_output=True, text=True, check=True)
    last = json.loads(result.stdout.splitlines()[-1])
    assert last["runs"] == 4
    assert last["failed"] == 0
    assert last["best"]["learning_rate"] == 0.05
    rows = table.read_text().splitlines()
    assert rows[0] == "learning_rate,hidden,test_accuracy,validation_accuracy,epochs,seconds,parameters,said"
    assert len(rows) == 5


def test_a_sweep_that_cannot_be_is_said_in_a_sentence():
    """A field that does not exist ends with exit code 2 and one line."""
    result = subprocess.run([sys.executable, "-m", "nncore", "sweep", "--try", "rate", "1"], capture_output=True, text=True)
    assert result.returncode == 2
    assert "rate" in result.stderr.splitlines()[-1]
