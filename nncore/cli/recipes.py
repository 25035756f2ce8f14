"""python -m nncore recipes: what each recipe claims and what its shipped network reaches, or one of them trained again."""

from __future__ import annotations

import argparse

from ..architecture import parameter_count
from ..digits import load_mnist
from ..evaluation import evaluate
from ..files.networks import load, training_seconds
from ..runs.recipes import recipes
from .output import last_line
from .train import add_run_options, run


def add_recipes(commands) -> None:
    """The command `recipes` and its options."""
    parser = commands.add_parser("recipes", help=recipes_command.__doc__)
    parser.set_defaults(command=recipes_command)
    parser.add_argument("--run", choices=recipes(), metavar="NAME", help="train this recipe's network again")
    add_run_options(parser)


def recipes_command(options: argparse.Namespace) -> int:
    """List the recipes with what the networks that ship reach, or run one."""
    if options.run:
        return run(recipes()[options.run].experiment, options)
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
    last_line(recipes=rows)
    return 0
