"""Which digits a network sees, and in which handfuls, is counted by hand."""

import dataclasses

import numpy as np
import pytest

import nncore
from nncore.batches import Batches, split
from nncore.network import ROWS_AT_ONCE

SMALL = nncore.Experiment(batch_size=4)


class Noting:
    """A transform that gives floats: half the ink of each pixel."""

    name = "noting"

    def __init__(self, *, active: bool):
        self.active, self.rng = active, np.random.default_rng(0)

    def __call__(self, rows, pixels, labels):
        self.rng.random()
        return pixels.astype(np.float32) / 2

    def adapted(self, experiment):
        return self


def batches(digits, count, experiment, **more) -> Batches:
    return Batches(digits.train, np.arange(count), experiment, **more)


@pytest.mark.parametrize(("wanted", "sizes"), [(1, (1, 3)), (6, (6, 3)), (7, (7, 3)), (None, (7, 3))])
def test_one_image_is_enough_to_learn_from_and_all_that_are_left_are_the_most(wanted, sizes):
    """Of ten digits 3 are held back, 0.26 of them being rounded, and 1 to 7 may be asked for."""
    rows, held_back = split(10, nncore.Experiment(validation_fraction=0.26, training_images=wanted))
    assert (len(rows), len(held_back)) == sizes


def test_more_images_than_are_left_are_refused():
    """Of ten digits of which 3 are held back none can give 8, and of none at all even one is too many."""
    with pytest.raises(ValueError, match="of 10 digits 3 are held back for validation, so it takes 1 to 7$"):
        split(10, nncore.Experiment(validation_fraction=0.26, training_images=8))
    with pytest.raises(ValueError, match="cannot be 0"):
        split(0, nncore.Experiment())


def test_patience_needs_digits_that_are_held_back():
    """Without any the setting is named with what would be right; with one alone, or without patience, all is well."""
    with pytest.raises(ValueError, match="^Patience needs digits .* 'Held back for validation' at 0.1 would be right$"):
        split(10, nncore.Experiment(patience=1, validation_fraction=0.0))
    assert len(split(10, nncore.Experiment(patience=1, validation_fraction=0.1))[1]) == 1
    assert len(split(10, nncore.Experiment(validation_fraction=0.0))[0]) == 10


@pytest.mark.parametrize(("count", "batch_size", "sizes"), [
    (10, 4, [4, 4, 2]), (8, 4, [4, 4]), (3, 4, [3]), (5, None, [5]), (2100, None, [2100]), (1, 1, [1])])
def test_an_epoch_has_as_many_batches_as_are_said(digits, count, batch_size, sizes):
    """Batches of the size asked for, the last one shorter; all at once is one."""
    made = batches(digits, count, dataclasses.replace(SMALL, batch_size=batch_size))
    assert [batch.images for batch in made.epoch()] == sizes
    assert made.steps_per_epoch == len(sizes)
    assert len(made) == count


@pytest.mark.parametrize(("count", "parts"), [(1024, [1024]), (1025, [1024, 1]), (2048, [1024, 1024]), (2100, [1024, 1024, 52])])
def test_a_large_batch_comes_in_parts(digits, count, parts):
    """Of up to 1,024 rows, each with its own labels; one of 1,024 is small enough to remember its random numbers."""
    [batch] = batches(digits, count, nncore.Experiment(batch_size=None)).epoch()
    assert (batch.random is None) == (count > 1024)
    found = [(np.array(x), labels) for x, labels in batch.parts]
    assert [len(x) for x, _ in found] == parts
    seen = np.concatenate([x.sum(axis=1, dtype=int) * 10 + labels for x, labels in found])
    some = digits.train[:count]
    assert sorted(seen) == sorted(some.images.sum(axis=(1, 2), dtype=int) * 10 + some.labels)


def test_the_rest_of_an_epoch_is_in_the_batches_that_it_was_begun_in(digits):
    """Ten rows were begun in threes; after one the next is of three, though fours are wanted, which the next epoch has."""
    whole, left = (batches(digits, 10, dataclasses.replace(SMALL, batch_size=size)) for size in (3, 4))
    expected = [batch.parts[0][1] for batch in whole.epoch()]
    found = [batch.parts[0][1] for batch in left.rest_of_epoch(1, 3)]
    assert [len(labels) for labels in found] == [3, 3, 1]
    for labels, theirs in zip(found, expected[1:], strict=True):
        np.testing.assert_array_equal(labels, theirs)
    assert [batch.images for batch in left.epoch()] == [4, 4, 2]


@pytest.mark.parametrize(("count", "active", "ahead"), [
    (3, True, True), (ROWS_AT_ONCE, True, True), (ROWS_AT_ONCE + 1, True, False), (3, False, False)])
def test_batches_are_made_ahead_where_it_saves_time_and_not_too_much_memory(digits, count, active, ahead):
    """Where a transform acts and the batch is not larger than what passes the network at once."""
    asked = []

    def prepare(calls):
        asked.append(True)
        return (call() for call in calls)

    made = batches(digits, count, nncore.Experiment(batch_size=None), transforms=[Noting(active=active)], prepare=prepare)
    assert sum(batch.images for batch in made.epoch()) == count
    assert bool(asked) == ahead


def test_what_a_transform_makes_is_read_from_0_to_1(digits):
    """Half the ink of each pixel is half of it as a float from 0 to 1; a transform that is not active leaves the bytes."""
    for active in (True, False):
        made = batches(digits, 1, SMALL, transforms=[Noting(active=active)])
        ((x, labels),) = next(made.epoch()).parts
        assert labels == digits.train.labels[:1]
        expected = nncore.as_inputs(digits.train.images[:1]) / 2 if active else digits.train.images[:1].reshape(1, 784)
        np.testing.assert_allclose(x, expected, rtol=1e-6)
        assert x.dtype == expected.dtype


def test_each_batch_tells_the_random_numbers_from_which_the_epoch_goes_on(digits):
    """After the first batch: the order as at the epoch's beginning, and the transform after one number, not after those ahead."""
    noting = Noting(active=True)
    made = batches(digits, 10, SMALL, transforms=[noting], prepare=lambda calls: iter([call() for call in calls]))
    before = made.random_streams["order"].bit_generator.state
    first, *_ = made.epoch()
    found, other = made.random_after(first), np.random.default_rng(0)
    other.random()
    assert found == {"order": before, "noting": other.bit_generator.state}
    assert made.random_streams["noting"] is noting.rng
