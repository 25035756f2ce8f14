"""python -m nncore preparation: what each step between a drawing and the network is worth."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from ..digits import load_mnist
from ..files.networks import load
from ..reading.preparation_ablation import accuracies
from ..runs.recipes import recipes
from .output import last_line

MEASURED = 2000  # test digits on which the preparation is measured


def add_preparation(commands) -> None:
    """The command `preparation` and its options."""
    parser = commands.add_parser("preparation", help=preparation_command.__doc__)
    parser.set_defaults(command=preparation_command)
    parser.add_argument("--network", type=Path, default=recipes()["best"].file, help="a saved network (.npz)")


def preparation_command(options: argparse.Namespace) -> int:
    """Measure what each step of the preparation is worth."""
    network, _ = load(options.network)
    result = accuracies(network, load_mnist().test[:MEASURED], rng=np.random.default_rng(0))
    for name, accuracy in result.items():
        print(f"{name:16} {accuracy:7.2%}")
    last_line(**result)
    return 0
