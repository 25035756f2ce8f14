"""The networks that a visitor can choose from: those that ship, those of their runs, those opened from a file."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

import streamlit as st

from nncore import Experiment, Network, evaluate, recipes
from nncore.compute.job import RUNNING, Somebody

from . import server
from .calculation import calculated
from .run import Run
from .state import NETWORK, SECOND_NETWORK
from .visitor import OpenedFile, Visitor

SHIPPED = "shipped "  # begins the names of networks that ship
FIRST = f"{SHIPPED}best"
HELP = ("The current network: what you train becomes it, on every page. One that is learning answers as it is now. Numbers as in "
        "784-128-10 are neurons: so many pixels, neurons of each hidden layer, digits.")


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


def choices(visitor: Visitor) -> Iterator[Choice]:
    """All networks of the visitor: their runs, the newest first, then opened files, then those that ship."""
    for run in reversed(visitor.runs):
        name = run_name(run)
        yield Choice(name, run_title(run), name, run.history.network, run.history.experiment, run)
    for file in visitor.files:
        title = f"File {file.name}: {shape(file.experiment)}"
        yield Choice(file_name(file), title, file.name, file.network, file.experiment)
    yield from shipped_choices().values()


def current(visitor: Visitor) -> Choice:
    """The current network, which every page looks at; `best` of those that ship until another is chosen, trained or opened."""
    return next((each for each in choices(visitor) if each.name == visitor.network), shipped_choices()[FIRST])


def network_choice(visitor: Visitor) -> Choice:
    """Show which network is the current one, and let another be chosen."""
    titles = {each.name: each.title for each in choices(visitor)}  # of this moment: a run's changes while it learns
    st.session_state[NETWORK] = current(visitor).name
    st.selectbox("Network", titles, format_func=titles.get, key=NETWORK, on_change=_choose, args=(visitor,), help=HELP)
    return current(visitor)


def _choose(visitor: Visitor) -> None:
    """Take what was chosen; a page that has not heard of a run's new title yet still says the old one, which names nothing."""
    if any(each.name == st.session_state[NETWORK] for each in choices(visitor)):
        visitor.network = st.session_state[NETWORK]


def second_choice(visitor: Visitor) -> Choice:
    """Ask for a network to compare with the current one, which it never is."""
    first = current(visitor).name
    others = {each.name: each for each in choices(visitor) if each.name != first}
    return others[st.selectbox("Second network", others, format_func=lambda name: others[name].title, key=SECOND_NETWORK,
                               persist_state="session")]
