"""What all visitors of one server share: the desk that computes, the digits, and the networks that ship."""

from __future__ import annotations

import itertools
import os
from functools import partial

import numpy as np
import streamlit as st
from streamlit.runtime import get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx

from nncore import Digits, Experiment, Mnist, Network, build, load, load_mnist, recipes
from nncore.compute.cluster import cluster_desk
from nncore.compute.desk import Desk
from nncore.compute.job import RUNNING, Somebody
from nncore.compute.machine import budget
from nncore.compute.memory import Memory
from nncore.compute.processes import local_desk
from nncore.interpretability.closest_digits import ClosestDigits
from nncore.interpretability.explanation import features_of
from nncore.reading.promises import Promise, promises
from nncore.runs.baselines import baselines as measured_baselines
from nncore.runs.recipes import recipe_seconds as measured_seconds
from nncore.runs.sweep import estimated_seconds

from .calculation import PATIENCE, Known, calculated
from .once import once
from .visits import Visits

SCHEDULER = "INKLING_SCHEDULER"  # the environment variable with the address of a Dask scheduler, if sweeps shall run there
ALIKE = 10_000  # training images among which those like a drawing are looked for
NEAR = 5_000  # training images among which the closest are shown with every answer: 16 MB
MOST_UNTRAINED = 2  # networks that are kept as they begin, up to 32 MB each
MOST_MEASUREMENTS = 1000  # 5 kB each of a neuron, and up to 300 kB of each layer that there is: 12 MB
MOST_FEATURES = 2  # networks of which they are kept, up to 40 MB each


@once
def desk() -> Desk:
    """Who computes for all visitors."""
    desk = local_desk(load_mnist())
    desk.housekeeping = look_after_visitors
    return desk


def look_after_visitors() -> None:
    """Forget who left long ago, and keep within the budget what the others made."""
    visits().look()
    memory().keep_within()


@once
def memory() -> Memory:
    """The one budget of memory for what all visitors made."""
    return Memory(lambda: visits().everybody, budget())


def digits() -> Mnist:
    """MNIST; nobody can write into it."""
    return desk().mnist


@once
def known() -> Known:
    """What is calculated once for all visitors."""
    return Known(desk())


@once
def measurements() -> Known:
    """What was measured of the networks that ship, for all visitors; of so many neurons that only the newest are kept."""
    return Known(desk(), most=MOST_MEASUREMENTS)


def sweep_desk() -> Desk:
    """Who does the runs of a sweep: this machine, or the cluster that the server was started with; ValueError if none answers."""
    if SCHEDULER not in os.environ:
        return desk()
    if refused := _cluster_refused():
        raise ValueError(refused)
    return _cluster()


@once
def _cluster() -> Desk:
    return cluster_desk(os.environ[SCHEDULER], digits())


@st.cache_data(ttl=30, show_spinner="Asking the cluster ...")
def _cluster_refused() -> str:
    """Why the cluster cannot be used, asked again after a while; empty if it can."""
    try:
        _cluster()
    except ValueError as error:
        return f"{error}"
    return ""


@st.cache_resource(max_entries=32)
def shipped(name: str) -> tuple[Network, Experiment]:
    """The trained network of a recipe; nobody trains it further in place."""
    return load(recipes()[name].file)


@st.cache_resource(max_entries=MOST_UNTRAINED, show_spinner=False, hash_funcs={Experiment: repr})
def untrained(experiment: Experiment) -> Network:
    """The network of an Experiment with its first weights, to look at; nobody trains it."""
    return build(experiment)


def shipped_accuracy(name: str) -> float | None:
    """The accuracy of a recipe's network on the 10,000 test digits; None if the machine has no time for it."""
    promised = shipped_promises(name, patience=PATIENCE)
    return promised and promised[0].right  # with no confidence at all wanted it answers every digit


def shipped_promises(name: str, patience: float = 0.0) -> list[Promise] | None:
    """What a recipe's network promises for each confidence of 0 to 99 %; None if it is not calculated after so many seconds."""
    return known().about(("promises", name), promises, shipped(name)[0], digits().test, patience=patience)


@st.cache_resource(max_entries=MOST_FEATURES, show_spinner="Looking at training images ...")
def shipped_features(name: str) -> np.ndarray:
    """What the last hidden layer of a recipe's network says to the first training images, (n, width)."""
    return calculated(desk(), Somebody(), features_of, shipped(name)[0], digits().train[:ALIKE])


@once
def closest_digits() -> ClosestDigits:
    """The first training digits, made ready to be compared with a drawing."""
    return ClosestDigits.among(digits().train[:NEAR])


def baselines() -> dict[str, float]:
    """What guessing, the nearest mean digit and softmax regression reach on the test set; nothing until it is calculated."""
    return known().about("baselines", measured_baselines, digits()) or {}


def recipe_seconds() -> dict[str, float]:
    """About how long each recipe trains on this machine; nothing until it is calculated, which is not begun beside a run."""
    if "recipe seconds" not in known() and any(job.state == RUNNING for each in visits().everybody for job in each.jobs):
        return {}
    return known().about("recipe seconds", measured_seconds, digits().train) or {}


def base_url() -> str:
    """The address of the app that the visitor sees, up to the page's name."""
    return st.context.url.rpartition("/")[0] + "/" if st.context.url else ""


def browser() -> str:
    """What tells the visitor's browser from others: the token that Streamlit gave it in a cookie; empty if it gave none.

    The cookie is version|mask|token ^ mask|time, with a new mask each time (as Tornado's set_xsrf_cookie writes it).
    """
    parts = st.context.cookies.get("_streamlit_xsrf", "").split("|")
    try:
        _, mask, masked, _ = parts
        return bytes(a ^ b for a, b in zip(bytes.fromhex(masked), itertools.cycle(bytes.fromhex(mask)), strict=False)).hex()
    except ValueError:  # none, or one of another kind
        return ""


@st.cache_data(max_entries=32, show_spinner=False, hash_funcs={Experiment: repr})
def sweep_seconds(experiments: tuple[Experiment, ...], prune: bool, identity: tuple[str, ...], _data: Digits) -> float:
    """About how many seconds of one worker a sweep would take on `_data`, which `identity` tells from other digits."""
    return calculated(desk(), Somebody(), partial(estimated_seconds, prune=prune), experiments, _data)


@once
def visits() -> Visits:
    """The visitors whose runs are kept for a while after their browser has gone."""
    return Visits()


def session_watch():
    """A function that tells, from any thread, whether this visitor's browser is still connected."""
    context = get_script_run_ctx()

    def is_watched() -> bool:
        try:
            return get_instance().is_active_session(context.session_id)
        except (AttributeError, RuntimeError):  # not documented by Streamlit: when it goes, believe that somebody watches
            return True

    return is_watched
