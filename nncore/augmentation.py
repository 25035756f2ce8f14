"""Augmentation shows each digit a little distorted, differently every time, so that the network learns what does not matter.

Every distortion of a picture is a weighted sum of a few fixed fields that say how far each pixel moves: the same everywhere
(shift), along x or y (rotation, scale, shear), and smooth bumps (elastic). So a batch of distortions is one matrix product,
and the distorted pictures are read between the pixels of the originals.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .digits import PIXELS, SIDE

KNOTS = 10  # bumps along each axis
BUMP = 4.0  # pixels: the standard deviation of a bump
PADDED = SIDE + 2  # a picture with a margin of paper, so that reading between pixels needs no exceptions


@dataclass(frozen=True)
class Strengths:
    """How strong each distortion is at most; 0 is none.

    shift: pixels; rotation: degrees; scale and shear: a fraction; elastic: pixels (root mean square); noise: grey levels, 0 to 1
    (standard deviation). All but elastic and noise are drawn evenly between minus and plus the strength.
    """

    shift: float = 0.0
    rotation: float = 0.0
    scale: float = 0.0
    shear: float = 0.0
    elastic: float = 0.0
    noise: float = 0.0


class Augmentation:
    """Distorts batches of digits by `strengths`, with random numbers from `rng`.

    Simard, Steinkraus, Platt: "Best practices for convolutional neural networks", ICDAR 2003, section 2.
    """

    def __init__(self, strengths: Strengths, *, rng: np.random.Generator):
        self.strengths, self.rng = strengths, rng
        moves = (strengths.shift, strengths.rotation, strengths.scale, strengths.shear, strengths.elastic)
        self._moves, self._noisy = any(moves), strengths.noise > 0
        self._fields = _fields(bumps=strengths.elastic > 0)  # (fields, 784)

    @property
    def changes_images(self) -> bool:
        """Whether any strength is above zero."""
        return self._moves or self._noisy

    def __call__(self, pixels: np.ndarray) -> np.ndarray:
        """`pixels` uint8 (batch, 784), distorted: float32 (batch, 784) from 0 to 255. Without any strength, `pixels` itself."""
        if self._moves:
            x, y = self._places(len(pixels))
            pixels = _read_between(pixels, x, y)
        if self._noisy:
            noise = self.rng.standard_normal(pixels.shape, np.float32)
            noise *= 255 * self.strengths.noise
            pixels = np.clip(pixels + noise, 0, 255)
        return pixels

    def _places(self, batch: int) -> tuple[np.ndarray, np.ndarray]:
        """(x, y), each float32 (batch, 784): where each pixel of the distorted picture is read in the original."""
        scale_x, scale_y = np.exp(self._evenly(self.strengths.scale, (2, batch)))
        angle = np.radians(self._evenly(self.strengths.rotation, batch))
        shear = self._evenly(self.strengths.shear, batch)
        shift_x, shift_y = self._evenly(self.strengths.shift, (2, batch))
        cos, sin = np.cos(angle), np.sin(angle)
        along_x = [shift_x, scale_x * cos, scale_x * (shear * cos - sin)]
        along_y = [shift_y, scale_y * sin, scale_y * (shear * sin + cos)]
        return self._field_sum(along_x), self._field_sum(along_y)

    def _field_sum(self, affine: list[np.ndarray]) -> np.ndarray:
        """The sum of the fields, float32 (batch, 784), by the weights of the affine ones and random weights of the bumps."""
        weights = np.empty((len(affine[0]), len(self._fields)), np.float32)  # (batch, fields)
        for column, values in enumerate(affine):
            weights[:, column] = values
        bumps = weights[:, len(affine):]
        if bumps.size:
            bumps[...] = self.rng.standard_normal(bumps.shape, np.float32)
            bumps *= self.strengths.elastic
        return weights @ self._fields

    def _evenly(self, strength: float, shape) -> np.ndarray:
        return self.rng.uniform(-strength, strength, shape)


def _fields(bumps: bool) -> np.ndarray:
    """The fields, float32 (fields, 784): 1, x, y from the centre, and bumps whose squares add up to 1 at the centre."""
    places = np.arange(SIDE) - (SIDE - 1) / 2  # (28,)
    y, x = np.meshgrid(places, places, indexing="ij")
    fields = [np.ones(PIXELS), x.ravel(), y.ravel()]
    if bumps:
        knots = np.linspace(places[0] - 2, places[-1] + 2, KNOTS)
        bump = np.exp(-((places[:, None] - knots) ** 2) / (2 * BUMP**2))  # (28, knots)
        bump /= np.sqrt((bump**2).sum(axis=1, keepdims=True))
        fields.extend(np.einsum("yk,xl->klyx", bump, bump).reshape(-1, PIXELS))
    return np.array(fields, np.float32)


def _read_between(pixels: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The pictures `pixels` uint8 (batch, 784) read at (x, y) from their centres, by bilinear interpolation: float32."""
    batch = len(pixels)
    padded = np.zeros((batch, PADDED, PADDED), np.float32)
    padded[:, 1:-1, 1:-1] = pixels.reshape(batch, SIDE, SIDE)
    centre, last = (PADDED - 1) / 2, PADDED - 1.001
    for places in (x, y):
        places += centre
        np.clip(places, 0, last, out=places)
    column, row = x.astype(np.intp), y.astype(np.intp)  # (batch, 784)
    x -= column
    y -= row
    corner = row * PADDED
    corner += column
    corner += np.arange(batch)[:, None] * PADDED**2
    flat = padded.ravel()
    top = _between(flat, corner, x)
    corner += PADDED
    bottom = _between(flat, corner, x)
    bottom -= top
    bottom *= y
    bottom += top
    return bottom


def _between(flat: np.ndarray, left: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Between the pixel at index `left` and its right neighbour, `share` of the way."""
    start = flat.take(left)
    step = flat[1:].take(left)
    step -= start
    step *= share
    step += start
    return step
