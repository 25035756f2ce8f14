"""What all visitors share is made once, and no browser can take it away."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from unittest.mock import MagicMock

import numpy as np
import pytest
import streamlit as st

import nncore
from nncore.compute.job import PAUSED, RUNNING
from pages.ui.shared import server
from pages.ui.shared.once import once


def test_of_all_who_come_first_at_the_same_moment_one_makes_it():
    """Eight threads ask at once for what takes its time to make: it is made once, and all have the same."""
    made, together = [], threading.Barrier(8)

    @once
    def thing() -> object:
        time.sleep(0.02)
        made.append(object())
        return made[-1]

    def asked(_) -> object:
        together.wait()
        return thing()

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(asked, range(8))) == set(made)
    assert len(made) == 1


def test_what_could_not_be_made_is_tried_again():
    """An error is told to who asked, and the next who asks may have it."""
    faults = [ValueError("not yet")]

    @once
    def thing() -> str:
        if faults:
            raise faults.pop()
        return "it"

    with pytest.raises(ValueError, match="not yet"):
        thing()
    assert thing() == "it"


@pytest.mark.parametrize("name", ["desk", "memory", "known", "visits"])
def test_a_cleared_cache_loses_nothing_that_all_share(name):
    """A browser may ask Streamlit to clear its cache; the desk, the budget, what is known and the visitors stay the same."""
    shared = getattr(server, name)
    before = shared()
    st.cache_resource.clear()
    assert shared() is before


@pytest.mark.parametrize(("state", "asked"), [(RUNNING, []), (PAUSED, ["recipe seconds"])])
def test_recipes_are_not_timed_beside_a_run(monkeypatch, state, asked):
    """What a run leaves of the machine is no measure: while somebody trains nothing is asked, and nothing is said."""
    known = MagicMock()
    known.about.side_effect = lambda what, *_: {what: 1.0}
    monkeypatch.setattr(server, "known", lambda: known)
    visitor = SimpleNamespace(jobs=[SimpleNamespace(state=state)])
    monkeypatch.setattr(server, "visits", lambda: SimpleNamespace(everybody=[visitor]))
    assert list(server.recipe_seconds()) == asked
    known.__contains__.return_value = True
    assert server.recipe_seconds() == {"recipe seconds": 1.0}


def test_a_network_that_nobody_trains_is_built_once():
    """The same settings give the same network, with the first weights of a run of theirs."""
    experiment = nncore.Experiment(hidden=(8,), seed=3)
    network = server.untrained(experiment)
    assert server.untrained(nncore.Experiment(hidden=(8,), seed=3)) is network
    assert np.array_equal(network.parameters, nncore.build(experiment).parameters)


def test_the_desk_looks_after_visitors():
    """What the desk does beside its jobs looks who has gone, and keeps within the budget."""
    asked = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server.visits(), "look", lambda: asked.append("visits"))
        patch.setattr(server.memory(), "keep_within", lambda: asked.append("memory"))
        server.desk().housekeeping()
    assert asked == ["visits", "memory"]
