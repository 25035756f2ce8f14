"""The run log: what each run was, how it went, and what came of it, in a table and in words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from nncore import luck, parameter_count
from nncore.comparison import Outcome, differences, told

from .networks import shape
from .run import Run


def table(runs: list[Run]) -> pd.DataFrame:
    """One row a run, in the order of `runs`: figures as numbers, so that the table sorts."""
    return pd.DataFrame([{
        "★": run.starred, "Run": run.name, "Network": shape(run.experiment), "Test": run.test.accuracy if run.test else None,
        "Validation": run.validation[-1][2] if run.validation else None, "Epochs": run.training.epoch, "Seconds": run.seconds,
        "Parameters": parameter_count(run.experiment), "Multiply-adds": multiply_adds(run), "State": state(run),
    } for run in runs])


def multiply_adds(run: Run) -> int:
    """How often the network multiplies and adds to read one digit: once for each weight."""
    return sum(layer.W.size for layer in run.snapshot.dense_layers)


def state(run: Run) -> str:
    """How a run stands, in a word or two."""
    return "exploded" if run.diverged else run.state


def in_words(first: Run, second: Run) -> str:
    """The difference of two runs as a sentence."""
    return f"From {first.name} to {second.name}: {told(_outcome(first), _outcome(second))}"


def siblings(runs: list[Run], run: Run) -> list[Run]:
    """The finished runs of the same settings as `run`, whatever their seed; one for each seed."""
    same = {each.experiment.seed: each for each in runs
            if each.test and not each.diverged and set(differences(each.experiment, run.experiment)) <= {"seed"}}
    return list(same.values())


def luck_in_words(runs: list[Run], run: Run) -> str:
    """How far the accuracy of a setting spreads over seeds, and how far one test set of 10,000 images can be trusted."""
    accuracies = [each.test.accuracy for each in siblings(runs, run)]
    images = int(run.test.confusion.sum())
    test = luck.of_test_set(float(np.mean(accuracies)), images)
    words = (f"Other {images:,} digits would give {test.low:.2%} to {test.high:.2%} (Wilson's interval, 95 %).")
    if len(accuracies) < 2:
        return f"One seed only: {accuracies[0]:.2%}. {words}"
    seeds = luck.of_seeds(accuracies)
    return (f"{len(accuracies)} seeds: {seeds.middle:.2%} on average, {min(accuracies):.2%} to {max(accuracies):.2%}; the "
            f"mean lies in {seeds.low:.2%} to {seeds.high:.2%} (Student's interval, 95 %). {words}")


def verdict(runs: list[Run], first: Run, second: Run) -> str | None:
    """Whether two settings differ by more than luck; None while one of them has fewer than two seeds."""
    accuracies = [[each.test.accuracy for each in siblings(runs, run)] for run in (first, second)]
    if min(map(len, accuracies)) < 2 or set(differences(first.experiment, second.experiment)) <= {"seed"}:
        return None
    return luck.verdict(*accuracies)


def curves(run: Run) -> pd.DataFrame:
    """The curves of a run, one row a point: series, step, epoch, loss, accuracy."""
    rows = [("training", *point) for point in run.curve.points] + [("validation", *point) for point in run.validation]
    data = pd.DataFrame(rows, columns=["series", "step", "loss", "accuracy"])
    data.insert(2, "epoch", data["step"] / run.training.steps_per_epoch)
    return data


def _outcome(run: Run) -> Outcome:
    return Outcome(run.experiment, run.test.accuracy if run.test else None, run.reason if run.diverged else "")
