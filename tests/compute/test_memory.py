"""All visitors share one budget: what is given back first is worked out by hand, and what is under way never goes."""

import dataclasses

import numpy as np
import pytest

import nncore
from nncore.compute.job import ENDED, PAUSED, RUNNING
from nncore.compute.machine import BUDGET, MEGABYTES, UNCOUNTED, budget
from nncore.compute.memory import FORGOTTEN, THINNED, Memory
from nncore.compute.run_job import RunJob
from nncore.compute.sweep_job import Finished, SweepJob
from nncore.runs.history import History
from nncore.runs.start import first_checkpoint
from tests.compute.by_hand import DeskByHand, Owner

NETWORK = nncore.Experiment(hidden=(), optimizer="momentum")  # 784 * 10 weights and 10 biases, of 4 bytes each
ONE = 7850 * 4  # bytes of a network; a checkpoint has one, and a velocity of the same size


class Visitor(Owner):
    """Somebody with runs, and with other things of `size` bytes."""

    def __init__(self, desk: DeskByHand, size: int = 0):
        super().__init__()
        self.desk, self.size, self.runs, self.removed, self.brought = desk, size, [], [], None

    @property
    def jobs(self) -> list[RunJob]:
        return self.runs + self.removed

    def forget(self, run: RunJob) -> None:
        self.runs.remove(run)

    def let_removed_go(self) -> None:
        self.removed.clear()

    def has_run(self, *, began: float, checkpoints: int, state: str = ENDED) -> RunJob:
        history = History(NETWORK, nncore.build(NETWORK))
        for epoch in range(1, checkpoints + 1):
            checkpoint = first_checkpoint(nncore.build(NETWORK), NETWORK)
            history.checkpoints.add(dataclasses.replace(checkpoint, epoch=epoch))
        self.runs.append(RunJob(self.desk, self, history, self.desk.mnist))
        self.runs[-1].began, self.runs[-1].state = began, state
        return self.runs[-1]


@pytest.fixture
def place(few_digits):
    """A desk at which nothing is done."""
    return DeskByHand(1, few_digits)


def kept(*runs: RunJob) -> list[int]:
    return [len(each.history.checkpoints.kept) for each in runs]


def test_what_is_held_by_hand(place):
    """A run with two checkpoints has five vectors of its network; what else a visitor made counts as it is."""
    visitor = Visitor(place, size=1000)
    visitor.has_run(began=1, checkpoints=2)
    memory = Memory(lambda: [visitor], 5 * ONE + 1001)
    assert (memory.size, memory.has_room) == (5 * ONE + 1000, True)
    visitor.size = 1001
    assert not memory.has_room


def test_an_array_that_stands_in_two_histories_is_counted_once(place):
    """A branch has the checkpoints of its run, and takes no more for them."""
    visitor = Visitor(place)
    run = visitor.has_run(began=1, checkpoints=3)
    memory = Memory(lambda: [visitor], 100 * ONE)
    before = memory.size
    visitor.runs.append(run.branch(2, NETWORK))
    assert memory.size == before == 7 * ONE


def test_digits_of_ones_own_are_counted_once(place, few_digits):
    """Those that two runs learn from count once, and not at all where the visitor's size has them; MNIST's never."""
    visitor = Visitor(place)
    own = nncore.Mnist(few_digits.test, few_digits.test)
    for number in (1, 2):
        visitor.has_run(began=number, checkpoints=0).digits = own
    memory = Memory(lambda: [visitor], 1)
    assert memory.size == 2 * ONE + own.train.images.nbytes + own.train.labels.nbytes
    visitor.brought = own.train
    assert memory.size == 2 * ONE


def test_the_runs_of_a_sweep_are_counted(place, few_digits):
    """What has ended and no run log has taken in yet is held, too."""
    visitor = Visitor(place)
    sweep = SweepJob(place, visitor, [NETWORK], few_digits, prune=False)
    sweep.finished = [Finished(0, History(NETWORK, nncore.build(NETWORK)))]
    visitor.runs.append(sweep)
    assert Memory(lambda: [visitor], 1).size == ONE


def test_all_that_a_history_holds_is_counted(place):
    """Where it rests, where it began, its mean, its best epoch's network, and which test digits it read rightly."""
    visitor = Visitor(place)
    run = visitor.has_run(began=1, checkpoints=0)
    networks = [nncore.build(NETWORK) for _ in range(4)]
    full = dataclasses.replace(first_checkpoint(networks[0], NETWORK), average=networks[1], best=(0.5, 1, networks[2]))
    run.history.rest, run.history.origin = full, first_checkpoint(networks[3], NETWORK)
    run.history.test = nncore.Evaluation(0.9, 0.3, np.zeros((10, 10), int), np.zeros(100, bool))
    assert Memory(lambda: [visitor], 1).size == ONE * (1 + 4 + 2) + 100


def test_the_order_of_giving_back_by_hand(place):
    """Checkpoints but the last, the oldest run's first; then runs of who has left; then last checkpoints; no more than needed.

    In the beginning there are runs with 3 checkpoints (7 vectors each): the visitor who has left has those of times 1 and 4,
    the one who is there those of times 2 and 3, of which the one of time 2 is under way. 28 vectors in all.
    """
    here, left = Visitor(place), Visitor(place)
    left.here = False
    old, late = left.has_run(began=1, checkpoints=3), left.has_run(began=4, checkpoints=3)
    live, ended = here.has_run(began=2, checkpoints=3, state=RUNNING), here.has_run(began=3, checkpoints=3)
    memory = Memory(lambda: [here, left], 28 * ONE + 1)

    def within(vectors: int) -> list[int]:
        memory.budget = vectors * ONE + 1
        memory.keep_within()
        assert memory.has_room
        return kept(old, live, ended, late)

    assert memory.size == 28 * ONE
    assert within(28) == [3, 3, 3, 3]
    assert within(27) == [1, 3, 3, 3]
    assert within(20) == [1, 1, 3, 3]
    assert within(17) == [1, 1, 1, 3]
    assert within(12) == [1, 1, 1, 1]
    assert left.runs == [old, late]
    assert (old.notice, live.notice, ended.notice) == (THINNED, THINNED, THINNED)
    within(11)
    assert left.runs == [late]
    within(6)
    assert (left.runs, here.runs, kept(live, ended)) == ([], [live, ended], [1, 1])
    assert within(5)[1:3] == [1, 0]
    assert (live.notice, ended.notice) == (THINNED, FORGOTTEN)
    assert here.runs == [live, ended]


def test_what_is_under_way_never_goes(place):
    """However small the budget, live runs stay, also those of who has left, with their last checkpoint; there is no room then."""
    visitor = Visitor(place)
    visitor.here = False
    runs = [visitor.has_run(began=number, checkpoints=2, state=state)
            for number, state in enumerate(("waiting", "running", "paused"))]
    memory = Memory(lambda: [visitor], 1)
    memory.keep_within()
    assert (visitor.runs, kept(*runs), memory.has_room) == (runs, [1, 1, 1], False)


def test_what_rests_for_who_is_away_goes_last(place):
    """Of two paused runs of somebody who is away the one that rests since makes room, and the one that they paused stays."""
    visitor = Visitor(place)
    visitor.here = False
    asleep, paused = (visitor.has_run(began=number, checkpoints=1, state=PAUSED) for number in (1, 2))
    asleep.asleep = True
    memory = Memory(lambda: [visitor], 6 * ONE + 1)
    memory.keep_within()
    assert visitor.runs == [asleep, paused]
    memory.budget = 4 * ONE
    memory.keep_within()
    assert (visitor.runs, asleep.state, paused.state) == ([paused], ENDED, PAUSED)


def test_a_run_whose_checkpoints_were_given_back_finds_its_way(few_digits):
    """One more epoch of it is the epoch that it would have been, to the bit."""
    place, experiment = DeskByHand(1, few_digits), dataclasses.replace(NETWORK, epochs=2, batch_size=20, training_images=100)
    weights = []
    for megabytes in (100, 0):
        visitor = Visitor(place)
        run = RunJob.new(place, visitor, experiment, few_digits)
        visitor.runs.append(run)
        run.begin()
        place.work()
        Memory(lambda visitor=visitor: [visitor], megabytes * 10**6).keep_within()
        assert bool(run.notice) == (megabytes == 0)
        run.one_more_epoch()
        place.work()
        assert run.epoch == 3
        weights.append(run.history.network.parameters)
    np.testing.assert_array_equal(*weights)


def test_the_budget_is_read_from_the_environment(monkeypatch):
    """In megabytes, of which thirty are for what is not counted; what is no number is refused in a sentence."""
    monkeypatch.delenv(BUDGET, raising=False)
    assert budget() == (MEGABYTES - UNCOUNTED) * 10**6
    monkeypatch.setenv(BUDGET, "")
    assert budget() == (MEGABYTES - UNCOUNTED) * 10**6
    monkeypatch.setenv(BUDGET, "130")
    assert budget() == 100 * 10**6
    for wrong in ("much", "-5", "1.5"):
        monkeypatch.setenv(BUDGET, wrong)
        with pytest.raises(ValueError, match=f"{BUDGET}='{wrong}' is no number of megabytes; {BUDGET}=300 would be one"):
            budget()
