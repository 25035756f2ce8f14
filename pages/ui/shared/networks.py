"""The networks that a visitor can choose from: those that ship, those of this session's runs, those opened from a file."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import streamlit as st

from nncore import Experiment, Network, evaluate, recipes

from . import server
from .run import TRAINING, Run
from .state import NETWORK, OpenedFile, visitor

SHIPPED = "shipped "  # begins the names of networks that ship


@dataclass(frozen=True)
class Choice:
    """A network to look at as it is now; `run` is the run that makes it, if it comes from one.

    `name` tells it from all others of the session, `title` is what the list shows, `short` what a sentence calls it.
    """

    name: str
    title: str
    short: str
    network: Network
    experiment: Experiment
    run: Run | None = None

    def now(self) -> Network:
        """The network as it is at this moment."""
        return self.run.history.network if self.run else self.network

    @property
    def ships(self) -> bool:
        """Whether it is one of the networks that ship with Inkling, which never change."""
        return self.name.startswith(SHIPPED)

    @property
    def learning(self) -> bool:
        return self.run is not None and self.run.active


def mnist_accuracy(choice: Choice) -> float | None:
    """The network's accuracy on the 10,000 test digits; None while it learns."""
    if choice.run:
        return None if choice.run.active else choice.run.history.accuracy
    if choice.ships:
        return server.shipped_accuracy(choice.short)
    known = visitor().file_accuracies
    if choice.name not in known:
        known[choice.name] = evaluate(choice.network, server.digits().test).accuracy
    return known[choice.name]


def run_name(run: Run) -> str:
    """What tells a run from all other networks of the session."""
    return f"run {run.number}"


def file_name(file: OpenedFile) -> str:
    """What tells an opened file from all other networks of the session."""
    return f"file {file.identity}"


def shape(experiment: Experiment) -> str:
    """784-128-64-10 and the like."""
    return "-".join(str(width) for width in (784, *experiment.hidden, 10))


def run_title(run: Run) -> str:
    name = f"Run {run.number}: {run.title or shape(run.history.experiment)}"
    if run.state == TRAINING:
        return f"{name}, learning now"
    return f"{name}, {run.state}" if run.history.test is None else f"{name}, {run.history.test.accuracy:.2%}"


@functools.cache
def shipped_choices() -> dict[str, Choice]:
    """The networks that ship, by name: all visitors share them, and they never change."""
    shipped = [recipe.name for recipe in recipes().values() if recipe.file.exists()]
    loaded = [(short, *server.shipped(short)) for short in shipped]
    return {f"{SHIPPED}{short}": Choice(f"{SHIPPED}{short}", f"{short}: {shape(experiment)}", short, network, experiment)
            for short, network, experiment in loaded}


def names() -> list[str]:
    """The names of all networks of the session: those that ship, then runs, the newest first, then opened files."""
    shipped = shipped_choices()
    return [*shipped, *(run_name(run) for run in reversed(visitor().runs)), *(file_name(file) for file in visitor().files)]


def named(name: str) -> Choice:
    """The network of that name."""
    if name.startswith(SHIPPED):
        return shipped_choices()[name]
    for run in visitor().runs:
        if run_name(run) == name:
            return Choice(name, run_title(run), name, run.history.network, run.history.experiment, run)
    file = next(file for file in visitor().files if file_name(file) == name)
    return Choice(name, f"File {file.name}: {shape(file.experiment)}", file.name, file.network, file.experiment)


def network_choice(label: str = "Network", key: str = NETWORK) -> Choice:
    """Ask which network to use."""
    known = names()
    if key == NETWORK and visitor().wanted_network in known:
        st.session_state[NETWORK], visitor().wanted_network = visitor().wanted_network, None
    name = st.selectbox(label, known, format_func=lambda name: named(name).title, key=key, persist_state="session",
                        help="Networks that ship with Inkling, and those that you train or open. One that is learning can be "
                             "chosen too: it answers as it is now.")
    return named(name)
