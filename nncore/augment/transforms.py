"""What changes the images of a batch before they are learned: other stroke widths, other pictures in their place, distortions."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import numpy as np

from ..batches import Transform
from ..digits import PIXELS, Digits
from ..experiment import Experiment
from .distortion import Distortion, DistortionStrengths
from .scribbles import Scribbles
from .stroke_width import StrokeWidthChange
from .template_digits import TemplateDigits


def transforms_of(experiment: Experiment, digits: Digits) -> list[Transform]:
    """The transforms that an Experiment asks for, in the order in which they act on batches of `digits`."""
    return list(_transforms(experiment, digits))


def _transforms(experiment: Experiment, digits: Digits) -> Iterator[Transform]:
    if experiment.stroke_width_share:
        yield OtherStrokeWidths(digits.images, experiment.stroke_width_share, rng=experiment.random("stroke widths"))
    if experiment.template_share:
        yield Replacement("templates", TemplateDigits(), experiment.template_share, rng=experiment.random("templates"))
    if experiment.scribble_share:
        yield Replacement("scribbles", Scribbles(), experiment.scribble_share, rng=experiment.random("scribbles"))
    yield RandomDistortion(strengths_of(experiment), rng=experiment.random("distortion"))


def strengths_of(experiment: Experiment) -> DistortionStrengths:
    """How strongly an Experiment distorts its images."""
    return DistortionStrengths(experiment.shift, experiment.rotation, experiment.scale, experiment.shear, experiment.elastic,
                               experiment.noise)


class OtherStrokeWidths:
    """Each image is drawn again in another stroke width with probability `share`."""

    name, active = "stroke widths", True

    def __init__(self, images: np.ndarray, share: float, *, rng: np.random.Generator):
        self.rng, self._share = rng, share
        self._drawn_again = StrokeWidthChange(images, rng=rng)

    def __call__(self, rows: np.ndarray, pixels: np.ndarray, labels: np.ndarray) -> np.ndarray:
        chosen = self.rng.random(len(rows)) < self._share  # (n,)
        pixels[chosen] = self._drawn_again(rows[chosen]).reshape(-1, PIXELS)
        return pixels

    def adapted(self, experiment: Experiment) -> OtherStrokeWidths:
        return self  # the share is fixed for a run


class Replacement:
    """Each image gives way, with probability `share`, to a picture that is drawn for it.

    draw(count, rng=rng) gives images uint8 (count, 28, 28) and labels (count,).
    """

    active = True

    def __init__(self, name: str, draw: Callable[..., tuple[np.ndarray, np.ndarray]], share: float, *, rng: np.random.Generator):
        self.name, self.rng, self._draw, self._share = name, rng, draw, share

    def __call__(self, rows: np.ndarray, pixels: np.ndarray, labels: np.ndarray) -> np.ndarray:
        chosen = np.flatnonzero(self.rng.random(len(rows)) < self._share)
        if chosen.size:
            images, labels[chosen] = self._draw(len(chosen), rng=self.rng)
            pixels[chosen] = images.reshape(-1, PIXELS)
        return pixels

    def adapted(self, experiment: Experiment) -> Replacement:
        return self  # the share is fixed for a run


class RandomDistortion:
    """Each image is distorted up to some strengths; a run may change them on its way."""

    name = "distortion"

    def __init__(self, strengths: DistortionStrengths, *, rng: np.random.Generator):
        self.rng = rng
        self._distort = Distortion(strengths, rng=rng)
        self._outputs = itertools.cycle([_Buffer(), _Buffer()])  # one is learned from while the next is filled

    @property
    def active(self) -> bool:
        return self._distort.changes_images

    def __call__(self, rows: np.ndarray, pixels: np.ndarray, labels: np.ndarray) -> np.ndarray:
        return self._distort(pixels, next(self._outputs).of(len(pixels)))

    def adapted(self, experiment: Experiment) -> RandomDistortion:
        strengths = strengths_of(experiment)
        return self if strengths == self._distort.strengths else RandomDistortion(strengths, rng=self.rng)


class _Buffer:
    """An array float32 (n, 784) that is made once."""

    def __init__(self):
        self._array = np.empty((0, PIXELS), np.float32)

    def of(self, n: int) -> np.ndarray:
        if n > len(self._array):
            self._array = np.empty((n, PIXELS), np.float32)
        return self._array[:n]
