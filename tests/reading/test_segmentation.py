"""Pieces of ink are found, put together to digits, and read line by line."""

import itertools
import time
from dataclasses import astuple

import numpy as np
import pytest

from nncore.reading import segmentation
from nncore.reading.components import connected_components
from nncore.reading.segmentation import BELOW, BoundingBox, segment


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


def merged_the_long_way(boxes: list[tuple]) -> list[tuple[list, list[int]]]:
    """What merging is: whichever group is asked, all others are looked at again, and after each merge those since the first."""
    groups = [(list(box), [number]) for number, box in enumerate(boxes)]
    place = 0
    while place < len(groups):
        mates = [other for other in range(len(groups)) if other != place and one_digit(groups[other][0], groups[place][0])]
        if not mates:
            place += 1
            continue
        first, second = sorted((place, mates[0]))
        (a, numbers), (b, more) = groups[first], groups.pop(second)
        groups[first] = [min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])], numbers + more
        place = first
    return groups


def one_digit(a, b) -> bool:
    """Whether two boxes (left, top, right, bottom) are of one digit, by plain numbers."""
    tall, taller = sorted((a[3] - a[1], b[3] - b[1]))
    shared, gap = min(a[2], b[2]) - max(a[0], b[0]), max(a[1], b[1]) - min(a[3], b[3])
    as_tall = -gap >= segmentation.AS_TALL * (max(a[3], b[3]) - min(a[1], b[1]))
    least = (segmentation.SLANTED if as_tall else segmentation.TOGETHER) * min(a[2] - a[0], b[2] - b[0])
    bar_beside = tall < segmentation.BAR * taller and gap < 0 and shared > -segmentation.CLOSE * taller
    return gap < BELOW * taller and (shared >= least or bar_beside)


@pytest.mark.parametrize("whole", [False, True], ids=["strokes", "pixels"])
def test_pieces_are_merged_as_if_all_were_looked_at_again(whole):
    """Of 200 sets of random pieces, large and small, the groups are those of the long way, in the same order."""
    rng = np.random.default_rng(0)
    for _ in range(200):
        count = int(rng.integers(1, 40))
        corners = rng.uniform(0, rng.choice([100, 300, 900]), (count, 2))
        boxes = np.hstack([corners, corners + rng.uniform(1, 50, (count, 2)) * rng.choice([1, 0.1], (count, 2))])
        boxes = (boxes.round() if whole else boxes).tolist()
        merged = segmentation._merged([BoundingBox(*box) for box in boxes])
        assert [(list(astuple(box)), numbers) for box, numbers in merged] == merged_the_long_way(boxes)


def test_a_printed_page_is_put_together_in_a_moment():
    """4,000 letters, or specks that grow together to one, take less than two seconds of the processor."""
    x, y = (each.ravel() for each in np.meshgrid(np.arange(0, 900, 14.0), np.arange(0, 880, 14.0)))
    letters = np.stack([x, y, x + 5, y + 7], axis=1)[:4000]
    corners = np.random.default_rng(0).uniform(0, 900, (4000, 2))
    for boxes, groups in ((letters, 4000), (np.hstack([corners, corners + 9]), 1)):
        started = time.process_time()
        assert len(segment([BoundingBox(*box) for box in boxes.tolist()])) == groups
        assert time.process_time() - started < 2
