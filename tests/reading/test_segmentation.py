"""Pieces of ink are found, put together to digits, and read line by line."""

import itertools

import numpy as np

from nncore.reading.components import connected_components
from nncore.reading.segmentation import BoundingBox, segment


def test_components_by_hand():
    """A ring with a dot in it, a diagonal that touches by corners, and a U whose arms meet below: four, each in its box."""
    ink = np.array([[1, 1, 1, 0, 0, 1, 0, 1],
                    [1, 0, 1, 0, 1, 0, 0, 1],
                    [1, 1, 1, 0, 0, 0, 0, 0],
                    [0, 0, 0, 0, 0, 1, 0, 1],
                    [0, 0, 0, 0, 0, 1, 1, 1]], bool)
    labels, boxes = connected_components(ink)
    assert ((labels > 0) == ink).all()
    found = {tuple(vars(box).values()): (labels == number).sum() for number, box in enumerate(boxes, start=1)}
    assert found == {(0, 0, 3, 3): 8, (4, 0, 6, 2): 2, (7, 0, 8, 2): 2, (5, 3, 8, 5): 5}
    assert connected_components(np.zeros((4, 5), bool))[1] == []


def test_pieces_of_one_digit_stay_together_and_lines_are_read_from_the_top():
    """A bar above a body is one digit with it; two lines are read one after the other, each from the left; a speck is none."""
    body, bar, right = BoundingBox(10, 20, 40, 80), BoundingBox(15, 10, 45, 14), BoundingBox(60, 15, 90, 80)
    below, speck = BoundingBox(12, 120, 40, 180), BoundingBox(100, 60, 103, 63)
    found = segment([below, right, bar, body, speck])
    assert [sorted(numbers) for _, numbers in found] == [[2, 3], [1], [0]]
    assert found[0][0] == BoundingBox(10, 10, 45, 80)


def test_pieces_that_hang_together_by_others_are_one_digit():
    """The two arms of a U lie apart, and its foot under both: all three are one, in whatever order they are found."""
    arms_and_foot = [BoundingBox(10, 10, 20, 80), BoundingBox(40, 10, 50, 80), BoundingBox(10, 82, 50, 95)]
    for order in itertools.permutations(range(3)):
        ((box, numbers),) = segment([arms_and_foot[each] for each in order])
        assert box == BoundingBox(10, 10, 50, 95)
        assert sorted(numbers) == [0, 1, 2]


def test_what_is_segmented_needs_no_more_merging():
    """Of many random pieces no two digits that were found are one, whichever pieces grew together first."""
    rng = np.random.default_rng(0)
    for _ in range(200):
        corners, sizes = rng.uniform(0, 300, (25, 2)), rng.uniform(2, 50, (25, 2))
        found = segment([BoundingBox(*box) for box in np.hstack([corners, corners + sizes]).tolist()])
        assert all(len(numbers) == 1 for _, numbers in segment([box for box, _ in found]))


def test_a_bar_beside_its_body_belongs_to_it():
    """The top of a 5 that ends just before its body begins is one digit with it; a dash further away is another."""
    body = BoundingBox(10, 10, 50, 110)
    near, far = BoundingBox(60, 12, 90, 20), BoundingBox(70, 12, 100, 20)
    assert len(segment([body, near])) == 1
    assert len(segment([body, far])) == 2
