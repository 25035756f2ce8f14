"""The run log: what each run was, how it went, and what came of it, in a table and in words."""

from __future__ import annotations

import pandas as pd

from nncore import parameter_count
from nncore.comparison import Outcome, told

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


def curves(run: Run) -> pd.DataFrame:
    """The curves of a run, one row a point: series, step, epoch, loss, accuracy."""
    rows = [("training", *point) for point in run.curve.points] + [("validation", *point) for point in run.validation]
    data = pd.DataFrame(rows, columns=["series", "step", "loss", "accuracy"])
    data.insert(2, "epoch", data["step"] / run.training.steps_per_epoch)
    return data


def _outcome(run: Run) -> Outcome:
    return Outcome(run.experiment, run.test.accuracy if run.test else None, run.reason if run.diverged else "")
