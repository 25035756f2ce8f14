"""Written digits are many, different, and of MNIST's size; a hand that varies in nothing writes the template itself."""

import numpy as np
import pytest
from scipy.interpolate import CubicHermiteSpline

from nncore.augment import handwriting
from nncore.augment.handwriting import Handwriting
from nncore.augment.scribbles import Scribbles
from nncore.augment.stroke_rendering import prepare_strokes
from nncore.augment.stroke_templates import TEMPLATES
from nncore.augment.template_digits import TemplateDigits

STEADY = {"MOVED": 0, "SHIFTED": 0, "LOOSE": 0, "OVERSHOT": 0, "HOOKED": 0, "SHARPEST": 1, "ROUNDEST": 1, "BENT": 0,
          "TREMBLED": 0, "ROTATED": 0, "LEFT_SLANT": 0, "RIGHT_SLANT": 0, "STRETCHED": 0, "THINNEST": 2.2, "THICKEST": 2.2}
ALL = [template for templates in TEMPLATES.values() for template in templates]


def longer_side(image: np.ndarray) -> int:
    """Of the ink of an image, in pixels."""
    rows, columns = np.nonzero(image > 127)
    return int(max(np.ptp(rows), np.ptp(columns))) + 1


@pytest.fixture
def steady(monkeypatch):
    """A hand that varies in nothing."""
    for name, value in STEADY.items():
        monkeypatch.setattr(handwriting, name, value)


def curve(points: list[tuple[float, float]]) -> np.ndarray:
    """SciPy's spline whose slope at a point is half the way from its neighbour to the next one, (100, 2)."""
    p = np.array(points, float)
    slopes = (np.vstack([p[1:], p[-1:]]) - np.vstack([p[:1], p[:-1]])) / 2
    return CubicHermiteSpline(np.arange(len(p)), p, slopes)(np.linspace(0, len(p) - 1, 100))


def test_a_steady_hand_writes_the_template(steady):
    """Its picture is that of the smooth curve through the template's points."""
    rows = np.arange(0, len(ALL), 37)
    for row, written in zip(rows, Handwriting(ALL).write(rows, rng=np.random.default_rng(0)), strict=True):
        expected = prepare_strokes([curve(stroke) for stroke in ALL[row]])
        assert np.corrcoef(written.ravel(), expected.ravel())[0, 1] > 0.93  # moved by a pixel it is 0.6


def test_a_hook_is_drawn_at_an_end_and_nowhere_else(steady, monkeypatch):
    """Of a bar in a frame, which keeps its size, the rows beside its ends change most; what is between, little."""
    cross = [[[(50, 20), (50, 70), (50, 120)], [(-20, 70), (120, 70)], [(-20, 0), (-20, 140)], [(120, 0), (120, 140)]]]
    plain = Handwriting(cross).write(np.zeros(60, int), rng=np.random.default_rng(0)).astype(float)
    monkeypatch.setattr(handwriting, "HOOKED", 6)
    monkeypatch.setattr(handwriting, "HOOK_SHARE", 1)
    hooked = Handwriting(cross).write(np.zeros(60, int), rng=np.random.default_rng(0)).astype(float)
    change = np.abs(hooked - plain)[:, :, 11:18].mean(axis=(0, 2))  # (28,): of the rows around the short bar
    assert change[[7, 21]].mean() > 2.5 * change[[10, 11, 17, 18]].mean()


def test_digits_by_templates_are_different_and_as_large_as_mnists():
    """No two of a thousand are alike, and the longer side takes 20 pixels."""
    images, labels = TemplateDigits()(1000, rng=np.random.default_rng(0))
    assert len({image.tobytes() for image in images}) == 1000
    assert set(labels.tolist()) == set(TEMPLATES)
    assert all(abs(longer_side(image) - 20) <= 1 for image in images)


def test_scribbles_are_of_many_kinds():
    """Each has black ink, hardly two are alike; dots, which are few, are the only ones smaller than MNIST's digits."""
    images, _ = Scribbles()(300, rng=np.random.default_rng(0))
    assert images.shape == (300, 28, 28)
    assert images.dtype == np.uint8
    assert (images.max(axis=(1, 2)) > 250).all()
    dots = [longer_side(image) < 6 for image in images]
    assert 0 < sum(dots) < 25
    assert all(abs(longer_side(image) - 20) <= 1 for image, dot in zip(images, dots, strict=True) if not dot)
    assert len({image.tobytes() for image in images}) > 280


@pytest.mark.parametrize("pictures", [TemplateDigits, Scribbles])
def test_the_same_seed_draws_the_same(pictures):
    """Pictures depend on the random numbers handed in, and on nothing else."""
    draw = pictures()
    first, again, other = (draw(20, rng=np.random.default_rng(seed))[0] for seed in (5, 5, 6))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    np.testing.assert_array_equal(pictures()(20, rng=np.random.default_rng(5))[0], first)
