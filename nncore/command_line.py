"""The command line: train, evaluate and predict without a page. The last line of each is JSON, for a program to read."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from .data_files import on_disk, read_digits
from .digits import as_inputs, load_mnist
from .drawing import prepare_drawing
from .evaluation import evaluate
from .events import Diverged, Epoch
from .experiment import Experiment, settings
from .network import build, parameter_count
from .recipes import recipes
from .setting import Setting
from .storage import load, save
from .training import Training

BAR = 30  # characters


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
    start = recipes()[options.recipe].experiment.to_dict()
    chosen = {name: getattr(options, name) for name in settings() if hasattr(options, name)}
    experiment = Experiment.from_dict(start | chosen)
    digits, network = load_mnist(), build(experiment)
    train = read_digits([file for path in options.data for file in on_disk(path)]) if options.data else digits.train
    print(f"{len(train):,} digits")
    print(f"{'-'.join(map(str, (784, *experiment.hidden, 10)))}, {parameter_count(experiment):,} parameters")
    started = time.perf_counter()
    reason = _train_with_bar(Training(network, train, experiment))
    seconds = time.perf_counter() - started
    if reason:
        print(reason)
    accuracy = evaluate(network, digits.test).accuracy
    if options.out:
        save(options.out, network, experiment, np.float16 if options.half else np.float32)
    _last_line(test_accuracy=accuracy, seconds=round(seconds, 2), parameters=parameter_count(experiment), diverged=bool(reason),
               saved=str(options.out) if options.out else None)
    return 1 if reason else 0


def evaluate_command(options: argparse.Namespace) -> int:
    """Evaluate a saved network on the 10,000 test digits."""
    network, _ = load(options.network)
    result = evaluate(network, load_mnist().test)
    print("rows: true digit, columns: answer")
    print(result.confusion)
    _last_line(test_accuracy=result.accuracy, loss=result.loss, confusion=result.confusion.tolist())
    return 0


def predict_command(options: argparse.Namespace) -> int:
    """Read the digit on a picture."""
    network, _ = load(options.network)
    try:
        pixels = np.asarray(Image.open(options.image).convert("RGBA"))
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise ValueError(f"{options.image} is not a picture that can be read: {error}") from error
    digit = prepare_drawing(pixels)
    if digit is None:
        raise ValueError(f"{options.image} is blank; a digit in dark ink on light paper, or light on dark, can be read")
    probabilities = network.predict(as_inputs(digit[None]))[0]  # (10,)
    for number, probability in enumerate(probabilities):
        print(f"{number}  {probability:7.2%}  {'█' * round(BAR * float(probability))}")
    _last_line(digit=int(probabilities.argmax()), probabilities=[round(float(p), 6) for p in probabilities])
    return 0


def recipes_command(options: argparse.Namespace) -> int:
    """List the recipes."""
    for recipe in recipes().values():
        print(f"{recipe.name:12}  {recipe.title}; claims {recipe.claim:.1%}; {parameter_count(recipe.experiment):,} parameters")
    _last_line(recipes=list(recipes()))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m nncore", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="train|evaluate|predict|recipes")
    train = commands.add_parser("train", help=train_command.__doc__)
    train.set_defaults(command=train_command)
    train.add_argument("--recipe", choices=recipes(), default="quick",
                       help="the recipe to start from; the options below change it")
    train.add_argument("--data", type=Path, nargs="+", metavar="PATH", help="learn from these digits instead of MNIST's: "
                       "two IDX files (.gz too), a .csv like Kaggle's, or a folder of pictures")
    train.add_argument("--out", type=Path, help="where to save the network (.npz)")
    train.add_argument("--half", action="store_true", help="save as float16, in half the space")
    for name, setting in settings().items():
        train.add_argument(f"--{name.replace('_', '-')}", default=argparse.SUPPRESS, type=_reader(setting), metavar="VALUE",
                           nargs="*" if setting.most else None, help=f"{setting.help} Takes {setting.rule}.".replace("%", "%%"))
    shipped = recipes()["steady"].file
    evaluate_ = commands.add_parser("evaluate", help=evaluate_command.__doc__)
    evaluate_.set_defaults(command=evaluate_command)
    evaluate_.add_argument("network", type=Path, nargs="?", default=shipped, help="a saved network (.npz)")
    predict = commands.add_parser("predict", help=predict_command.__doc__)
    predict.set_defaults(command=predict_command)
    predict.add_argument("image", type=Path, help="a picture of one digit")
    predict.add_argument("--network", type=Path, default=shipped, help="a saved network (.npz)")
    commands.add_parser("recipes", help=recipes_command.__doc__).set_defaults(command=recipes_command)
    return parser


def _reader(setting: Setting):
    """What turns the text of an option into a value; `none` stands for None where that is possible."""
    return lambda text: None if setting.none and text == "none" else setting.kind(text)


def _train_with_bar(training: Training) -> str:
    """Train to the end with a progress bar; gives the reason if the loss exploded, else an empty text."""
    total = training.epochs * training.steps_per_epoch
    drawn = 0.0
    for event in training.events():
        now = time.monotonic()
        if isinstance(event, Diverged):
            return event.reason
        if isinstance(event, Epoch):
            checked = "" if event.validation_accuracy is None else f", validation {event.validation_accuracy:.2%}"
            print(f"\repoch {event.epoch}: loss {event.loss:.4f}, training {event.accuracy:.2%}{checked}, {event.seconds:.1f} s"
                  .ljust(BAR + 50))
        elif sys.stderr.isatty() and now - drawn > 0.1:
            drawn = now
            done = BAR * event.step // total
            print(f"\r{'█' * done}{'░' * (BAR - done)} step {event.step:,} of {total:,}", end="", file=sys.stderr, flush=True)
    return ""


def _last_line(**values) -> None:
    print(json.dumps(values))
