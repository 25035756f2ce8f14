"""A kernel, or filter, is the weights of one neuron of the first layer laid out as pixels: here each tells its number."""

from __future__ import annotations

import base64

import numpy as np

from nncore.digits import SIDE

from . import images
from .component import component

HTML = '<div class="kernel"><div class="paper" role="group" tabindex="0"><img><i hidden></i></div><output></output></div>'
SQUARE = 10  # pixels of the screen for each of the kernel's, on which a bar says that it speaks against
EXACT = 6  # digits of each weight that go to the browser, which shows three

_kernel = component("kernel", HTML, __file__, isolate_styles=False)


def kernel(weights: np.ndarray, limit: float, image: np.ndarray | None, *, alt: str, key: str) -> None:
    """Show the weights (784,) in signed colours, `limit` being at the ends of their scale; below zero with a bar.

    Under the pointer, or where the arrow keys go, stands a pixel's weight; and times its ink what it adds, if an `image`, uint8
    (28, 28), is looked at.
    """
    values = weights.reshape(SIDE, SIDE) / max(limit, 1e-30)
    picture = images.png(images.barred(images.signed_colours(values), values, SQUARE))
    told = [float(f"{each:.{EXACT}g}") if known else None
            for each, known in zip(weights.tolist(), np.isfinite(weights).tolist(), strict=True)]
    _kernel(key=key, data={"picture": base64.b64encode(picture).decode(), "alt": alt, "weights": told,
                           "ink": None if image is None else image.ravel().tolist()})
