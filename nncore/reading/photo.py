"""On a photo the paper is not one grey: light fades, shadows fall. Ink is what is darker than the paper around it."""

from __future__ import annotations

import numpy as np
import scipy  # loads ndimage when it is first used: a process that only trains never pays for it
from PIL import Image, ImageFilter

from .preparation import ink_is_darker

THUMBNAIL = 96  # pixels: the longer side of the small picture in which the paper is looked for
WIDEST_STROKE = 19  # pixels of the small picture: what is dark over more than this is a shadow
FAINTEST = 28  # of 255: less contrast is noise
FULL_INK = 0.75  # of the strongest ink: a pixel with more is black


def ink_of_photo(grey: np.ndarray) -> np.ndarray:
    """How much ink each pixel of `grey` uint8 (h, w) holds, uint8 (h, w), 0 for paper however it is lit."""
    if not ink_is_darker(grey):
        grey = 255 - grey
    contrast = np.clip(_paper(grey).astype(np.int16) - grey, 0, 255)
    strongest = np.quantile(contrast, 0.998)
    level = max(_threshold(contrast), 0.35 * strongest, FAINTEST)
    ink = (contrast - 0.5 * level) / max(FULL_INK * strongest - 0.5 * level, 1)
    return np.round(255 * np.clip(ink, 0, 1)).astype(np.uint8)


def _paper(grey: np.ndarray) -> np.ndarray:
    """What each pixel of dark ink on light paper would be without ink, uint8 (h, w).

    Grey closing fills all that is dark and narrow with the paper around it. Serra: "Image Analysis and Mathematical Morphology"
    (1982).
    """
    picture = Image.fromarray(grey)
    small = picture.copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.BOX)
    paper = Image.fromarray(scipy.ndimage.grey_closing(np.asarray(small), (WIDEST_STROKE, WIDEST_STROKE), mode="nearest"))
    return np.asarray(paper.filter(ImageFilter.BoxBlur(3)).resize(picture.size, Image.Resampling.BILINEAR))


def _threshold(contrast: np.ndarray) -> float:
    """The contrast that separates ink from paper best. Otsu: IEEE Transactions on Systems, Man and Cybernetics 9 (1979)."""
    counts = np.bincount(contrast.ravel(), minlength=256).astype(float)  # (256,)
    below = np.cumsum(counts)
    mass = np.cumsum(counts * np.arange(256))
    with np.errstate(divide="ignore", invalid="ignore"):
        between = (mass[-1] * below / below[-1] - mass) ** 2 / (below * (below[-1] - below))
    return float(np.nanargmax(np.where(np.isfinite(between), between, -1)))
