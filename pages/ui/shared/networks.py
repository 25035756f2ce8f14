"""The networks that a visitor can choose from: those that ship, those of their runs, those opened from a file."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import streamlit as st

from nncore import Experiment, Network, evaluate, recipes
from nncore.compute.job import RUNNING, Somebody

from . import server
from .calculation import calculated
from .run import Run
from .state import NETWORK, WANTED_NETWORK
from .visitor import OpenedFile, Visitor

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
    """The network's accuracy on the 10,000 test digits; None while it learns, or if it could not be calculated."""
    if choice.run:
        return None if choice.run.active else choice.run.history.accuracy
    if choice.ships:
        return server.shipped_accuracy(choice.short)
    try:
        return _accuracy_of_file(choice.name, choice.network)
    except ValueError:  # the machine has no time for it
        return None


@st.cache_data(max_entries=100, show_spinner=False)
def _accuracy_of_file(name: str, _network: Network) -> float:
    return calculated(server.desk(), Somebody(), evaluate, _network, server.digits().test).accuracy


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
    if run.state == RUNNING:
        return f"{name}, learning now"
    return f"{name}, {run.state}" if run.history.test is None else f"{name}, {run.history.test.accuracy:.2%}"


@functools.cache
def shipped_choices() -> dict[str, Choice]:
    """The networks that ship, by name: all visitors share them, and they never change."""
    shipped = [recipe.name for recipe in recipes().values() if recipe.file.exists()]
    loaded = [(short, *server.shipped(short)) for short in shipped]
    return {f"{SHIPPED}{short}": Choice(f"{SHIPPED}{short}", f"{short}: {shape(experiment)}", short, network, experiment)
            for short, network, experiment in loaded}


def names(visitor: Visitor) -> list[str]:
    """The names of all networks of the visitor: those that ship, then runs, the newest first, then opened files."""
    shipped = shipped_choices()
    return [*shipped, *(run_name(run) for run in reversed(visitor.runs)), *(file_name(file) for file in visitor.files)]


def named(visitor: Visitor, name: str) -> Choice:
    """The network of that name."""
    if name.startswith(SHIPPED):
        return shipped_choices()[name]
    for run in visitor.runs:
        if run_name(run) == name:
            return Choice(name, run_title(run), name, run.history.network, run.history.experiment, run)
    file = next(file for file in visitor.files if file_name(file) == name)
    return Choice(name, f"File {file.name}: {shape(file.experiment)}", file.name, file.network, file.experiment)


def want(name: str) -> None:
    """Let the list of networks have chosen the one of that name when it is drawn next."""
    st.session_state[WANTED_NETWORK] = name


def network_choice(visitor: Visitor, label: str = "Network", key: str = NETWORK) -> Choice:
    """Ask which network to use."""
    known = names(visitor)
    if key == NETWORK and (wanted := st.session_state.pop(WANTED_NETWORK, None)) in known:
        st.session_state[NETWORK] = wanted
    name = st.selectbox(label, known, format_func=lambda name: named(visitor, name).title, key=key, persist_state="session",
                        help="Networks that ship with Inkling, and those that you train or open. One that is learning can be "
                             "chosen too: it answers as it is now.")
    return named(visitor, name)
