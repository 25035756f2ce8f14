"""Another stroke width changes how thick a digit's lines are, and nothing of where they run."""

import numpy as np
import pytest
from scipy import ndimage

from nncore.augment.stroke_rendering import SUPERSAMPLING, ink
from nncore.augment.stroke_width import FARTHEST, STEPS, StrokeWidthChange, centre_lines, distances_from, supersampled
from nncore.augment.thinning import thinned

EIGHT_NEIGHBOURS = np.ones((3, 3), bool)
Y, X = np.mgrid[:40, :40] - 20
RADIUS = np.hypot(X, Y)
SHAPES = {  # name: (shape, its pieces, holes and ends)
    "bar": ((np.abs(Y) <= 2) & (np.abs(X) <= 12), 1, 0, 2),
    "slanted bar": ((np.abs(X + Y) <= 4) & (np.abs(X - Y) <= 24), 1, 0, 2),
    "two bars": ((np.abs(np.abs(Y) - 8) <= 2) & (np.abs(X) <= 12), 2, 0, 4),
    "cross": (((np.abs(Y) <= 2) | (np.abs(X) <= 2)) & (np.abs(X) <= 14) & (np.abs(Y) <= 14), 1, 0, 4),
    "ring": (np.abs(RADIUS - 12) <= 3, 1, 1, 0),
    "ring cut open": ((np.abs(RADIUS - 12) <= 3) & ~((np.abs(Y) <= 3) & (X > 0)), 1, 0, 2),
    "two rings": ((np.abs(np.hypot(X, Y - 8) - 7) <= 2) | (np.abs(np.hypot(X, Y + 8) - 7) <= 2), 1, 2, 0),
    "dot": ((X == 0) & (Y == 0), 1, 0, 0),
}


def topology(shape: np.ndarray) -> tuple[int, int]:
    """(pieces, holes) of a shape, bool (h, w): a piece hangs together by sides or corners, a hole by sides."""
    padded = np.pad(shape, 1)
    return ndimage.label(padded, EIGHT_NEIGHBOURS)[1], ndimage.label(~padded)[1] - 1


def ends(line: np.ndarray) -> int:
    """How many points of a line, bool (h, w), have a single neighbour."""
    neighbours = ndimage.convolve(line.astype(int), EIGHT_NEIGHBOURS.astype(int), mode="constant") - 1
    return int((line & (neighbours == 1)).sum())


def drawn(lines: np.ndarray, width: float) -> np.ndarray:
    """Centre lines, bool (n, 84, 84), drawn so wide: uint8 (n, 28, 28)."""
    return ink(distances_from(lines) / STEPS, np.full(len(lines), width))


def thinned_point_by_point(shape: np.ndarray) -> np.ndarray:
    """The rules of Zhang and Suen's paper, one point after another: p2 is the point above, then clockwise to p9."""
    shape, changed = np.pad(shape, 1), True
    while changed:
        changed = False
        for first in (True, False):
            doomed = []
            for y, x in np.argwhere(shape):
                p2, p3, p4, p5, p6, p7, p8, p9 = ring = [bool(shape[y + b, x + a]) for a, b in (
                    (0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1))]
                starts = sum(not here and after for here, after in zip(ring, [*ring[1:], p2], strict=True))
                inside = p2 and p4 and p6 or p4 and p6 and p8 if first else p2 and p4 and p8 or p2 and p6 and p8
                if 2 <= sum(ring) <= 6 and starts == 1 and not inside:
                    doomed.append((y, x))
            for point in doomed:
                shape[point] = False
            changed |= bool(doomed)
    return shape[1:-1, 1:-1]


def test_thinning_is_zhang_and_suens():
    """On random blobs it leaves the very points that the paper's rules leave, taken one point after another."""
    noise = np.random.default_rng(0).random((12, 24, 24))
    blobs = np.array([ndimage.gaussian_filter(each, 1.2) > 0.5 for each in noise])
    np.testing.assert_array_equal(thinned(blobs), [thinned_point_by_point(blob) for blob in blobs])


@pytest.mark.parametrize("name", SHAPES)
def test_thinning_keeps_pieces_holes_and_ends(name):
    """A closed ring stays closed, an open one open; what was two stays two; a line has as many ends as the shape has."""
    shape, pieces, holes, line_ends = SHAPES[name]
    assert topology(shape) == (pieces, holes)
    line = thinned(shape[None])[0]
    assert not (line & ~shape).any()
    assert topology(line) == (pieces, holes)
    assert ends(line) == line_ends


@pytest.mark.parametrize("name", [name for name in SHAPES if name != "dot"])
def test_a_centre_line_is_thin_and_runs_in_the_middle(name):
    """No square of two by two points is left; every point of the line is about as deep in the shape as those beside it."""
    shape = SHAPES[name][0]
    line = thinned(shape[None])[0]
    assert not ndimage.binary_erosion(line, np.ones((2, 2))).any()
    depth = ndimage.distance_transform_edt(shape)
    assert (depth >= ndimage.maximum_filter(depth, 3) - np.sqrt(2))[line].all()
    assert depth[line].min() >= 0.4 * depth.max()


def test_a_bar_becomes_its_middle_line():
    """A bar five points thick and 25 long becomes one row of points near the middle, shorter by at most the thickness."""
    line = thinned(SHAPES["bar"][0][None])[0]
    (row,) = np.flatnonzero(line.any(axis=1))
    assert abs(row - 20) <= 1
    assert 25 - 5 <= line.sum() <= 25


def test_centre_lines_of_digits_keep_pieces_and_holes(digits):
    """Of MNIST's test digits each has as many pieces and holes in its centre lines as in its strokes."""
    images = digits.test.images[:300]
    for shape, line in zip(supersampled(images), centre_lines(images), strict=True):
        assert topology(line) == topology(shape)


def test_distances_are_those_of_the_exact_distance_transform(digits):
    """At the middle of each pixel they are SciPy's Euclidean distances, to the 64th of a pixel, as far as any line is drawn."""
    lines = centre_lines(digits.test.images[:50])
    exact = np.array([ndimage.distance_transform_edt(~line) for line in lines])[:, 1::3, 1::3] / SUPERSAMPLING
    near = exact <= FARTHEST
    found = distances_from(lines) / STEPS
    assert np.abs(found - exact)[near].max() <= 0.5 / STEPS + 1e-9
    assert (found[~near] > FARTHEST - 1 / STEPS).all()


def test_lines_are_drawn_as_wide_as_asked_and_where_they_are(digits):
    """The ink's area is about the width times the length of the lines; drawn thin, pieces and holes are those of the lines."""
    lines = centre_lines(digits.test.images[:100])
    length = lines.sum(axis=(1, 2)) / SUPERSAMPLING
    for width in (1.5, 2.5, 3.5):
        area = drawn(lines, width).sum(axis=(1, 2)) / 255
        assert 0.8 < np.median(area / length / width) < 1.5
    thin = supersampled(drawn(lines, 1.5))
    same = [topology(shape) == topology(line) for shape, line in zip(thin, lines, strict=True)]
    assert np.mean(same) > 0.95


def test_a_digit_is_still_the_digit(digits):
    """Drawn again in another stroke width, MNIST's digits overlap with themselves far more than with any other."""
    images = digits.test.images[:200]
    again = StrokeWidthChange(images, rng=np.random.default_rng(0))(np.arange(200)).reshape(200, -1).astype(float)
    flat = images.reshape(200, -1).astype(float)
    similarity = (again @ flat.T) / np.linalg.norm(again, axis=1)[:, None] / np.linalg.norm(flat, axis=1)
    assert (similarity.argmax(axis=1) == np.arange(200)).mean() > 0.9


def test_remembered_lines_are_those_of_the_image(digits):
    """Asked for the first time, again, and twice at once, an image has the lines that it has alone; only the width differs."""
    images = digits.test.images[:20]
    change, widths = StrokeWidthChange(images, rng=np.random.default_rng(1)), np.random.default_rng(1)
    for rows in ([3, 5, 3, 19], [3, 19, 7, 0], [7, 5]):
        lines = distances_from(centre_lines(images[rows])) / np.float32(STEPS)
        expected = ink(lines, widths.uniform(1.5, 3.5, len(rows)).astype(np.float32))
        np.testing.assert_array_equal(change(np.array(rows)), expected)
