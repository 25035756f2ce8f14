"""Digits are small grey pictures with the number that each one shows.

Images stay bytes in memory, 47 MB for 60,000; as float32 they would be 188 MB.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

SIDE = 28
PIXELS = SIDE * SIDE
BOX = 20  # pixels that the longer side of a digit takes
CENTRE = 14.0  # the pixel index of a digit's centre of mass
CLASSES = 10
NO_DIGIT = CLASSES  # the label of a picture that shows none, where a network learns to be unsure
MNIST = Path(__file__).parent / "data" / "mnist.npz"


@dataclass(frozen=True)
class Digits:
    """Pictures and what they show: images uint8 (n, 28, 28), 0 paper to 255 ink; labels uint8 (n,), 0 to 9."""

    images: np.ndarray
    labels: np.ndarray

    def __post_init__(self):
        if self.images.dtype != np.uint8 or self.images.shape[1:] != (SIDE, SIDE):
            raise ValueError(f"images are {self.images.dtype} {self.images.shape}; digits are uint8 (n, {SIDE}, {SIDE})")
        if self.labels.shape != self.images.shape[:1]:
            raise ValueError(f"there are {len(self.images)} images and labels of shape {self.labels.shape}; "
                             "each image has one label")
        if self.labels.dtype.kind not in "ui":
            raise ValueError(f"labels are {self.labels.dtype}; a digit is a whole number from 0 to {CLASSES - 1}")
        if len(self.labels) and not 0 <= self.labels.min() <= self.labels.max() < CLASSES:
            raise ValueError(f"labels run from {self.labels.min()} to {self.labels.max()}; a digit is 0 to {CLASSES - 1}")

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, rows) -> Digits:
        """The digits of some rows: a slice or an array of indices."""
        return Digits(self.images[rows], self.labels[rows])


@dataclass(frozen=True)
class Mnist:
    """The 60,000 digits to learn from and the 10,000 to be tested on."""

    train: Digits
    test: Digits


def load_mnist() -> Mnist:
    """MNIST as LeCun, Cortes and Burges published it, from the file in this repository."""
    with np.load(MNIST, allow_pickle=False) as file:
        return Mnist(Digits(file["x_train"], file["y_train"]), Digits(file["x_test"], file["y_test"]))


def as_inputs(images: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
    """What a network reads: images uint8 (n, 28, 28) become float32 (n, 784), 0 to 255 become 0 to 1. Into `out` if given."""
    flat = images.reshape(len(images), math.prod(images.shape[1:]))  # (n, 784)
    if out is None:
        out = np.empty(flat.shape, np.float32)
    np.copyto(out, flat)  # first as float, then scaled: faster than both at once
    out *= np.float32(1 / 255)
    return out
