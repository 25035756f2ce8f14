"""A sweep tries what it says, prunes the hopeless, and does the same without a page."""

import csv
import dataclasses
import json
import subprocess
import sys
import time

import numpy as np
import pytest

import nncore
from nncore.augment.cores import on_one_core
from nncore.cli.main import main
from nncore.compute.sweep_job import Finished, SweepJob
from nncore.runs.halving import epochs_trained, rungs
from nncore.runs.history import History, run_experiment
from nncore.runs.sweep import drawn_at_random, estimated_seconds, grid, work

BASE = nncore.Experiment(hidden=(16,), epochs=4, batch_size=50, training_images=1000)
HELD_BACK = "'Held back for validation' at 0.1 would be right"


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
    ({"learning_rate": [-1.0]}, "Learning rate cannot be -1.0")])
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


@pytest.mark.parametrize("change", [
    {"epochs": 3, "training_images": 20_000},
    {"epochs": 1, "training_images": 2000, "template_share": 0.3, "scribble_share": 0.3}])
def test_the_estimate_is_about_right(digits, monkeypatch, change):
    """What a run is said to take and what it takes are within a factor of four, on whatever machine; drawing its pictures counts.

    Both by a clock that stands still while others have the processor.
    """
    monkeypatch.setattr(time, "perf_counter", time.process_time)
    experiment = dataclasses.replace(BASE, hidden=(128,), **change)
    with on_one_core():  # two threads are ten times slower beside one other busy program
        estimate = estimated_seconds([experiment], digits.train, prune=False)
        seconds = run_experiment(experiment, digits).seconds
    assert estimate / 4 < seconds < 4 * estimate


@pytest.mark.parametrize("count", [1, 5, 19, 20, 100])
@pytest.mark.parametrize("change", [{}, {"batch_norm": True}, {"batch_size": None, "validation_fraction": 0.5}])
def test_few_digits_have_an_estimate_too(digits, count, change):
    """However few digits there are to try on, the estimate is a number of seconds, and no error."""
    experiment = dataclasses.replace(BASE, training_images=None, **change)
    assert 0 <= estimated_seconds([experiment], digits.train[:count], prune=False) < np.inf


def test_a_number_drawn_at_random_stays_within_its_range():
    """Also where its rounding to three digits would lead above the highest value, which the setting would refuse."""
    found = drawn_at_random(BASE, {"average": [0.999, 0.9999]}, 50, rng=np.random.default_rng(0))
    assert all(0.999 <= each.average <= 0.9999 for each in found)


def test_a_sweep_without_a_page(tmp_path, digits):
    """The command runs a grid of four on two processes and writes each as a row; its last line is the JSON of the best one.

    That is the row with the highest validation accuracy; its test accuracy is what such a run reaches alone, and stands nowhere
    else.
    """
    table = tmp_path / "sweep.csv"
    result = subprocess.run([sys.executable, "-m", "nncore", "sweep", "--recipe", "modular-128-64", "--training-images", "1000",
                             "--epochs", "1", "--try", "learning_rate", "0.0001", "0.05", "--try", "hidden", "16", "32-16",
                             "--out", str(table), "--workers", "2"], capture_output=True, text=True, check=True)
    last = json.loads(result.stdout.splitlines()[-1])
    assert (last["runs"], last["failed"], last["best"]["learning_rate"]) == (4, 0, 0.05)
    with table.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["learning_rate", "hidden", "validation_accuracy", "test_accuracy", "epochs", "seconds", "parameters",
                             "said"]
    chosen = max(rows, key=lambda row: float(row["validation_accuracy"]))
    assert (len(rows), [row["test_accuracy"] != "" for row in rows].count(True)) == (4, 1)
    assert last["best"] == {"learning_rate": 0.05, "hidden": [int(width) for width in chosen["hidden"].split("-")],
                            "validation_accuracy": float(chosen["validation_accuracy"]),
                            "test_accuracy": float(chosen["test_accuracy"])}
    experiment = dataclasses.replace(nncore.recipes()["modular-128-64"].experiment, training_images=1000, epochs=1,
                                     learning_rate=0.05, hidden=last["best"]["hidden"])
    with on_one_core():
        assert run_experiment(experiment, digits).accuracy == last["best"]["test_accuracy"]


def test_the_command_chooses_by_validation(monkeypatch, capsys):
    """Of two runs the one that is better on validation and worse on the test set is the best; the test of the other is unsaid."""
    def results(sweep: SweepJob):
        figures = zip(sweep.experiments, (0.91, 0.92), (0.9876, 0.8765), strict=True)
        for number, (experiment, validation, test) in enumerate(figures):
            epoch = nncore.Epoch(1, 10, 0.5, 0.0, 0.9, 0.3, validation, 1.0)
            tested = nncore.Evaluation(test, 1.0, np.zeros((10, 10), int), np.zeros(0, bool))
            yield Finished(number, History(experiment, nncore.build(experiment), epochs=[epoch], test=tested))

    monkeypatch.setattr(SweepJob, "begin", lambda sweep: None)
    monkeypatch.setattr(SweepJob, "results", results)
    assert main(["sweep", "--try", "seed", "1", "2", "--workers", "1", "--training-images", "100"]) == 0
    said = capsys.readouterr().out
    assert json.loads(said.splitlines()[-1])["best"] == {"seed": 2, "validation_accuracy": 0.92, "test_accuracy": 0.8765}
    assert "98.76" not in said
    assert "0.9876" not in said


@pytest.mark.parametrize(("arguments", "said"), [
    (["--try", "rate", "1"], "'rate'"), ([], "needs values to try"), (["--try", "seed", "1", "--random", "0"], "0 runs"),
    (["--try", "seed", "1", "2", "--validation-fraction", "0"], HELD_BACK),
    (["--try", "validation_fraction", "0", "0.1"], HELD_BACK),
    (["--recipe", "best", "--validation-fraction", "0", "--try", "dropout", "0"], HELD_BACK)])
def test_a_sweep_that_cannot_be_is_said_in_a_sentence(capsys, arguments, said):
    """A field that does not exist, nothing to try, or nothing to choose by: exit code 2 and one line, before anything is run."""
    assert main(["sweep", *arguments]) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert (printed.err.count("\n"), printed.out) == (1, "")
