"""Augmentation shows each digit a little distorted, differently every time, so that the network learns what does not matter.

Every distortion of a picture is a weighted sum of a few fixed fields that say how far each pixel moves: the same everywhere
(shift), along x or y (rotation, scale, shear), and smooth bumps (elastic). So a batch of distortions is a few matrix
products, and the distorted pictures are read between the pixels of the originals.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..digits import PIXELS, SIDE
from .interpolation import CHUNK, BilinearInterpolation

KNOTS = 10  # bumps along each axis
BUMP = 4.0  # pixels: the standard deviation of a bump


@dataclass(frozen=True)
class DistortionStrengths:
    """How strong each distortion is at most; 0 is none.

    shift: pixels; rotation: degrees; scale: a fraction of height and width; shear: a fraction; elastic: pixels along each axis
    (root mean square); noise: grey levels, 0 to 1 (standard deviation). All but elastic and noise are drawn evenly between minus
    and plus the strength.
    """

    shift: float = 0.0
    rotation: float = 0.0
    scale: float = 0.0
    shear: float = 0.0
    elastic: float = 0.0
    noise: float = 0.0


class Distortion:
    """Distorts batches of digits by `strengths`, with random numbers from `rng`.

    Simard, Steinkraus, Platt: "Best practices for convolutional neural networks", ICDAR 2003, section 2.
    """

    def __init__(self, strengths: DistortionStrengths, *, rng: np.random.Generator):
        self.strengths, self.rng = strengths, rng
        self._moves = any((strengths.shift, strengths.rotation, strengths.scale, strengths.shear, strengths.elastic))
        self._noisy = strengths.noise > 0
        self._interpolation = BilinearInterpolation()
        self._buffers = np.empty((3, CHUNK, PIXELS), np.float32)  # made once, as BilinearInterpolation's

    @property
    def changes_images(self) -> bool:
        """Whether any strength is above zero."""
        return self._moves or self._noisy

    def __call__(self, pixels: np.ndarray, out: np.ndarray) -> np.ndarray:
        """`pixels` uint8 (batch, 784), distorted into `out`, float32 (batch, 784), 0 to 255; without strengths just `pixels`."""
        if self._moves:
            for start in range(0, len(pixels), CHUNK):
                some = slice(start, start + CHUNK)
                self._interpolation.read(pixels[some], *self._places(len(out[some])), out=out[some])
            pixels = out
        if self._noisy:
            noise = self.rng.standard_normal(pixels.shape, np.float32)
            noise *= 255 * self.strengths.noise
            pixels = np.clip(np.add(pixels, noise, out=noise), 0, 255, out=out)
        return pixels

    def _places(self, batch: int) -> tuple[np.ndarray, np.ndarray]:
        """(x, y), each float32 (batch, 784), batch up to CHUNK: where each pixel of the distorted picture is read."""
        scale_x, scale_y = 1 / (1 + self._evenly(self.strengths.scale, (2, batch)))  # where a larger picture is read, nearer
        angle = np.radians(self._evenly(self.strengths.rotation, batch))
        shear = self._evenly(self.strengths.shear, batch)
        shift_x, shift_y = self._evenly(self.strengths.shift, (2, batch))
        cos, sin = np.cos(angle), np.sin(angle)
        x, y, _ = self._buffers[:, :batch]
        self._displace([shift_x, scale_x * cos, scale_x * (shear * cos - sin)], x)
        self._displace([shift_y, scale_y * sin, scale_y * (shear * sin + cos)], y)
        return x, y

    def _displace(self, affine: list[np.ndarray], out: np.ndarray) -> None:
        """The sum of the fields 1, x, y by the weights `affine`, (n,) each, and of bumps by random weights, into (n, 784)."""
        weights = np.array(affine, np.float32).T  # (n, 3)
        np.matmul(weights, AFFINE, out=out)
        if self.strengths.elastic:
            bumps = self.rng.random((len(weights), KNOTS, KNOTS), np.float32)  # many together are normal, as their sums are
            bumps -= 0.5
            bumps *= self.strengths.elastic * math.sqrt(12)  # a uniform number has the variance 1 / 12
            along_y = (bumps @ BUMPS).transpose(0, 2, 1)  # (n, 28, knots)
            field = self._buffers[2, :len(weights)]
            np.matmul(along_y, BUMPS, out=field.reshape(-1, SIDE, SIDE))
            out += field

    def _evenly(self, strength: float, shape) -> np.ndarray:
        return self.rng.uniform(-strength, strength, shape)


def _affine_fields() -> np.ndarray:
    """The fields 1, x and y from the centre, float32 (3, 784)."""
    y, x = np.meshgrid(LINE, LINE, indexing="ij")
    return np.array([np.ones(PIXELS), x.ravel(), y.ravel()], np.float32)


def _bumps() -> np.ndarray:
    """Bumps along a line, float32 (knots, 28), whose squares add up to 1 at each pixel; a field is the product of two."""
    knots = np.linspace(LINE[0] - 2, LINE[-1] + 2, KNOTS)
    bumps = np.exp(-((knots[:, None] - LINE) ** 2) / (2 * BUMP**2))
    return (bumps / np.sqrt((bumps**2).sum(axis=0))).astype(np.float32)


LINE = np.arange(SIDE) - (SIDE - 1) / 2  # the pixels of a row, from the centre
AFFINE, BUMPS = _affine_fields(), _bumps()
