"""Some draw and some train at once, on one real server: everybody gets what is theirs.

`python tests/benchmarks/load.py` measures how many that can be, and how long they wait.
"""

import asyncio
from dataclasses import dataclass

import numpy as np
import pytest

import nncore
from tests.serving import running_server
from tests.visitors.drawing import Answer, draw, written
from tests.visitors.page import Page
from tests.visitors.training import Watched, train, train_page
from tests.waiting import given

DRAWERS, DRAWINGS, ROUNDS, RUNS = 4, 2, 3, 3
EXPERIMENTS = (nncore.Experiment(hidden=(16,), epochs=3, training_images=5000, seed=1),
               nncore.Experiment(hidden=(24,), epochs=4, training_images=5000, seed=2))


@dataclass
class Visit:
    """The answers to all drawings of one visitor alone, then of each drawer; the runs of each trainer; all faults."""

    alone: list[list[Answer]]
    together: list[list[Answer]]
    runs: list[list[Watched]]
    faults: list[str]


async def drawing(address: str, drawings: list[str], faults: list[str]) -> list[Answer]:
    async with Page(address) as page:
        answers = [await draw(page, each) for each in drawings]
        faults += page.screen.faults
        return answers


async def training(address: str, experiment: nncore.Experiment, faults: list[str]) -> list[Watched]:
    async with train_page(address, experiment) as page:
        runs = [await train(page) for _ in range(RUNS)]
        faults += page.screen.faults
        return runs


async def everybody(address: str) -> Visit:
    """First one alone makes everybody's drawings; then all come at once."""
    rng, faults = np.random.default_rng(0), []
    drawings = [[written(digit, rng=rng) for _ in range(DRAWINGS)] for digit in range(DRAWERS)]
    alone = [await drawing(address, each, faults) for each in drawings]
    drawers = [drawing(address, ROUNDS * each, faults) for each in drawings]
    trainers = [training(address, each, faults) for each in EXPERIMENTS]
    came = await asyncio.gather(*drawers, *trainers)
    return Visit(alone, came[:DRAWERS], came[DRAWERS:], faults)


@pytest.fixture(scope="module")
def visit():
    with running_server() as server:
        return given(everybody(server.address))


def test_each_drawer_gets_the_answer_to_their_own_drawing(visit):
    """Digit and picture are those that the same drawing gets when nobody else is there; no two drawings have the same picture."""
    pictures = {each.picture for answers in visit.alone for each in answers}
    assert len(pictures) == DRAWERS * DRAWINGS
    for digit, (alone, together) in enumerate(zip(visit.alone, visit.together, strict=True)):
        assert {each.digit for each in alone} == {str(digit)}
        assert [(each.digit, each.picture) for each in together] == ROUNDS * [(each.digit, each.picture) for each in alone]


@pytest.mark.parametrize("number", range(len(EXPERIMENTS)))
def test_each_run_ends_as_nncore_ends_it(visit, digits, number):
    """Each trainer sees their own runs, which never go back, and the accuracy that nncore reaches alone."""
    experiment, runs = EXPERIMENTS[number], visit.runs[number]
    for place, run in enumerate(runs):
        assert run.progress
        assert not run.of_another(place + 1, experiment.epochs)
    network = nncore.build(experiment)
    for _ in nncore.train(network, digits.train, experiment):
        pass
    assert {run.accuracy for run in runs} == {f"{nncore.evaluate(network, digits.test).accuracy:.2%}"}


def test_nobody_sees_an_error_or_a_warning(visit):
    """No page shows a box of either kind, a traceback, or loses its server."""
    assert not visit.faults
