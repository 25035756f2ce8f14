"""The networks that a visitor can choose from: those that ship, those of this session's runs, those opened from a file."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from nncore import Experiment, Network, recipes

from . import server
from .run import TRAINING, Run
from .state import NETWORK, visitor


@dataclass(frozen=True)
class Choice:
    """A network to look at as it is now; `run` is the run that makes it, if it comes from one."""

    title: str
    network: Network
    experiment: Experiment
    run: Run | None = None

    def now(self) -> Network:
        """The network as it is at this moment."""
        return self.run.snapshot if self.run else self.network

    @property
    def learning(self) -> bool:
        return self.run is not None and self.run.active


def shape(experiment: Experiment) -> str:
    """784-128-64-10 and the like."""
    return "-".join(str(width) for width in (784, *experiment.hidden, 10))


def run_title(run: Run) -> str:
    if run.state == TRAINING:
        return f"Run {run.number}: {shape(run.experiment)}, learning now"
    if run.test is None:
        return f"Run {run.number}: {shape(run.experiment)}, {run.state}"
    return f"Run {run.number}: {shape(run.experiment)}, {run.test.accuracy:.2%}"


def network_choice() -> Choice:
    """Ask which network to use. The newest run stands first, as one wants to see what one made."""
    makers = {f"run {run.number}": run for run in reversed(visitor().runs)}
    files = {f"file {number}": file for number, file in enumerate(visitor().files)}
    shipped = {f"shipped {recipe.name}": recipe for recipe in recipes().values() if recipe.file.exists()}

    def title(name: str) -> str:
        if name in makers:
            return run_title(makers[name])
        if name in files:
            return f"File {files[name].name}: {shape(files[name].experiment)}"
        return f"{shipped[name].name}: {shape(shipped[name].experiment)}"

    names = [*shipped, *makers, *files]
    name = st.selectbox("Network", names, format_func=title, key=NETWORK, persist_state="session",
                        help="Networks that ship with Inkling, and those that you train or open. One that is learning can be "
                             "chosen too: it answers as it is now.")
    if name in makers:
        run = makers[name]
        return Choice(title(name), run.snapshot, run.experiment, run)
    if name in files:
        return Choice(title(name), files[name].network, files[name].experiment)
    return Choice(title(name), *server.shipped(shipped[name].name))
