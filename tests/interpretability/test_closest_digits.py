"""The digits that look most alike."""

import numpy as np
from sklearn.neighbors import NearestNeighbors

from nncore.interpretability.closest_digits import ClosestDigits


def test_the_closest_are_the_nearest_neighbours(digits):
    """For twenty test digits the seven closest are scikit-learn's seven nearest neighbours by Euclid's distance, in order."""
    among = digits.train[:3000]
    asked = digits.test.images[:20]
    judge = NearestNeighbors(n_neighbors=7, algorithm="brute").fit(among.images.reshape(-1, 784).astype(float))
    _, nearest = judge.kneighbors(asked.reshape(-1, 784).astype(float))
    closest = ClosestDigits.among(among)
    for image, rows in zip(asked, nearest, strict=True):
        np.testing.assert_array_equal(closest.to(image, 7), rows)


def test_a_digit_is_closest_to_itself(digits):
    """Of all digits each is most like itself."""
    closest = ClosestDigits.among(digits.train[:500])
    assert [int(closest.to(digits.train.images[row], 1)[0]) for row in range(0, 500, 50)] == list(range(0, 500, 50))
