"""A drawing is prepared as MNIST's digits were, wherever and however large it was drawn."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some_numbers
from PIL import Image, ImageFilter

import nncore
from nncore.reading.thickening import dilated, line_width, thickened

INDEX = np.arange(28)


def centre_of_mass(digit):
    mass = digit.sum(dtype=float)
    return (digit.sum(axis=1) @ INDEX / mass, digit.sum(axis=0) @ INDEX / mass)


def drawn(digit, side, sheet=(300, 400), corner=(20, 30)):
    """A digit of MNIST, `side` pixels large, light on a dark sheet."""
    pixels = np.zeros(sheet, np.uint8)
    large = np.asarray(Image.fromarray(digit).resize((side, side), Image.Resampling.BICUBIC))
    pixels[corner[0]:corner[0] + side, corner[1]:corner[1] + side] = large
    return pixels


@pytest.fixture(scope="module")
def some(digits):
    return digits.test.images[:60]


def test_the_centre_of_mass_falls_on_14(some):
    """Within a fifth of a pixel, from drawings of any size and place."""
    for number, digit in enumerate(some):
        prepared = nncore.prepare_drawing(drawn(digit, 40 + 4 * number, corner=(number % 20, 2 * number)))
        assert prepared.shape == (28, 28)
        assert prepared.dtype == np.uint8
        assert centre_of_mass(prepared) == pytest.approx((14.0, 14.0), abs=0.2)


def test_the_longer_side_takes_20_pixels():
    """A bar 200 pixels high and 20 wide becomes one 20 high and 2 wide."""
    sheet = np.zeros((280, 280), np.uint8)
    sheet[30:230, 100:120] = 255
    ink = nncore.prepare_drawing(sheet) / 255
    assert ink.sum(axis=0).max() == pytest.approx(20, abs=0.5)
    assert ink.sum(axis=1).max() == pytest.approx(2, abs=0.2)


def test_place_does_not_matter(some):
    """The same drawing elsewhere on the sheet becomes the same digit, to the bit."""
    for digit in some:
        here = nncore.prepare_drawing(drawn(digit, 120, corner=(0, 0)))
        np.testing.assert_array_equal(here, nncore.prepare_drawing(drawn(digit, 120, corner=(171, 250))))


def test_mnist_itself_is_read_as_well_after_preparation(digits):
    """Preparing MNIST's own test digits, drawn large, costs a shipped network at most half a point of accuracy."""
    network, _ = nncore.load(nncore.recipes()["quick"].file)
    part = digits.test[:2000]
    prepared = np.stack([nncore.prepare_drawing(drawn(digit, 168)) for digit in part.images])
    as_it_is = nncore.evaluate(network, part).accuracy
    assert nncore.evaluate(network, nncore.Digits(prepared, part.labels)).accuracy > as_it_is - 0.005


def test_ink_may_be_light_dark_coloured_or_alpha(some):
    """Light on dark, dark on light, grey, RGB, RGBA and ink in the alpha channel all become the same digit."""
    for digit in some[:20]:
        light = drawn(digit, 140)
        expected = nncore.prepare_drawing(light)
        opaque, black = np.full_like(light, 255), np.zeros_like(light)
        for pixels in (255 - light, np.dstack([light] * 3), np.dstack([255 - light] * 3), np.dstack([light] * 3 + [opaque]),
                       np.dstack([black] * 3 + [light]), np.dstack([opaque] * 3 + [light])):
            np.testing.assert_array_equal(nncore.prepare_drawing(pixels), expected)


@pytest.mark.parametrize("pixels", [
    np.zeros((280, 280), np.uint8), np.full((50, 60, 3), 255, np.uint8), np.zeros((280, 280, 4), np.uint8),
    np.zeros((0, 0), np.uint8),
    np.full((40, 40), 128, np.uint8), np.random.default_rng(0).integers(200, 210, (90, 90), np.uint8)])
def test_nothing_drawn_is_none(pixels):
    """Black, white, grey, transparent, empty and faintly noisy sheets are blank."""
    assert nncore.prepare_drawing(pixels) is None


@pytest.mark.parametrize("pixels", [np.zeros((28, 28)), np.zeros((5, 5, 2), np.uint8), np.zeros(784, np.uint8),
                                    np.zeros((1, 28, 28, 3), np.uint8)])
def test_what_is_no_drawing_is_refused(pixels):
    """Another type or shape is named, with what would be right."""
    with pytest.raises(ValueError, match="a drawing is uint8"):
        nncore.prepare_drawing(pixels)


def test_no_ink_is_cut_off():
    """A drawing with its mass far to one side, as a long L, keeps all of its ink inside the picture."""
    sheet = np.zeros((280, 280), np.uint8)
    sheet[40:240, 40:70] = 255
    sheet[220:240, 40:240] = 255
    prepared = nncore.prepare_drawing(sheet) / 255
    assert prepared.sum() == pytest.approx((sheet / 255).sum() / 100, rel=0.03)


def test_lines_have_their_width():
    """Bars of 3, 8 and 15 pixels, upright, level and slanted, are measured to a third."""
    y, x = np.mgrid[:200, :200] - 100
    for width in (3, 8, 15):
        for distance in (x, y, (x + y) / np.sqrt(2), (2 * x + y) / np.sqrt(5)):
            bar = (np.abs(distance) <= width / 2) & (np.abs(x) < 90) & (np.abs(y) < 90)
            assert line_width(bar) == pytest.approx(width, rel=0.35, abs=1)


def test_thin_lines_are_thickened_and_thick_ones_left():
    """A ring with lines of 1 or 4 pixels on 200 gets lines about as thick as MNIST's; one with lines of 40 is left to the bit."""
    y, x = np.mgrid[:260, :260] - 130
    radius = np.hypot(x, y)
    for width, expected in ((1, 2.6), (4, 2.6), (40, 4.0)):
        ring = np.where(np.abs(radius - 80) <= width / 2, 255, 0).astype(np.uint8)
        middle = nncore.prepare_drawing(ring)[14] / 255
        assert middle[:14].sum() == pytest.approx(expected, abs=0.8)
    np.testing.assert_array_equal(thickened(ring, ring > 0, 200), ring)


@settings(deadline=None, max_examples=30)
@given(reach=some_numbers.integers(0, 20), seed=some_numbers.integers(0, 100))
def test_dilation_is_the_largest_neighbour(reach, seed):
    """Every pixel becomes the largest in the square around it, as Pillow's MaxFilter finds it."""
    ink = np.random.default_rng(seed).integers(0, 256, (30, 40), dtype=np.uint8)
    padded = np.pad(ink, reach)
    expected = np.asarray(Image.fromarray(np.pad(ink, 2 * reach)).filter(ImageFilter.MaxFilter(2 * reach + 1)))
    inner = slice(reach, -reach or None)
    np.testing.assert_array_equal(dilated(padded, reach), expected[inner, inner])
