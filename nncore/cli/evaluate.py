"""python -m nncore evaluate: how well a saved network reads the 10,000 test digits."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..digits import load_mnist
from ..evaluation import evaluate
from ..files.networks import load
from ..runs.recipes import recipes
from .output import last_line


def add_evaluate(commands) -> None:
    """The command `evaluate` and its options."""
    parser = commands.add_parser("evaluate", help=evaluate_command.__doc__)
    parser.set_defaults(command=evaluate_command)
    parser.add_argument("network", type=Path, nargs="?", default=recipes()["best"].file, help="a saved network (.npz)")


def evaluate_command(options: argparse.Namespace) -> int:
    """Evaluate a saved network on the 10,000 test digits."""
    network, _ = load(options.network)
    result = evaluate(network, load_mnist().test)
    print("rows: true digit, columns: answer")
    print(result.confusion)
    last_line(test_accuracy=result.accuracy, loss=result.loss, confusion=result.confusion.tolist())
    return 0
