"""Principal components are those that scikit-learn finds."""

import numpy as np
import pytest
from sklearn.decomposition import PCA

from nncore.interpretability.principal_components import principal_components


def points(n: int, width: int, *, rng: np.random.Generator) -> np.ndarray:
    """Points that differ more along some directions than along others, around a middle that is not zero."""
    return rng.normal(3, 1, (n, width)) * rng.uniform(0.1, 5, width) @ rng.normal(0, 1, (width, width))


@pytest.mark.parametrize(("n", "width"), [(200, 12), (30, 50), (50, 30), (10, 2)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_axes_shares_and_places_are_scikit_learns(n, width, dtype):
    """But for the sign of each axis, of which there is no natural one."""
    x = points(n, width, rng=np.random.default_rng(n)).astype(dtype)
    found, expected = principal_components(x, 2), PCA(2, svd_solver="full").fit(x.astype(float))
    signs = np.sign((found.axes * expected.components_).sum(axis=1))  # (2,)
    scale = np.abs(x).max()
    np.testing.assert_allclose(found.axes * signs[:, None], expected.components_, atol=2e-4 if dtype == np.float32 else 1e-9)
    np.testing.assert_allclose(found.shares, expected.explained_variance_ratio_, rtol=1e-4)
    np.testing.assert_allclose(found.places(x) * signs, expected.transform(x.astype(float)), atol=1e-3 * scale)


def test_no_other_line_holds_more_of_the_variance():
    """The share of the first axis is what the places along it vary by, and no random direction has more."""
    rng = np.random.default_rng(1)
    x = points(100, 6, rng=rng)
    found, total = principal_components(x, 6), x.var(axis=0).sum()
    np.testing.assert_allclose(found.places(x).var(axis=0) / total, found.shares)
    assert found.shares.sum() == pytest.approx(1)
    for _ in range(200):
        direction = rng.normal(0, 1, 6)
        assert (x @ (direction / np.linalg.norm(direction))).var() / total <= found.shares[0] + 1e-12


def test_points_that_do_not_differ_have_no_shares():
    """Of a layer whose neurons are all dead nothing varies: shares of 0, all in one place, and no warning."""
    found = principal_components(np.ones((20, 5), np.float32), 2)
    assert found.shares.tolist() == [0, 0]
    assert not found.places(np.ones((20, 5), np.float32)).any()


@pytest.mark.parametrize(("x", "said"), [(np.full((4, 3), np.nan), "no numbers"), (np.full((4, 3), np.inf), "infinite"),
                                         (np.ones((4, 1)), "2 principal components of 4 points with 1 numbers each")])
def test_what_cannot_be_is_said(x, said):
    """A ValueError says what was wrong."""
    with pytest.raises(ValueError, match=said):
        principal_components(x, 2)
