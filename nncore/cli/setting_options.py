"""Every setting is an option of the command line; bounds and help come from the setting."""

from __future__ import annotations

import argparse

from ..experiment import Experiment, parse_setting, settings
from ..runs.recipes import recipes


def add_settings(parser: argparse.ArgumentParser) -> None:
    """The recipe to start from, and an option for each setting that changes it."""
    parser.add_argument("--recipe", choices=recipes(), default="quick",
                        help="the recipe to start from; the options below change it")
    for name, setting in settings().items():
        said = f"{setting.help} Takes {setting.rule}.".replace("%", "%%")
        parser.add_argument(f"--{name.replace('_', '-')}", default=argparse.SUPPRESS, metavar="VALUE",
                            nargs="*" if setting.max_length else 1, help=said)


def chosen_experiment(options: argparse.Namespace) -> Experiment:
    """The Experiment that the options say. Raises ValueError at a value that is not possible."""
    start = recipes()[options.recipe].experiment.to_dict()
    chosen = {name: parse_setting(name, "-".join(getattr(options, name))) for name in settings() if hasattr(options, name)}
    return Experiment.from_dict(start | chosen)
