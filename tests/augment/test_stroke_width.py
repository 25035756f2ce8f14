"""Another pen changes how thick a digit's lines are, and nothing of where they run."""

import numpy as np

from nncore.augment.stroke_templates import TEMPLATES, template_digits
from nncore.augment.stroke_width import FINE, StrokeWidthChange, centre_lines, inked
from nncore.augment.thinning import thinned
from nncore.reading.components import components


def test_thinning_by_hand():
    """A bar five points thick becomes its middle line; a ring keeps its hole; a single point stays."""
    bar = np.zeros((1, 11, 30), bool)
    bar[0, 3:8, 4:26] = True
    line = thinned(bar)[0]
    assert set(np.flatnonzero(line.any(axis=1))) <= {4, 5, 6}
    assert line.sum(axis=0).max() == 1
    y, x = np.mgrid[:40, :40] - 20
    ring = thinned(((x * x + y * y > 80) & (x * x + y * y < 220))[None])[0]
    assert components(~np.pad(ring, 1))[1] == 1 or components(ring)[1] == 1
    assert not ring[20, 20]
    assert ring.sum() < 120
    dot = np.zeros((1, 9, 9), bool)
    dot[0, 4, 4] = True
    np.testing.assert_array_equal(thinned(dot), dot)


def test_lines_stay_and_widths_are_as_asked(digits):
    """Inked with a pen of width w, the ink's area is about w times the length of the lines; the pieces stay in one piece."""
    images = digits.test.images[:100]
    lines = centre_lines(images)
    length = lines.sum(axis=(1, 2)) / FINE
    for width in (1.5, 2.5, 3.5):
        area = inked(lines, np.full(100, width)).sum(axis=(1, 2)) / 255
        assert np.median(area / length / width) == np.clip(np.median(area / length / width), 0.8, 1.5)
    again = centre_lines(inked(lines, np.full(100, 2.2)))
    assert np.median([components(each)[1] for each in again]) == 1


def test_a_digit_is_still_the_digit(digits):
    """Rewritten with another pen, MNIST's digits overlap with themselves far more than with any other."""
    images = digits.test.images[:200]
    again = StrokeWidthChange(images, rng=np.random.default_rng(0))(np.arange(200)).reshape(200, -1).astype(float)
    flat = images.reshape(200, -1).astype(float)
    likeness = (again @ flat.T) / np.linalg.norm(again, axis=1)[:, None] / np.linalg.norm(flat, axis=1)
    assert (likeness.argmax(axis=1) == np.arange(200)).mean() > 0.9


def test_remembered_lines_change_nothing(digits):
    """The same digit asked for again has the same lines as the first time; only the pen differs."""
    pens = StrokeWidthChange(digits.test.images[:20], rng=np.random.default_rng(1))
    first = pens(np.array([3, 5, 3]))
    assert first.shape == (3, 28, 28)
    second = pens(np.array([3, 5, 3]))
    fresh = StrokeWidthChange(digits.test.images[:20], rng=np.random.default_rng(1))
    fresh(np.array([3, 5, 3]))
    np.testing.assert_array_equal(second, fresh(np.array([3, 5, 3])))


def test_drawn_digits_are_as_many_of_each():
    """Every digit is drawn equally often, no two alike, in the 20 pixels of MNIST."""
    drawn = template_digits(100, rng=np.random.default_rng(0))
    assert np.bincount(drawn.labels).tolist() == [10] * len(TEMPLATES)
    assert len({image.tobytes() for image in drawn.images}) == 100
    tall = [np.ptp(np.flatnonzero(image.max(axis=1) > 127)) for image in drawn.images]
    assert max(tall) <= 20
