"""A distorted digit moves as far as it was told to, and not at all at strength zero."""

import numpy as np
import pytest

from nncore.augment.distortion import Distortion, DistortionStrengths
from nncore.augment.interpolation import BilinearInterpolation

GRID = np.arange(28) - 13.5


def augmentation(**strengths):
    return Distortion(DistortionStrengths(**strengths), rng=np.random.default_rng(0))


def places(augmentation, count):
    """(x, y), float32 (count, 784) each: where the pixels of so many distorted pictures are read."""
    parts = [np.array(augmentation._places(50)) for _ in range(count // 50)]  # the room is used again
    return np.concatenate(parts, axis=1)


def distorted(augmentation, pixels):
    return augmentation(pixels, np.empty(pixels.shape, np.float32))


def test_zero_strength_is_the_identity_to_the_bit(digits):
    """Without strengths the very pixels come back."""
    pixels = digits.train.images[:10].reshape(10, 784)
    assert distorted(augmentation(), pixels) is pixels


def test_reading_at_the_pixels_themselves_changes_nothing(digits):
    """Bilinear reading at whole places gives the pixels, and a whole pixel aside the shifted picture with paper at the edge."""
    pixels = digits.train.images[:5].reshape(5, 784)
    y, x = (np.tile(values.ravel(), (5, 1)).astype(np.float32) for values in np.meshgrid(GRID, GRID, indexing="ij"))
    interpolation, here, moved = BilinearInterpolation(), np.empty((5, 784), np.float32), np.empty((5, 28, 28), np.float32)
    interpolation.read(pixels, x.copy(), y.copy(), here)
    np.testing.assert_allclose(here, pixels, atol=1e-3)
    interpolation.read(pixels, x + 1, y.copy(), moved.reshape(5, 784))
    np.testing.assert_allclose(moved[:, :, :-1], pixels.reshape(5, 28, 28)[:, :, 1:], atol=1e-3)
    assert np.abs(moved[:, :, -1]).max() < 1e-3


@pytest.mark.parametrize(("strength", "value"), [("shift", 2.0), ("rotation", 20.0), ("shear", 0.2)])
def test_affine_distortions_reach_their_strength_and_not_more(strength, value):
    """Over 4,000 pictures the corner's way is at most what the strength allows, and comes within 10 % of it."""
    x, y = places(augmentation(**{strength: value}), 4000)
    way = np.hypot(x[:, -1] - GRID[-1], y[:, -1] - GRID[-1]).max()  # of the lower right corner, 13.5 from the centre each way
    radius = 13.5 * np.sqrt(2)
    most = {"shift": value * np.sqrt(2), "rotation": 2 * radius * np.sin(np.radians(value) / 2), "shear": 13.5 * value}[strength]
    assert 0.9 * most < way <= most * 1.001


@pytest.mark.parametrize("strength", [0.1, 0.5])
def test_scaling_reaches_its_strength_on_both_sides_and_not_more(strength):
    """Over 4,000 pictures height and width become 1 - strength to 1 + strength times as large, the factors evenly spread."""
    for read, grid in zip(places(augmentation(scale=strength), 4000), (GRID[-1], GRID[-1]), strict=True):
        factor = grid / read[:, -1]  # the lower right corner is read where it was before
        assert 1 - strength <= factor.min() * 1.001 < 1 - 0.95 * strength
        assert 1 + 0.95 * strength < factor.max() * 0.999 <= 1 + strength
        assert factor.mean() == pytest.approx(1, abs=0.05 * strength)


def test_elastic_distortion_wanders_as_far_as_it_says_and_smoothly():
    """The root mean square of the way is the strength at every pixel; neighbours go nearly the same way, far ones do not."""
    x, y = places(augmentation(elastic=1.5), 4000)
    ways = (x.reshape(-1, 28, 28) - GRID, y.reshape(-1, 28, 28) - GRID[:, None])
    for way in ways:
        np.testing.assert_allclose(np.sqrt((way**2).mean(axis=0)), 1.5, rtol=0.06)
        here, beside, far = way[:, 14, 14], way[:, 14, 15], way[:, 14, 27]
        assert np.corrcoef(here, beside)[0, 1] > 0.95
        assert abs(np.corrcoef(here, far)[0, 1]) < 0.1


def test_noise_has_its_standard_deviation_and_stays_in_range():
    """On middle grey the noise has the standard deviation that was asked for; nothing leaves 0 to 255."""
    grey = np.full((200, 784), 128, np.uint8)
    assert (distorted(augmentation(noise=0.1), grey) / 255).std() == pytest.approx(0.1, rel=0.02)
    loud = distorted(augmentation(noise=0.5), grey)
    assert loud.min() >= 0
    assert loud.max() <= 255


def test_a_distorted_digit_is_float32_of_grey_levels(digits):
    """All strengths together give float32 (batch, 784) between 0 and 255, another picture each time."""
    pixels = digits.train.images[:50].reshape(50, 784)
    distort = augmentation(shift=2, rotation=15, scale=0.15, shear=0.1, elastic=1.0, noise=0.05)
    first, second = distorted(distort, pixels), distorted(distort, pixels)
    assert first.dtype == np.float32
    assert first.shape == pixels.shape
    assert first.min() >= 0
    assert first.max() <= 255
    assert not np.array_equal(first, second)
