"""A part is erased and nothing else: what is left stays where it was, and the network is asked about just that."""

import numpy as np
import pytest
from scipy.ndimage import maximum_filter

import nncore
from nncore.augment.stroke_rendering import prepare_strokes
from nncore.interpretability.occlusion import LEAST_INK, PATCH, Occluded, most_telling, without_each_patch, without_each_stroke
from nncore.reading.reader import read_strokes
from tests.written_digits import FORMS, strokes


@pytest.fixture(scope="module")
def best():
    return nncore.load(nncore.recipes()["best"].file)[0]


TWO_STROKES = [(digit, form) for digit, forms in FORMS.items() for form, lines in enumerate(forms) if len(lines) == 2]


@pytest.mark.parametrize(("digit", "form"), TWO_STROKES)
def test_what_is_left_keeps_its_place_and_size(best, digit, form):
    """Of two strokes each stands without the other as it stood with it: each pixel 3 away from the other's ink is the same."""
    lines = strokes(FORMS[digit][form])
    whole = prepare_strokes(lines)
    second, first = (part.image for part in without_each_stroke(best, lines))
    for own, other in ((first, second), (second, first)):
        assert 0 < np.count_nonzero(own) < np.count_nonzero(whole)
        away = maximum_filter(other, 7) == 0
        np.testing.assert_array_equal(own[away], whole[away])


def test_a_seven_is_one_without_its_bar_and_the_bar_alone_is_none(best):
    """Without the bar through it a 7 still reads 7 and is as sure; without all but the bar 7 has lost most of its probability."""
    lines = strokes(FORMS[7][1])
    only_bar, without_bar = without_each_stroke(best, lines)
    before = best.predict(nncore.as_inputs(prepare_strokes(lines)[None]))[0, 7]
    assert without_bar.digit == 7
    assert without_bar.confidence > before - 0.1
    assert only_bar.probabilities[7] < 0.5 * before


def test_a_patch_is_paper_and_the_rest_is_as_it_was(best, digits):
    """What changes lies in a square of 6 by 6 pixels and becomes blank; no ink is left out, and what was erased is told."""
    for image in digits.test.images[:5]:
        parts = without_each_patch(best, image)
        for part in parts:
            rows, columns = np.nonzero(part.image != image)
            assert max(np.ptp(rows), np.ptp(columns)) < PATCH
            assert not part.image[rows, columns].any()
            np.testing.assert_array_equal(part.image + part.erased, image)
        assert np.max([part.erased for part in parts], axis=0)[image >= LEAST_INK].all()


def test_ink_at_the_edge_is_reached(best):
    """Patches cover all 28 rows and columns: a dot in each corner is erased."""
    image = np.zeros((28, 28), np.uint8)
    image[[0, 0, -1, -1], [0, -1, 0, -1]] = 255
    np.testing.assert_array_equal(np.max([part.erased for part in without_each_patch(best, image)], axis=0), image)


def test_the_network_is_asked_about_what_is_left(best, digits):
    """The probabilities of each part are those of its image alone."""
    for part in without_each_patch(best, digits.test.images[7])[::9] + without_each_stroke(best, strokes(FORMS[4][0])):
        alone = best.predict(nncore.as_inputs(part.image[None]))[0]
        np.testing.assert_allclose(part.probabilities, alone, rtol=0, atol=1e-5)
        assert (part.digit, part.confidence) == (alone.argmax(), pytest.approx(alone.max(), abs=1e-5))


def test_blank_paper_has_no_parts(best):
    """Without ink or strokes there is nothing to erase."""
    assert without_each_patch(best, np.zeros((28, 28), np.uint8)) == []
    assert without_each_stroke(best, []) == []
    assert most_telling([], 3, 0.9, 3) == []


def part(row: int, ink: int, of_four: float) -> Occluded:
    """A part of six pixels' ink from `row` on, without which 4 has this probability."""
    erased, probabilities = np.zeros((28, 28), np.uint8), np.zeros(10, np.float32)
    erased[row:row + 6, 10], probabilities[4] = ink, of_four
    return Occluded(probabilities, np.zeros((28, 28), np.uint8), erased)


def test_the_most_telling_parts_change_most_and_share_no_ink():
    """By hand: from 0.5 it falls to 0.1 and rises to 0.8; a part between them that shares ink with the first is left out."""
    falls, near, rises, little = part(0, 128, 0.1), part(5, 64, 0.15), part(6, 9, 0.8), part(20, 255, 0.45)
    assert most_telling([little, rises, near, falls], 4, 0.5, 2) == [falls, rises]
    assert most_telling([little, rises, near, falls], 4, 0.5, 9) == [falls, rises, little]


def test_a_digit_that_was_found_knows_its_strokes(best):
    """Of 47 written at one go each digit has its own strokes, in the order of writing, and its image is made of them."""
    four, seven = strokes(FORMS[4][0]), [line + [140, 0] for line in strokes(FORMS[7][1])]
    found = read_strokes(best, [seven[0], four[0], seven[1], four[1]]).digits
    assert [each.digit for each in found] == [4, 7]
    for each, wanted in zip(found, (four, seven), strict=True):
        for stroke, line in zip(each.strokes, wanted, strict=True):
            np.testing.assert_array_equal(stroke, line)
        np.testing.assert_array_equal(each.image, prepare_strokes(wanted))
