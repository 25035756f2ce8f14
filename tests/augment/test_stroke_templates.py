"""Drawn pictures are many, different, and of MNIST's size: digits from templates, and what is no digit."""

import numpy as np

from nncore.augment.scribbles import scribbles
from nncore.augment.stroke_templates import TEMPLATES, spline, template_digits


def longer_side(image: np.ndarray) -> int:
    """Of the ink of an image, in pixels."""
    rows, columns = np.nonzero(image > 127)
    return int(max(np.ptp(rows), np.ptp(columns))) + 1


def test_template_digits_are_as_many_of_each():
    """Every digit is drawn equally often, no two alike, and the longer side takes the 20 pixels of MNIST."""
    drawn = template_digits(100, rng=np.random.default_rng(0))
    assert np.bincount(drawn.labels).tolist() == [10] * len(TEMPLATES)
    assert len({image.tobytes() for image in drawn.images}) == 100
    assert all(abs(longer_side(image) - 20) <= 1 for image in drawn.images)


def test_scribbles_are_of_many_kinds():
    """Each has black ink, hardly two are alike; dots, which are few, are the only ones smaller than MNIST's digits."""
    images = scribbles(200, rng=np.random.default_rng(0))
    assert images.shape == (200, 28, 28)
    assert images.dtype == np.uint8
    assert (images.max(axis=(1, 2)) == 255).all()
    dots = [longer_side(image) < 6 for image in images]
    assert 0 < sum(dots) < 20
    assert all(abs(longer_side(image) - 20) <= 1 for image, dot in zip(images, dots, strict=True) if not dot)
    assert len({image.tobytes() for image in images}) > 190


def test_the_same_seed_draws_the_same():
    """Template digits and scribbles depend on the random numbers handed in, and on nothing else."""
    for draw in (lambda seed: template_digits(20, rng=np.random.default_rng(seed)).images,
                 lambda seed: scribbles(20, rng=np.random.default_rng(seed))):
        np.testing.assert_array_equal(draw(5), draw(5))
        assert not np.array_equal(draw(5), draw(6))


def test_a_spline_passes_through_its_points():
    """Every given point lies on the line, in order; between points in a row at even distances the line is straight."""
    points = np.array([[0, 0], [3, 5], [9, 4], [12, 10]], float)
    line = spline(points)
    np.testing.assert_allclose(line[::8], points, atol=1e-12)
    straight = spline(np.array([[0, 0], [1, 2], [2, 4], [3, 6]], float))
    np.testing.assert_allclose(straight[:, 1], 2 * straight[:, 0], atol=1e-12)
