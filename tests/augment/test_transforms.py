"""Drawn pictures take the place of some images of a batch: every digit equally often, each drawn anew."""

import numpy as np
import pytest

import nncore
from nncore.augment.transforms import transforms_of
from nncore.batches import Transform

ROWS = np.arange(3)


def transform(name: str, share: float, digits: nncore.Mnist) -> Transform:
    """The one of an Experiment's transforms that has this name, where every one draws the share."""
    experiment = nncore.Experiment(template_share=share, scribble_share=share)
    return next(each for each in transforms_of(experiment, digits.train) if each.name == name)


@pytest.mark.parametrize(("name", "shown"), [("templates", range(10)), ("scribbles", [10])])
def test_small_batches_show_every_digit_equally_often(digits, name, shown):
    """Of 600 pictures in batches of three each of ten digits is shown 60 times, within 4 deviations; a scribble shows none."""
    replace, seen, labels = transform(name, 1.0, digits), set(), np.empty((200, 3), np.uint8)
    for batch in labels:
        seen |= {each.tobytes() for each in replace(ROWS, np.zeros((3, 784), np.uint8), batch)}
    found, counts = np.unique(labels, return_counts=True)
    assert found.tolist() == list(shown)
    assert (abs(counts - 600 / len(shown)) < 30).all()
    assert len(seen) > 570  # dots are few and alike


@pytest.mark.parametrize("name", ["templates", "scribbles"])
def test_a_batch_of_which_nothing_is_replaced_stays_as_it_is(digits, name):
    """With a share that hits none of three images their bytes and labels are what they were."""
    pixels, labels = digits.train.images[:3].reshape(3, 784).copy(), digits.train.labels[:3].copy()
    changed = transform(name, 1e-12, digits)(ROWS, pixels, labels)
    np.testing.assert_array_equal(changed, digits.train.images[:3].reshape(3, 784))
    np.testing.assert_array_equal(labels, digits.train.labels[:3])
