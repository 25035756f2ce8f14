"""What is one digit and what are two is chosen by how likely the readings are, and both ways it comes out right."""

import itertools

import numpy as np
import pytest

import nncore
from nncore.reading.digit_grouping import candidates, likeliest
from nncore.reading.reader import read_picture, read_strokes
from nncore.reading.segmentation import BoundingBox
from tests.drawn_digits import drawn_digits
from tests.sheet import PEN, beside, painted
from tests.written_digits import FORMS, strokes

LOOSE_FOUR = [[(40, 5), (25, 45), (12, 85), (50, 86)], [(66, 50), (65, 90), (63, 136)]]  # an L, and a bar that does not touch it
FLOATING_ROOF = [[(26, 20), (20, 62), (52, 52), (82, 72), (84, 108), (54, 134), (12, 124)], [(36, 4), (92, 2)]]


@pytest.fixture(scope="module")
def best():
    return nncore.load(nncore.recipes()["best"].file)[0]


@pytest.mark.parametrize(("form", "digit"), [(LOOSE_FOUR, "4"), (FLOATING_ROOF, "5")])
def test_a_digit_whose_parts_do_not_touch_is_one(best, form, digit):
    """A four is no 61 and a five no 65, though one part stands beside the other."""
    assert read_strokes(best, strokes(form)).number() == digit


@pytest.mark.parametrize("gap", [12.0, 25.0, 40.0])
@pytest.mark.parametrize("number", ["11", "17", "61", "10", "01", "65", "71"])
def test_two_digits_stay_two(best, number, gap):
    """Also where together they might be a letter, or a loose four: two digits of one hand are about as tall."""
    digits = [strokes(FORMS[int(digit)][0]) for digit in number]
    assert len(read_strokes(best, beside(digits, gap, [100, 100])).digits) == 2
    assert len(read_strokes(best, beside(digits, gap + PEN, [100, 100]), PEN).digits) == 2  # so much paper between the ink


@pytest.mark.parametrize("number", ["11", "17", "77", "41"])
def test_slanted_digits_that_reach_over_one_another_stay_two(best, number):
    """From above they overlap, and between their ink there is paper: from strokes, and as a picture."""
    lines = beside([strokes(FORMS[int(digit)][0]) for digit in number], 24, [100, 100], (80, 40))
    slanted = [np.stack([line[:, 0] - 0.5 * (line[:, 1] - 90), line[:, 1]], axis=1) for line in lines]
    assert len(read_strokes(best, slanted, 6).digits) == 2
    assert len(read_picture(best, painted(slanted, 6)).digits) == 2


def test_people_whose_digits_fall_apart_are_read_as_one_digit(best):
    """Of 600 digits of the 30 people whose digits may be looked at, none is read as two."""
    apart = [each for each in drawn_digits() if each.writer % 2 == 0
             and len(read_strokes(best, each.on_canvas(), PEN).digits) != 1]
    assert not apart


def test_the_likeliest_reading_is_that_of_all_readings():
    """Of every way to cut a row of pieces into candidates, tried one by one, none is likelier than the one that is chosen."""
    rng = np.random.default_rng(0)
    for _ in range(50):
        count = int(rng.integers(1, 7))
        boxes = [BoundingBox(10 * n, 0, 10 * n + float(rng.uniform(5, 12)), float(rng.uniform(10, 100))) for n in range(count)]
        found = candidates([(box, [n]) for n, box in enumerate(boxes)])
        probabilities = rng.dirichlet(np.ones(10), len(found))  # (candidates, 10)
        by_span = {(each.first, each.last): number for number, each in enumerate(found)}
        readings = []
        for inner in itertools.product([False, True], repeat=count - 1):
            cuts = [0, *(place for place, cut in enumerate(inner, start=1) if cut), count]
            numbers = [by_span.get(span) for span in itertools.pairwise(cuts)]
            if None not in numbers:
                readings.append((sum(np.log(probabilities[n].max()) - found[n].penalty for n in numbers), numbers))
        assert likeliest(found, probabilities) == max(readings)[1]


def test_nothing_is_read_as_nothing():
    """No pieces, no candidates, no digits."""
    assert candidates([]) == []
    assert likeliest([], np.zeros((0, 10))) == []


def test_digits_on_two_lines_or_far_apart_are_no_candidates():
    """One below another, or with a good gap between them, two groups are never tried as one digit."""
    first = (BoundingBox(0, 0, 50, 100), [0])
    for box in (BoundingBox(0, 120, 50, 220), BoundingBox(80, 0, 130, 100)):
        assert [(each.first, each.last) for each in candidates([first, (box, [1])])] == [(0, 1), (1, 2)]
