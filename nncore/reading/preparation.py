"""A drawing becomes a digit the way MNIST's digits were made: cut out, scaled to 20 pixels, centred by its mass.

LeCun et al. (1998), section III.A: the ink's bounding box fits 20x20 with its aspect kept and antialiasing, inside 28x28,
with the centre of mass at the centre. Here that is pixel index 14.0, 14.0, as it is in MNIST itself (13.996, 14.007).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

from ..digits import BOX, CENTRE, SIDE
from .thickening import thickened

FAINTEST_INK = 32  # of 255: a picture with less contrast is blank
BODY_OF_INK = 0.4  # of the darkest ink: pixels with more count for the width of lines
EDGE_OF_INK = 0.125  # of the darkest ink: pixels with less are paper, shadow or a camera's noise
MOST_PIXELS = 40_000_000  # of a picture that is read


@dataclass(frozen=True)
class PreparationSteps:
    """Which steps are taken: thicken thin lines, crop to the ink, scale it to 20 pixels, put its centre of mass at the centre."""

    thicken: bool = True
    crop: bool = True
    scale: bool = True
    centre: bool = True


ALL_STEPS = PreparationSteps()
NO_STEPS = PreparationSteps(thicken=False, crop=False, scale=False, centre=False)


def prepare_drawing(pixels: np.ndarray) -> np.ndarray | None:
    """A drawing as a digit: uint8 (28, 28), 0 paper to 255 ink; None if nothing is drawn.

    `pixels`: uint8 (h, w), (h, w, 3) or (h, w, 4) of any size, dark ink on light or light on dark; where the alpha channel
    varies, it is the ink. Raises ValueError for any other array.
    """
    return digit_of_ink(ink_of(pixels))


def digit_of_ink(ink: np.ndarray, steps: PreparationSteps = ALL_STEPS) -> np.ndarray | None:
    """Ink as a digit: `ink` uint8 (h, w), 0 paper to 255, prepared by `steps` to uint8 (28, 28); None if it is blank."""
    if ink.size == 0 or ink.max() < FAINTEST_INK:
        return None
    if steps.thicken:
        is_ink = ink > BODY_OF_INK * ink.max()
        top, bottom, left, right = bounding_box(is_ink)
        ink = thickened(ink, is_ink, max(bottom - top, right - left))
    if steps.crop:
        top, bottom, left, right = bounding_box(ink > EDGE_OF_INK * ink.max())
        ink = ink[top:bottom, left:right]
    return _window(ink, *_corner(ink, steps))


def ink_of(pixels: np.ndarray) -> np.ndarray:
    """How much ink each pixel holds, uint8 (h, w), 0 for paper: the alpha channel if it varies, else the contrast to paper.

    Paper is what most of the picture's border shows.
    """
    pixels = np.asarray(pixels)
    if pixels.dtype != np.uint8 or pixels.ndim not in (2, 3) or pixels.ndim == 3 and pixels.shape[2] not in (3, 4):
        raise ValueError(f"pixels are {pixels.dtype} {pixels.shape}; a drawing is uint8 (h, w), (h, w, 3) or (h, w, 4)")
    if pixels.shape[0] * pixels.shape[1] > MOST_PIXELS:
        raise ValueError(f"the drawing has {pixels.shape[0]} x {pixels.shape[1]} pixels; at most {MOST_PIXELS:,} are read")
    if pixels.size == 0:
        return np.zeros(pixels.shape[:2], np.uint8)
    if pixels.ndim == 3:
        if pixels.shape[2] == 4 and np.ptp(pixels[..., 3]) > 0:
            return pixels[..., 3]
        pixels = np.asarray(Image.fromarray(pixels).convert("L"))
    contrast = _paper(pixels) - pixels.astype(np.int16)
    return np.clip(contrast if ink_is_darker(pixels) else -contrast, 0, 255).astype(np.uint8)


def ink_is_darker(grey: np.ndarray) -> bool:
    """Whether ink is darker than paper on `grey` uint8 (h, w): the paper is what most of the border shows."""
    paper = _paper(grey)
    return paper - int(grey.min()) > int(grey.max()) - paper


def _paper(grey: np.ndarray) -> int:
    return int(np.median(np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])))


def bounding_box(is_ink: np.ndarray) -> tuple[int, int, int, int]:
    """(top, bottom, left, right) of the True of a bool (h, w); bottom and right lie just outside."""
    rows = np.flatnonzero(is_ink.any(axis=1))
    columns = np.flatnonzero(is_ink.any(axis=0))
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1


def _corner(ink: np.ndarray, steps: PreparationSteps) -> tuple[float, float, float]:
    """(top, left, side) of the square of the drawing that becomes the 28x28 picture, in the drawing's pixels.

    It lies so that the centre of mass falls on index 14.0 in both directions, unless that would cut ink off.
    """
    side = max(ink.shape) * (SIDE / BOX if steps.scale else 1)
    mass = ink.sum(dtype=float)
    corner = []
    for axis, length in enumerate(ink.shape):
        wanted = (length - side) / 2
        if steps.centre:
            centre_of_mass = ink.sum(axis=1 - axis, dtype=float) @ (np.arange(length) + 0.5) / mass
            wanted = centre_of_mass - (CENTRE + 0.5) * side / SIDE
        if steps.crop:
            wanted = float(np.clip(wanted, length - side, 0))
        corner.append(wanted)
    return corner[0], corner[1], side


def _window(ink: np.ndarray, top: float, left: float, side: float) -> np.ndarray:
    """The square of `ink` from (top, left), `side` pixels long, scaled to 28x28 with antialiasing; the darkest becomes 255."""
    margin = int(np.ceil(side))
    paper = np.pad(ink, margin)
    box = (left + margin, top + margin, left + margin + side, top + margin + side)
    digit = np.asarray(Image.fromarray(paper).resize((SIDE, SIDE), Image.Resampling.BICUBIC, box=box), float)
    return np.round(digit * (255 / digit.max())).astype(np.uint8)
