"""Strokes are drawn as wide as they shall be, where they are."""

import numpy as np
import pytest

from nncore.augment.stroke_rendering import drawn_curves, prepare_strokes


@pytest.mark.parametrize("angle", [0, 10, 30, 45, 75, 90])
@pytest.mark.parametrize("width", [1.5, 2.2, 3.2])
def test_a_line_has_its_width(angle, width):
    """Along a straight line, away from its ends, each pixel has the ink that its exact distance from the line gives."""
    direction = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    image = prepare_strokes([np.array([[0.0, 0.0], 100 * direction])], stroke_width=width) / 255
    y, x = np.mgrid[:28, :28] - 14.0  # from the centre, on which the line's middle lies
    across, along = np.abs(x * direction[1] - y * direction[0]), np.abs(x * direction[0] + y * direction[1])
    expected = np.clip(width / 2 + 0.5 - across, 0, 1)
    assert np.abs(image - expected)[along < 6].max() < 0.2  # of a pixel: the points of a line lie on a grid of thirds
    assert np.abs((image - expected)[along < 6].mean()) < 0.02
    assert image[along > 16].max(initial=0) == 0


def test_several_pictures_are_drawn_as_one_by_one():
    """Each picture of a batch is the one that it is alone."""
    rng = np.random.default_rng(0)
    points, lengths, widths = rng.uniform(0, 50, (5, 100, 2)), rng.uniform(0.1, 1, (5, 100)), rng.uniform(1.5, 3, 5)
    alone = [drawn_curves(points[n:n + 1], lengths[n:n + 1], widths[n:n + 1])[0] for n in range(5)]
    np.testing.assert_array_equal(drawn_curves(points, lengths, widths), alone)


def test_a_dot_is_a_disc_as_wide_as_a_stroke():
    """A point, or a stroke that does not move, is a small disc in the middle, as wide as a line would be."""
    for stroke in (np.array([[7.0, 9.0]]), np.full((5, 2), 3.0)):
        image = prepare_strokes([stroke], stroke_width=3.0)
        assert image[14, 14] == 255
        assert 0.6 * np.pi * 1.5**2 < image.sum() / 255 < 1.6 * np.pi * 1.5**2
