"""MNIST lies in memory once, however many processes learn from it: they all look at the same bytes."""

from __future__ import annotations

import mmap
import os
import tempfile
from dataclasses import dataclass

import numpy as np

from ..digits import PIXELS, SIDE, Digits, Mnist


@dataclass(frozen=True)
class SharedDigits:
    """`digits`, which nobody can write into, in a file that is in memory and has no name: it goes with the last process.

    `arguments` tell another process that inherits the file's `descriptor` how to open it.
    """

    digits: Mnist
    descriptor: int

    @property
    def arguments(self) -> list[str]:
        return [str(self.descriptor), str(len(self.digits.train)), str(len(self.digits.test))]


def share(digits: Mnist) -> SharedDigits:
    """`digits` again, where other processes can see them."""
    sizes = len(digits.train), len(digits.test)
    descriptor = _nameless_file(sum(sizes) * (PIXELS + 1))
    with mmap.mmap(descriptor, 0) as memory:
        for shared, part in zip(_parts(memory, *sizes), (digits.train, digits.test), strict=True):
            shared[0][...], shared[1][...] = part.images, part.labels
        del shared  # a view would keep the memory open
    return SharedDigits(opened(descriptor, *sizes), descriptor)


def opened(descriptor: int, train: int, test: int) -> Mnist:
    """So many digits to learn from and to be tested on, from the file that another process shared."""
    memory = mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ)
    return Mnist(*(Digits(images, labels) for images, labels in _parts(memory, train, test)))


def _parts(memory: mmap.mmap, *counts: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """(images uint8 (n, 28, 28), labels uint8 (n,)) for each count: all images of a part, then its labels."""
    parts, start = [], 0
    for count in counts:
        images = np.frombuffer(memory, np.uint8, count * PIXELS, start).reshape(count, SIDE, SIDE)
        labels = np.frombuffer(memory, np.uint8, count, start + count * PIXELS)
        parts.append((images, labels))
        start += count * (PIXELS + 1)
    return parts


def _nameless_file(size: int) -> int:
    """The descriptor of a file of so many bytes, which nothing has to delete."""
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("digits")
    else:
        with tempfile.TemporaryFile() as file:
            descriptor = os.dup(file.fileno())
    os.ftruncate(descriptor, size)
    return descriptor
