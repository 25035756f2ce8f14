"""What the tests of the desk share: few digits, and a desk of real processes."""

import pytest

from nncore.augment.cores import on_one_core
from nncore.compute.processes import local_desk
from nncore.runs.history import run_experiment
from tests.compute.by_hand import few


@pytest.fixture(scope="session")
def few_digits(digits):
    """400 digits to learn from, and 100 to be tested on."""
    return few(digits)


@pytest.fixture(scope="module")
def desk(few_digits):
    """A desk of two worker processes, which know few digits."""
    desk = local_desk(few_digits, 2)
    yield desk
    desk.close()


@pytest.fixture(scope="session")
def alone(few_digits):
    """A function that gives the history of a run which nobody disturbs."""
    found = {}

    def run(experiment):
        if experiment not in found:
            with on_one_core():
                found[experiment] = run_experiment(experiment, few_digits)
        return found[experiment]

    return run
