"""Every setting is an option of the command line; bounds and help come from the setting."""

from __future__ import annotations

import argparse

from ..experiment import Experiment, settings
from ..runs.recipes import recipes
from ..setting import Setting


def add_settings(parser: argparse.ArgumentParser) -> None:
    """The recipe to start from, and an option for each setting that changes it."""
    parser.add_argument("--recipe", choices=recipes(), default="quick",
                        help="the recipe to start from; the options below change it")
    for name, setting in settings().items():
        parser.add_argument(f"--{name.replace('_', '-')}", default=argparse.SUPPRESS, type=reader(setting), metavar="VALUE",
                            nargs="*" if setting.most else None, help=f"{setting.help} Takes {setting.rule}.".replace("%", "%%"))


def chosen_experiment(options: argparse.Namespace) -> Experiment:
    """The Experiment that the options say."""
    start = recipes()[options.recipe].experiment.to_dict()
    return Experiment.from_dict(start | {name: getattr(options, name) for name in settings() if hasattr(options, name)})


def reader(setting: Setting):
    """What turns the text of an option into a value; `none` stands for None where that is possible."""
    if setting.kind is bool:
        return _switch
    return lambda text: None if setting.none and text == "none" else setting.kind(text)


SWITCHED = {"true": True, "on": True, "false": False, "off": False}


def _switch(text: str) -> bool:
    if text.lower() not in SWITCHED:
        raise ValueError(f"{text!r} is neither True nor False")
    return SWITCHED[text.lower()]


def value_of(name: str, text: str):
    """The value of a setting from a word: 0.01, relu, on, none, or 128-64 for a row of numbers. ValueError if it is no value."""
    if name not in settings():
        raise ValueError(f"an experiment has no field {name!r}; its fields are {', '.join(settings())}")
    setting = settings()[name]
    try:
        if setting.most is not None:
            return () if text == "none" else tuple(setting.kind(part) for part in text.split("-"))
        return reader(setting)(text)
    except ValueError as error:
        raise ValueError(f"{name} cannot be {text!r}; it takes {setting.rule}") from error
