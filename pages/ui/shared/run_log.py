"""The run log: what each run was, how it went, and what came of it, in a table and in words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from nncore import parameter_count, settings
from nncore.compute.job import FAILED
from nncore.experiment import differences, format_setting
from nncore.runs import statistics
from nncore.runs.comparison import Outcome, describe
from nncore.runs.history import History

from .charts import plotted
from .networks import shape
from .run import Run
from .sweep_run import SweepRun


def table(runs: list[Run]) -> pd.DataFrame:
    """One row a run, in the order of `runs`: figures as numbers, so that the table sorts."""
    return pd.DataFrame([{
        "★": run.starred, "Run": run.name, "Network": shape(run.history.experiment), "Test": run.history.accuracy,
        "Validation": run.history.validated and run.history.validated.validation_accuracy, "Epochs": run.epoch,
        "Seconds": run.history.seconds, "Parameters": parameter_count(run.history.experiment),
        "Multiply-adds": multiply_adds(run.history), "State": state(run), "Said": run.history.reason,
    } for run in runs])


def sweep_table(sweep: SweepRun) -> pd.DataFrame:
    """One row for each run of a sweep that came to a figure: the settings tried, in words too, and the validation accuracy."""
    rows = []
    for each in sweep.finished:
        history = each.history
        if history.validated and not history.diverged and not each.failure:
            values = {name: plotted(name, getattr(history.experiment, name)) for name in sweep.tried}
            rows.append({**values, "Settings": tried_in_words(sweep, history),
                         "Validation": history.validated.validation_accuracy})
    return pd.DataFrame(rows)


def tried_in_words(sweep: SweepRun, history: History) -> str:
    """The settings that a sweep tried, as one of its runs had them: "learning rate 0.01, hidden layers 128-64"."""
    return ", ".join(f"{settings()[name].label.lower()} {format_setting(name, getattr(history.experiment, name))}"
                     for name in sweep.tried)


def multiply_adds(history: History) -> int:
    """How often the network multiplies and adds to read one digit: once for each weight."""
    return sum(layer.W.size for layer in history.network.dense_layers)


def state(run: Run) -> str:
    """How a run stands, in a word or two."""
    history = run.history
    if run.active:
        return run.state
    if history.diverged or history.pruned:
        return "exploded" if history.diverged else "pruned"
    return "failed" if run.state == FAILED else "ended"


def in_words(first: Run, second: Run) -> str:
    """The difference of two runs as a sentence: of the settings with which each ended, as some may have changed on its way."""
    return f"From {first.name} to {second.name}: {describe(_outcome(first.history), _outcome(second.history))}"


def siblings(runs: list[Run], run: Run) -> list[Run]:
    """The finished runs of the same settings on the same digits as `run`, whatever their seed; one for each seed."""
    same = {each.history.experiment.seed: each for each in runs if _same_setting(each, run)}
    return list(same.values())


def _same_setting(run: Run, other: Run) -> bool:
    """Whether `run` has ended and differs from `other` by nothing but the seed."""
    same_digits = run.digits.train is other.digits.train and run.digits.test is other.digits.test
    same_start = run.history.origin is other.history.origin  # first weights of its own, or those of one file
    return (_tested(run) and not run.history.changes and same_digits and same_start
            and set(differences(run.history.experiment, other.history.experiment)) <= {"seed"})


def _tested(run: Run) -> bool:
    return run.history.test is not None and not run.history.diverged


def band(runs: list[Run], run: Run) -> pd.DataFrame:
    """How the validation of a setting spreads over its seeds, one row an epoch and measure; empty with a single seed."""
    others = [each.history for each in siblings(runs, run)]
    rows = []
    if len(others) > 1:
        for points in zip(*(each.validation for each in others), strict=False):
            epochs, *measures = zip(*points, strict=True)
            rows += [{"epoch": epochs[0], "measure": measure, "low": min(values), "high": max(values)}
                     for measure, values in zip(("loss", "accuracy"), measures, strict=True)]
    return pd.DataFrame(rows, columns=["epoch", "measure", "low", "high"])


def uncertainty_in_words(runs: list[Run], run: Run) -> str:
    """How far the accuracy of a setting spreads over seeds, and how far one test set of 10,000 images can be trusted."""
    correct = np.array([each.history.test.correct for each in siblings(runs, run) or [run]])  # (seeds, images)
    accuracies = correct.mean(axis=1)  # (seeds,)
    images = correct.shape[1]
    test = statistics.wilson_interval(float(accuracies.mean()), images)
    words = f"Other {images:,} digits would give {test.low:.2%} to {test.high:.2%} (Wilson's interval, 95%)."
    if len(accuracies) < 2:
        return f"One seed only: {accuracies[0]:.2%}. {words}"
    seeds = statistics.student_interval(correct)
    return (f"{len(accuracies)} seeds: {seeds.middle:.2%} on average, {accuracies.min():.2%} to {accuracies.max():.2%}; the "
            f"mean lies in {seeds.low:.2%} to {seeds.high:.2%} (Student's interval, 95%). {words}")


def verdict(runs: list[Run], first: Run, second: Run) -> str | None:
    """Whether two settings differ by more than luck, over all their seeds; with one seed of either, whether two networks do.

    None while one of the two is not tested, and of two seeds of one setting, whose difference is luck.
    """
    comparable = _tested(first) and _tested(second) and first.digits.test is second.digits.test
    if not comparable or second in siblings(runs, first):
        return None
    over_seeds = [np.array([each.history.test.correct for each in siblings(runs, run)]) for run in (first, second)]
    if min(map(len, over_seeds)) < 2:
        return statistics.verdict_on_images(first.history.test.correct, second.history.test.correct)
    return statistics.verdict_over_seeds(*over_seeds)  # (seeds, images) each


def curves(history: History) -> pd.DataFrame:
    """The curves of a run, one row a point: series, epoch, loss, accuracy."""
    rows = [("training", *point) for point in history.curve.points] + [("validation", *point) for point in history.validation]
    return pd.DataFrame(rows, columns=["series", "epoch", "loss", "accuracy"])


def _outcome(history: History) -> Outcome:
    return Outcome(history.now, history.accuracy, history.reason if history.diverged else "")
