"""The command line: train, evaluate and predict without a page. The last line of each is JSON, for a program to read."""

from __future__ import annotations

import argparse
import sys

from .evaluate import add_evaluate
from .predict import add_predict
from .preparation import add_preparation
from .recipes import add_recipes
from .sweep import add_sweep
from .train import add_train

COMMANDS = {"train": add_train, "evaluate": add_evaluate, "predict": add_predict, "recipes": add_recipes, "sweep": add_sweep,
            "preparation": add_preparation}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; gives the exit code: 0, or 2 with a sentence on stderr."""
    parser = argparse.ArgumentParser("python -m nncore", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="|".join(COMMANDS))
    for add in COMMANDS.values():
        add(commands)
    options = parser.parse_args(arguments)
    try:
        return options.command(options)
    except (ValueError, OSError) as error:
        print(f"nncore: {error}", file=sys.stderr)
        return 2
