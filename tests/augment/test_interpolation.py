"""Reading between the pixels agrees with SciPy's linear interpolation."""

import numpy as np
from scipy import ndimage

from nncore.augment.interpolation import CHUNK, BilinearInterpolation


def test_any_place_is_read_as_scipy_reads_it(digits):
    """At random places in and around the picture, for batches of several sizes in turn, to a hundredth of a grey level."""
    rng, interpolation = np.random.default_rng(0), BilinearInterpolation()
    for n in (CHUNK, 3, 50):
        pixels = digits.train.images[:n].reshape(n, 784)
        x, y = rng.uniform(-14.4, 14.4, (2, n, 784)).astype(np.float32)
        expected = [ndimage.map_coordinates(image.astype(float), [b + 13.5, a + 13.5], order=1, mode="grid-constant")
                    for image, a, b in zip(pixels.reshape(n, 28, 28), x.astype(float), y.astype(float), strict=True)]
        out = np.empty((n, 784), np.float32)
        interpolation.read(pixels, x, y, out)
        np.testing.assert_allclose(out, expected, atol=0.01)
