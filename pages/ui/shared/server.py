"""What all visitors of one server share: the digits, the shipped networks, and the places at which training may go on."""

from __future__ import annotations

import itertools
import os
import threading

import numpy as np
import streamlit as st
from streamlit.runtime import get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx

from nncore import Digits, Experiment, Mnist, Network, as_inputs, evaluate, load, load_mnist, recipes
from nncore.compute.workers import WorkerPool, cluster_workers, local_workers
from nncore.reading.explanation import features_of
from nncore.runs.baselines import baselines as measured_baselines
from nncore.runs.sweep import estimated_seconds

from .visits import Visits

SCHEDULER = "INKLING_SCHEDULER"  # the environment variable with the address of a Dask scheduler, if sweeps shall run there
ALIKE = 10_000  # training images among which those like a drawing are looked for


@st.cache_resource(show_spinner="Opening the digits ...")
def digits() -> Mnist:
    """MNIST; nobody writes into it."""
    mnist = load_mnist()
    for part in (mnist.train, mnist.test):
        part.images.setflags(write=False)
        part.labels.setflags(write=False)
    return mnist


@st.cache_resource(max_entries=32)
def shipped(name: str) -> tuple[Network, Experiment]:
    """The trained network of a recipe; nobody trains it further in place."""
    return load(recipes()[name].file)


@st.cache_data
def shipped_accuracy(name: str) -> float:
    """The accuracy of a recipe's network on the 10,000 test digits."""
    return evaluate(shipped(name)[0], digits().test).accuracy


@st.cache_data
def shipped_confidences(name: str) -> tuple[np.ndarray, np.ndarray]:
    """(confidence float32 (n,), whether it is right, bool (n,)) of a recipe's network for each of the 10,000 test digits."""
    test = digits().test
    probabilities = shipped(name)[0].predict(as_inputs(test.images))  # (n, 10)
    return probabilities.max(axis=1), probabilities.argmax(axis=1) == test.labels


@st.cache_resource(max_entries=8, show_spinner="Looking at training images ...")
def shipped_features(name: str) -> np.ndarray:
    """What the last hidden layer of a recipe's network says to the first training images, (n, width)."""
    return features_of(shipped(name)[0], digits().train[:ALIKE])


@st.cache_data(show_spinner="Measuring what simpler ways reach ...")
def baselines() -> dict[str, float]:
    """What guessing, the nearest mean digit and softmax regression reach on the test set."""
    return measured_baselines(digits())


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


@st.cache_resource
def places() -> threading.Semaphore:
    """As many places to train as the machine has cores; who finds none waits."""
    return threading.Semaphore(os.cpu_count() or 1)


def worker_pool() -> WorkerPool:
    """Who does the runs of a sweep: processes of this machine, or the cluster that the server was started with."""
    return cluster_workers(os.environ[SCHEDULER]) if SCHEDULER in os.environ else local_workers()


@st.cache_data(ttl=60, show_spinner="Asking how many can work ...")
def worker_count() -> int:
    """How many runs of a sweep go at a time. Raises ValueError if the cluster does not answer."""
    return worker_pool().size


@st.cache_resource
def sweep_turn() -> threading.Semaphore:
    """One sweep at a time, as it takes all cores."""
    return threading.Semaphore(1)


@st.cache_data(max_entries=32, show_spinner=False, hash_funcs={Experiment: repr})
def sweep_seconds(experiments: tuple[Experiment, ...], prune: bool, identity: tuple[str, ...], _data: Digits) -> float:
    """About how many seconds a sweep would take on `_data`, which `identity` tells from other digits."""
    return estimated_seconds(experiments, _data, prune=prune) / worker_count()


@st.cache_resource
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
