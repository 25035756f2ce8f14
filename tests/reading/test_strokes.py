"""Strokes become digits like MNIST's, whatever they are: many, empty, of one point, or flat."""

import dataclasses
import tracemalloc

import numpy as np
import pytest

import nncore
from nncore.augment.stroke_rendering import prepare_strokes
from nncore.reading import stroke_grouping
from nncore.reading.preparation import prepare_drawing
from nncore.reading.reader import read_strokes
from nncore.reading.stroke_grouping import touching
from tests.sheet import beside, painted
from tests.written_digits import FORMS, strokes


@pytest.fixture(scope="module")
def best():
    return nncore.load(nncore.recipes()["best"].file)[0]


def test_what_crosses_is_one_piece():
    """The two strokes of a 4 that cross are one piece; two ones side by side are two."""
    assert touching(strokes(FORMS[4][0])) == [[0, 1]]
    one = strokes(FORMS[1][0])
    assert len(touching([one[0], one[0] + [40, 0]])) == 2


def test_strokes_are_boxed_and_centred_like_mnist():
    """Whatever the size and place: the longer side takes 20 pixels, the centre of mass lies on 14, the picture is the same."""
    for forms in FORMS.values():
        lines = strokes(forms[0])
        image = prepare_strokes(lines)
        rows, columns = np.flatnonzero(image.max(axis=1) > 127), np.flatnonzero(image.max(axis=0) > 127)
        assert max(np.ptp(rows), np.ptp(columns)) + 1 == pytest.approx(20, abs=1)
        assert image.sum(axis=1) @ np.arange(28) / image.sum() == pytest.approx(14, abs=0.6)
        assert image.sum(axis=0) @ np.arange(28) / image.sum() == pytest.approx(14, abs=0.6)
        np.testing.assert_allclose(prepare_strokes([line * 0.25 + 7 for line in lines]).astype(int), image, atol=16)
    assert prepare_strokes([]) is None
    assert prepare_strokes([np.array([[5.0, 5.0]])]).max() == 255


def test_a_stroke_without_points_is_left_out(best):
    """A 4 with empty strokes before, between and after its own is the same 4; empty strokes alone are no digit."""
    lines = strokes(FORMS[4][0])
    with_empty = [np.zeros((0, 2)), lines[0], [], *lines[1:], np.zeros((0, 2))]
    np.testing.assert_array_equal(prepare_strokes(with_empty), prepare_strokes(lines))
    (found,), (expected,) = read_strokes(best, with_empty).digits, read_strokes(best, lines).digits
    assert found.box == expected.box
    np.testing.assert_array_equal(found.probabilities, expected.probabilities)
    assert prepare_strokes([[], np.zeros((0, 2))]) is None
    assert read_strokes(best, [np.zeros((0, 2))]).digits == read_strokes(best, []).digits == ()


def test_a_stroke_of_one_point_is_a_dot(best):
    """Upon a digit's line or beside it, it leaves a digit of finite numbers; alone it is a speck, and can still be drawn."""
    four = strokes(FORMS[4][0])
    for dot in (four[0][:1], np.array([[200.0, 60.0]]), np.array([[200.0, 60.0]] * 3)):
        (found,) = read_strokes(best, [*four, dot]).digits
        assert found.digit == 4
        assert np.isfinite([*dataclasses.astuple(found.box), *found.probabilities]).all()
        assert read_strokes(best, [dot]).digits == ()
        assert prepare_strokes([dot])[14, 14] == 255


def test_what_is_not_longer_than_the_pen_is_wide_is_a_dot(best):
    """A click whose pointer moves by a pixel is the dot that it looks like, and no 1; a line four times as long is one."""
    click, line = np.array([[100.0, 100.0], [100.4, 101.0]]), np.array([[100.0, 100.0], [100.0, 160.0]])
    assert read_strokes(best, [click], pen=16).digits == ()
    assert read_strokes(best, [line], pen=16).number() == "1"


def test_a_dot_is_no_digit_to_the_network(best):
    """A small disc, and the large one that a painted dot becomes when it is prepared, are answered by next to nothing."""
    dot, disc = prepare_strokes([np.zeros((1, 2))]), prepare_drawing(painted([np.array([[160.0, 160.0], [160.3, 160.2]])]))
    assert best.predict(nncore.as_inputs(np.stack([dot, disc]))).max() < 0.6


def test_a_stray_dot_beside_small_digits_is_no_digit(best):
    """Beside 35, as tall as 50 px, a click by a pen of 16 px is a speck, as wide as it looks."""
    number = beside([strokes(FORMS[digit][0]) for digit in (3, 5)], 30, [50, 50])
    dot = np.array([[150.0, 78.0], [150.3, 78.0]])
    assert read_strokes(best, [*number, dot], pen=16).number() == read_strokes(best, number, pen=16).number()


def test_each_stroke_has_its_own_pen(best):
    """Small digits by a thin pen stay digits when a thick pen is taken for the next stroke."""
    number = beside([strokes(FORMS[digit][0]) for digit in (3, 5)], 20, [36, 36])
    line = np.array([[200.0, 30.0], [200.0, 100.0]])
    reading = read_strokes(best, [*number, line], pen=[4] * len(number) + [40])
    assert reading.number()[:2] == read_strokes(best, number, pen=4).number()
    assert len(reading.digits) == 3


@pytest.mark.parametrize("pen", [-1.0, np.nan, [4.0, np.inf]])
def test_a_pen_has_a_width(best, pen):
    """A pen of no possible width is said, with the width."""
    with pytest.raises(ValueError, match="a width is a finite number from 0 on"):
        read_strokes(best, [np.zeros((2, 2)), np.ones((2, 2))], pen)


def test_a_thousand_clicks_are_grouped_in_a_moment():
    """Strokes that lie far from one another are not compared point by point: of 2,000 no two are."""
    compared = []
    clicks = [np.array([[x, y], [x, y + 1.0]]) for x in range(0, 500, 10) for y in range(0, 400, 10)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stroke_grouping, "_touch", lambda *pair: compared.append(pair))
        assert len(touching(clicks)) == len(clicks)
    assert not compared


def test_ink_that_touches_on_the_screen_is_weighed_as_one_digit(best):
    """A four as an L, and a bar beside it, is a 4 where the pen is so wide that their ink nearly touches, and else may be two."""
    gap = [[(40, 5), (25, 45), (12, 85), (50, 86)], [(76, 20), (75, 80), (73, 136)]]
    lines = [2 * line for line in strokes(gap)]
    assert read_strokes(best, lines, pen=40).number() == "4"
    assert len(read_strokes(best, lines).digits) == 2


def test_long_flat_strokes_are_compared_by_few_points():
    """Two level lines that cross, a thousandth of a pixel high, are one piece, and are not cut into millions of points."""
    flat = np.array([[0.0, 0.0], [300.0, 0.001]])
    crossing = np.array([[0.0, 0.001], [300.0, 0.0]])
    assert touching([flat, crossing + [0.0, 50.0]]) == [[0], [1]]
    tracemalloc.start()
    touching([flat, crossing])
    assert tracemalloc.get_traced_memory()[1] < 200e6
    tracemalloc.stop()


@pytest.mark.parametrize(("stroke", "said"), [
    (np.zeros((3, 3)), r"shape \(3, 3\); a stroke is \(points, 2\)"),
    (np.arange(4.0), r"shape \(4,\); a stroke is \(points, 2\)"),
    (np.array([[1.0, 2.0], [np.nan, 3.0]]), r"stroke 2 has a point at \[nan, 3.0\]; x and y are finite"),
    (np.array([[np.inf, 2.0]]), "x and y are finite")])
def test_what_is_no_stroke_is_refused(best, stroke, said):
    """Another shape, or a place that is no number, is named with what would be right."""
    for call in (prepare_strokes, lambda drawing: read_strokes(best, drawing)):
        with pytest.raises(ValueError, match=said):
            call([np.zeros((1, 2)), stroke])
