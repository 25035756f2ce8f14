"""python -m nncore train: train a network with a progress bar, evaluate it on the test set, save it."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from ..architecture import build, parameter_count
from ..batches import split
from ..calibration import calibrate
from ..digits import Digits, load_mnist
from ..evaluation import evaluate
from ..events import Diverged, Epoch, StoppedEarly
from ..experiment import Experiment
from ..files.digit_files import on_disk, read_digits
from ..files.networks import PRECISIONS, save
from ..files.untrusted.bounds import FROM_A_COMMAND
from ..runs.start import begin
from ..training import Training
from .output import file_to_write, last_line
from .setting_options import add_settings, chosen_experiment

BAR = 30  # characters


def add_train(commands) -> None:
    """The command `train` and its options."""
    parser = commands.add_parser("train", help=train_command.__doc__)
    parser.set_defaults(command=train_command)
    add_run_options(parser)
    add_settings(parser)


def add_run_options(parser: argparse.ArgumentParser) -> None:
    """The options of every command that trains one network."""
    parser.add_argument("--data", type=Path, nargs="+", metavar="PATH", help="learn from these digits instead of MNIST's: "
                        "two IDX files (.gz too), a .csv like Kaggle's, or a folder of pictures")
    parser.add_argument("--out", type=Path, help="where to save the network (.npz)")
    parser.add_argument("--calibrate", action="store_true", help="in the end, make it as sure as it is often right on the digits "
                        "held back for validation")
    parser.add_argument("--precision", choices=PRECISIONS, default="float32", help="what a number takes in the saved file")


def train_command(options: argparse.Namespace) -> int:
    """Train a network, evaluate it on the test set, save it."""
    return run(chosen_experiment(options), options)


def run(experiment: Experiment, options: argparse.Namespace) -> int:
    """Train as `experiment` says on the digits of the options, say how it went, and save the network if they say where."""
    out = options.out and file_to_write(options.out, ".npz")
    digits, network = load_mnist(), build(experiment)
    train = _given(options.data) if options.data else digits.train
    held_back = train[split(len(train), experiment)[1]]
    if options.calibrate and not len(held_back):
        raise ValueError("--calibrate needs digits held back to look at; --validation-fraction 0.1 would be right")
    shape = "-".join(map(str, (784, *experiment.hidden, 10)))
    print(f"{len(train):,} digits, {shape}, {parameter_count(experiment):,} parameters")
    started = time.perf_counter()
    reason, diverged = _train_with_bar(begin(network, train, experiment))
    seconds = time.perf_counter() - started
    if reason:
        print(reason)
    if options.calibrate and not diverged:
        print(f"its logits are divided by {calibrate(network, held_back):.2f}, as {len(held_back):,} validation digits tell")
    accuracy = evaluate(network, digits.test).accuracy
    if out:
        save(out, network, experiment, PRECISIONS[options.precision], seconds)
    last_line(test_accuracy=accuracy, seconds=round(seconds, 2), parameters=parameter_count(experiment), diverged=diverged,
              saved=str(out) if out else None)
    return 1 if diverged else 0


def _given(paths: list[Path]) -> Digits:
    """The digits at some paths."""
    return read_digits([file for path in paths for file in on_disk(path, FROM_A_COMMAND)], FROM_A_COMMAND)


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
