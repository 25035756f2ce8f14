"""The command line: train, evaluate and predict without a page. The last line of each is JSON, for a program to read."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import time
from pathlib import Path

import numpy as np

from ..architecture import build, parameter_count
from ..digits import load_mnist
from ..evaluation import evaluate
from ..events import Diverged, Epoch, StoppedEarly
from ..experiment import Experiment
from ..files.digit_files import on_disk, read_digits
from ..files.networks import PRECISIONS, load, save, training_seconds
from ..files.pictures import open_picture
from ..reading.preparation_ablation import accuracies
from ..reading.reader import read_picture
from ..runs.recipes import recipes
from ..runs.start import begin
from ..training import Training
from .setting_options import add_settings, chosen_experiment
from .sweep import add_sweep

BAR = 30  # characters
MEASURED = 2000  # test digits on which the preparation is measured


def main(arguments: list[str] | None = None) -> int:
    """Run one command; gives the exit code: 0, or 2 with a sentence on stderr."""
    options = _parser().parse_args(arguments)
    try:
        return options.command(options)
    except (ValueError, OSError) as error:
        print(f"nncore: {error}", file=sys.stderr)
        return 2


def train_command(options: argparse.Namespace) -> int:
    """Train a network, evaluate it on the test set, save it."""
    return _run(chosen_experiment(options), options)


def _run(experiment: Experiment, options: argparse.Namespace) -> int:
    """Train as `experiment` says on the digits of the options, say how it went, and save the network if they say where."""
    digits, network = load_mnist(), build(experiment)
    train = read_digits([file for path in options.data for file in on_disk(path)]) if options.data else digits.train
    shape = "-".join(map(str, (784, *experiment.hidden, 10)))
    print(f"{len(train):,} digits, {shape}, {parameter_count(experiment):,} parameters")
    started = time.perf_counter()
    reason, diverged = _train_with_bar(begin(network, train, experiment))
    seconds = time.perf_counter() - started
    if reason:
        print(reason)
    accuracy = evaluate(network, digits.test).accuracy
    if options.out:
        save(options.out, network, experiment, PRECISIONS[options.precision], seconds)
    _last_line(test_accuracy=accuracy, seconds=round(seconds, 2), parameters=parameter_count(experiment), diverged=diverged,
               saved=str(options.out) if options.out else None)
    return 1 if diverged else 0


def evaluate_command(options: argparse.Namespace) -> int:
    """Evaluate a saved network on the 10,000 test digits."""
    network, _ = load(options.network)
    result = evaluate(network, load_mnist().test)
    print("rows: true digit, columns: answer")
    print(result.confusion)
    _last_line(test_accuracy=result.accuracy, loss=result.loss, confusion=result.confusion.tolist())
    return 0


def predict_command(options: argparse.Namespace) -> int:
    """Read the digits on a picture: one, or a number."""
    network, _ = load(options.network)
    try:
        grey = open_picture(options.image)
    except ValueError as error:
        raise ValueError(f"{options.image}: {error}") from error
    reading = read_picture(network, grey)
    if not reading.digits:
        raise ValueError(f"{options.image} is blank; digits in dark ink on light paper, or light on dark, can be read")
    for each in reading.digits:
        print(f"{each.digit}  {each.confidence:7.2%}  {'█' * round(BAR * each.confidence)}")
    first = reading.digits[0]
    _last_line(number=reading.number(options.least), digit=first.digit,
               probabilities=[round(float(p), 6) for p in first.probabilities],
               digits=[{"digit": each.digit, "confidence": round(each.confidence, 6),
                        "box": [round(side) for side in dataclasses.astuple(each.box)]} for each in reading.digits])
    return 0


def preparation_command(options: argparse.Namespace) -> int:
    """Measure what each step of the preparation is worth."""
    network, _ = load(options.network)
    result = accuracies(network, load_mnist().test[:MEASURED], rng=np.random.default_rng(0))
    for name, accuracy in result.items():
        print(f"{name:16} {accuracy:7.2%}")
    _last_line(**result)
    return 0


def recipes_command(options: argparse.Namespace) -> int:
    """List the recipes with what the networks that ship reach, or run one."""
    if options.run:
        return _run(recipes()[options.run].experiment, options)
    test = load_mnist().test
    rows = []
    print(f"{'recipe':18} {'claim':>7} {'reached':>8} {'seconds':>8} {'parameters':>11}")
    for recipe in recipes().values():
        network, experiment = load(recipe.file)
        row = {"recipe": recipe.name, "claim": recipe.claim, "claimed_on": recipe.claimed_on,
               "reached": evaluate(network, test).accuracy, "seconds": round(training_seconds(recipe.file), 1),
               "parameters": parameter_count(experiment)}
        print(f"{recipe.name:18} {row['claim']:7.2%} {row['reached']:8.2%} {row['seconds']:8,.1f} {row['parameters']:11,}  "
              f"{recipe.source}", flush=True)
        rows.append(row)
    print("claim: what its author reports; reached: here, on the 10,000 test digits; seconds: of training")
    _last_line(recipes=rows)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m nncore", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="train|evaluate|predict|recipes|sweep|preparation")
    train = commands.add_parser("train", help=train_command.__doc__)
    train.set_defaults(command=train_command)
    _add_run_options(train)
    add_settings(train)
    add_sweep(commands)
    shipped = recipes()["best"].file
    evaluate_ = commands.add_parser("evaluate", help=evaluate_command.__doc__)
    evaluate_.set_defaults(command=evaluate_command)
    evaluate_.add_argument("network", type=Path, nargs="?", default=shipped, help="a saved network (.npz)")
    predict = commands.add_parser("predict", help=predict_command.__doc__)
    predict.set_defaults(command=predict_command)
    predict.add_argument("image", type=Path, help="a picture of one digit")
    predict.add_argument("--network", type=Path, default=shipped, help="a saved network (.npz)")
    predict.add_argument("--least", type=float, default=0.0, help="a digit with less confidence, 0 to 1, becomes a question mark")
    preparation = commands.add_parser("preparation", help=preparation_command.__doc__)
    preparation.set_defaults(command=preparation_command)
    preparation.add_argument("--network", type=Path, default=shipped, help="a saved network (.npz)")
    recipes_ = commands.add_parser("recipes", help=recipes_command.__doc__)
    recipes_.set_defaults(command=recipes_command)
    recipes_.add_argument("--run", choices=recipes(), metavar="NAME", help="train this recipe's network again")
    _add_run_options(recipes_)
    return parser


def _add_run_options(parser: argparse.ArgumentParser) -> None:
    """The options of every command that trains."""
    parser.add_argument("--data", type=Path, nargs="+", metavar="PATH", help="learn from these digits instead of MNIST's: "
                        "two IDX files (.gz too), a .csv like Kaggle's, or a folder of pictures")
    parser.add_argument("--out", type=Path, help="where to save the network (.npz)")
    parser.add_argument("--precision", choices=PRECISIONS, default="float32", help="what a number takes in the saved file")


def _train_with_bar(training: Training) -> tuple[str, bool]:
    """Train to the end with a progress bar; (why it ended before all epochs were done, whether the loss exploded)."""
    total = training.experiment.epochs * training.batches.steps_per_epoch
    drawn = 0.0
    for event in training.events():
        now = time.monotonic()
        if isinstance(event, Diverged | StoppedEarly):
            return event.reason, isinstance(event, Diverged)
        if isinstance(event, Epoch):
            checked = "" if event.validation_accuracy is None else f", validation {event.validation_accuracy:.2%}"
            print(f"\repoch {event.epoch}: loss {event.loss:.4f}, training {event.accuracy:.2%}{checked}, {event.seconds:.1f} s"
                  .ljust(BAR + 50), flush=True)
        elif sys.stderr.isatty() and now - drawn > 0.1:
            drawn = now
            done = BAR * event.step // total
            print(f"\r{'█' * done}{'░' * (BAR - done)} step {event.step:,} of {total:,}", end="", file=sys.stderr, flush=True)
    return "", False


def _last_line(**values) -> None:
    print(json.dumps(values))
