"""IDX is the format in which MNIST was published: a few big-endian numbers that say how large it is, then bytes.

Its description stands on the page of Yann LeCun, Corinna Cortes and Christopher Burges, "The MNIST database".
"""

from __future__ import annotations

import math
from typing import BinaryIO

import numpy as np

from ..digits import CLASSES, SIDE, Digits
from .untrusted.packed import unpacked

BYTES = 8  # IDX's code for unsigned bytes


def read_idx_pair(images, labels, most: int) -> Digits:
    """The up to `most` digits of two files: images (n, 28, 28) and labels (n,).

    Raises ValueError that names the file and the fault.
    """
    pictures, numbers = _read(images, 3, most), _read(labels, 1, most)
    if pictures.shape[1:] != (SIDE, SIDE):
        raise ValueError(f"{images.place}: the images are {pictures.shape[1]} x {pictures.shape[2]} pixels; "
                         f"digits are {SIDE} x {SIDE}")
    if len(pictures) != len(numbers):
        raise ValueError(f"{labels.place}: there are {len(numbers):,} labels for the {len(pictures):,} images of {images.place}")
    wrong = np.flatnonzero(numbers >= CLASSES)
    if wrong.size:
        raise ValueError(f"{labels.place}, row {wrong[0] + 1}: the label is {numbers[wrong[0]]}; a digit is 0 to {CLASSES - 1}")
    return Digits(pictures, numbers)


def _read(file, dimensions: int, most: int) -> np.ndarray:
    """The uint8 array of an IDX file that must have so many dimensions, and up to `most` digits."""
    with file.open() as stream:
        return _read_stream(unpacked(stream, file.place), file.place, dimensions, most)


def _read_stream(stream: BinaryIO, name: str, dimensions: int, most: int) -> np.ndarray:
    kind = stream.read(4)
    if kind != bytes((0, 0, BYTES, dimensions)):
        what = {1: "labels", 3: "images"}[dimensions]
        raise ValueError(f"{name}: it begins with {list(kind)}; an IDX file of {what} begins with {[0, 0, BYTES, dimensions]}")
    header = stream.read(4 * dimensions)
    shape = tuple(np.frombuffer(header, ">u4").tolist())
    if len(shape) != dimensions or shape[0] > most or math.prod(shape[1:]) > SIDE * SIDE:
        raise ValueError(f"{name}: its header says {' x '.join(map(str, shape))}; up to {most:,} digits of "
                         f"{SIDE} x {SIDE} pixels can be read")
    size = math.prod(shape)
    content = stream.read(size + 1)  # one more than there should be, so that a packed file checks its sum
    if len(content) != size:
        held = f"only {len(content):,}" if len(content) < size else "more"
        raise ValueError(f"{name}: its header promises {size:,} bytes, and the file holds {held}")
    return np.frombuffer(content, np.uint8).reshape(shape)
