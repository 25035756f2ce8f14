"""The run log: what each run was, how it went, and what came of it, in figures and in words."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

import numpy as np
import pandas as pd

from nncore import Experiment, settings
from nncore.compute.job import RUNNING
from nncore.compute.sweep_job import Finished
from nncore.experiment import format_setting
from nncore.runs import statistics
from nncore.runs.comparison import Outcome, describe
from nncore.runs.history import ALL_DONE, History

from .as_text import as_text
from .charts import plotted
from .run import Run

BUT_SEED = attrgetter(*(name for name in settings() if name != "seed"))


def table(runs: list[Run]) -> pd.DataFrame:
    """One row a run, in the order of `runs`: its test accuracy, and what it cost."""
    return pd.DataFrame([{
        "Run": run.name, "Test": run.history.accuracy, "Seconds": run.history.seconds,
        "Parameters": run.history.network.parameters.size, "Multiply-adds a digit": multiply_adds(run.history),
    } for run in runs])


def telling_apart(runs: list[Run]) -> list[str]:
    """The settings in which the runs are not all alike, as each of them has them now."""
    experiments = [run.history.now for run in runs]
    return [name for name in settings() if len({getattr(each, name) for each in experiments}) > 1]


def settings_in_words(experiment: Experiment, names: Iterable[str]) -> str:
    """Some settings of an Experiment: "learning rate 0.01, hidden layers 128-64"."""
    return ", ".join(f"{settings()[name].label.lower()} {format_setting(name, getattr(experiment, name))}" for name in names)


def gist(run: Run) -> str:
    """What a run is, where there is no other to tell it from."""
    return settings_in_words(run.history.now, ("hidden", "learning_rate", "epochs"))


def standing(run: Run) -> str:
    """How a run stands, where it has not just done all its epochs: under way, or why it ended."""
    if run.active:
        return f"{'learning' if run.state == RUNNING else run.state}, epoch {run.epoch + 1} of {run.planned}"
    return "" if run.history.reason == ALL_DONE else run.history.reason


def validation_accuracy(run: Run) -> float:
    """The share of the validation digits that a run reads right, 0 to 1; 0 before it was asked for the first time."""
    validated = run.history.validated
    return validated.validation_accuracy if validated else 0.0


def best_in_words(runs: list[Run]) -> str:
    """Which of several runs reads most validation digits right, in a sentence; empty while none has been asked."""
    best = max(runs, key=validation_accuracy)
    if not validation_accuracy(best):
        return ""
    names = [name for name in telling_apart(runs) if name != "seed"]
    how = f", with {settings_in_words(best.history.now, names)}" if 0 < len(names) < 4 else ""
    return (f"Of these {len(runs)} runs {as_text(best.name)} reads most validation digits right: "
            f"{validation_accuracy(best):.2%}{how}.")


def sweep_table(experiments: list[Experiment], tried: tuple[str, ...], finished: list[Finished]) -> pd.DataFrame:
    """One row for each run of a sweep, done or to come: the settings tried, in words too, its validation accuracy, and how it is.

    Validation is NaN for a run that has come to no figure.
    """
    done, rows = {each.number: each for each in finished}, []
    for number, experiment in enumerate(experiments):
        one = done.get(number)
        lost = one is not None and bool(one.failure or one.history.diverged)
        validated = None if one is None or lost else one.history.validated
        rows.append({**{name: plotted(name, getattr(experiment, name)) for name in tried},
                     "Settings": settings_in_words(experiment, tried),
                     "Validation": validated.validation_accuracy if validated else np.nan,
                     "State": "to come" if one is None else "exploded or failed" if lost else "done"})
    return pd.DataFrame(rows)


def multiply_adds(history: History) -> int:
    """How often the network multiplies and adds to read one digit: once for each weight."""
    return sum(layer.W.size for layer in history.network.dense_layers)


def in_words(first: Run, second: Run) -> str:
    """The difference of two runs as a sentence: of the settings with which each ended, as some may have changed on its way."""
    names = f"From {as_text(first.name)} to {as_text(second.name)}"
    return f"{names}: {describe(_outcome(first.history), _outcome(second.history))}"


def siblings(runs: list[Run], run: Run) -> list[Run]:
    """The finished runs of the same settings on the same digits as `run`, whatever their seed; one for each seed."""
    mine = _but_for_the_seed(run)
    same = {each.history.experiment.seed: each for each in runs
            if tested(each) and not each.history.changes and _but_for_the_seed(each) == mine}
    return list(same.values())


def _but_for_the_seed(run: Run) -> tuple:
    """What tells a run's setting from others: its ground, and all fields of the Experiment but the seed."""
    return *_ground(run), BUT_SEED(run.history.experiment)


def _ground(run: Run) -> tuple:
    """What a run began from: its digits, and first weights of its own or those of one file."""
    return id(run.digits.train), id(run.digits.test), id(run.history.origin)


def same_ground(run: Run, other: Run) -> bool:
    """Whether two runs have the same digits and the same start, so that what tells them apart is their settings."""
    return _ground(run) == _ground(other)


def tested(run: Run) -> bool:
    """Whether a run has come to its end without exploding, and its network was asked for the test digits."""
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
    words = (f"As far as {images:,} test digits can tell, it would read {test.low:.2%} to {test.high:.2%} of all digits "
             "(Wilson's interval, right in 95 of 100 cases).")
    if len(accuracies) < 2:
        return f"One seed only: {accuracies[0]:.2%}. {words}"
    seeds = statistics.student_interval(correct)
    return (f"{len(accuracies)} seeds: {seeds.middle:.2%} on average, {accuracies.min():.2%} to {accuracies.max():.2%}; many "
            f"seeds would give {seeds.low:.2%} to {seeds.high:.2%} on average (Student's interval, right in 95 of 100 cases). "
            f"{words}")


def verdict(runs: list[Run], first: Run, second: Run) -> str | None:
    """Whether two settings differ by more than luck, over all their seeds; with one seed of either, whether two networks do.

    None while one of the two is not tested, and of two seeds of one setting, whose difference is luck.
    """
    comparable = tested(first) and tested(second) and first.digits.test is second.digits.test
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
