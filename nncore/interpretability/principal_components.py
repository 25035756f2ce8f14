"""Principal components are the directions in which many points differ most: two of them make the flattest honest picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class PrincipalComponents:
    """mean (width,); axes (count, width), each of length 1 and at right angles to the others, the one along which points differ
    most first; shares (count,), how much of the variance of all points lies along each, 0 to 1.
    """

    mean: np.ndarray
    axes: np.ndarray
    shares: np.ndarray

    def places(self, x: np.ndarray) -> np.ndarray:
        """Where points x (n, width) lie along the axes: (n, count)."""
        return (x - self.mean) @ self.axes.T


def principal_components(x: np.ndarray, count: int) -> PrincipalComponents:
    """The first `count` principal components of points x, float (n, width); where they do not differ at all, shares are 0.

    (x - mean)ᵀ (x - mean) = V diag(v) Vᵀ        axes = the first rows of Vᵀ        shares = v / sum of all v, largest v first

    Pearson: "On lines and planes of closest fit to systems of points in space", 1901; Jolliffe: "Principal Component Analysis",
    2002, section 3.5. An axis has no natural sign. Raises ValueError if a number is none, or there are fewer directions than
    `count`.
    """
    if not np.isfinite(x).all():
        raise ValueError("some of the points' numbers are infinite or no numbers, so there is no direction in which they differ "
                         "most; the weights of a network that has exploded give such")
    if count > min(x.shape):
        raise ValueError(f"{count} principal components of {x.shape[0]} points with {x.shape[1]} numbers each; "
                         f"there are up to {min(x.shape)}")
    mean = x.mean(axis=0)  # (width,)
    centred = (x - mean).astype(np.float64)  # (n, width)
    v, V = np.linalg.eigh(centred.T @ centred)  # (width,), (width, width), the largest last: sooner than the SVD of x - mean
    v = np.maximum(v[::-1], 0)  # what is 0 may come out just below
    axes = np.ascontiguousarray(V[:, ::-1].T[:count], x.dtype)  # (count, width)
    return PrincipalComponents(mean, axes, v[:count] / max(v.sum(), np.finfo(np.float64).tiny))
