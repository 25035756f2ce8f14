"""A layer turns numbers into other numbers, and knows how a wish for its output becomes a wish for its input.

`infer` is the mathematics alone: it leaves no trace, so many threads may ask one network at once. `forward` is the same
into memory that is used again at every step, and remembers what `backward` will need.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator

import numpy as np


class Layer:
    """The base of all layers. One with parameters names their shapes; the network lends it views into its flat vector.

    `statistics` are shapes too, of what a layer notes while it learns and needs at inference, but has no gradient.
    """

    shapes: dict[str, tuple[int, ...]] = {}
    statistics: dict[str, tuple[int, ...]] = {}

    def __init__(self):
        self._buffers: dict[str, np.ndarray] = {}

    @property
    def size(self) -> int:
        """How many parameters the layer has."""
        return _size(self.shapes)

    @property
    def statistics_size(self) -> int:
        """How many numbers the layer's statistics have."""
        return _size(self.statistics)

    def bind(self, parameters: np.ndarray, gradients: np.ndarray, statistics: np.ndarray) -> None:
        """Take views into `parameters` and `gradients`, both (size,), as W and dW, b and db ...; and into `statistics`."""
        for name, view in _views(parameters, self.shapes):
            setattr(self, name, view)
        for name, view in _views(gradients, self.shapes):
            setattr(self, "d" + name, view)
        for name, view in _views(statistics, self.statistics):
            setattr(self, name, view)

    def clone(self) -> Layer:
        """The same kind of layer with memory of its own; it has no parameters until it adopts some."""
        other = copy.copy(self)
        other._buffers = {}
        return other

    def __getstate__(self) -> dict:
        """What goes to another process: not the arrays, which are views that the network lends, or room to work in."""
        return {name: value for name, value in vars(self).items() if not isinstance(value, np.ndarray)} | {"_buffers": {}}

    def initialize(self, rng: np.random.Generator) -> None:
        """Set the first parameters. A layer without any has nothing to do."""

    def infer(self, x: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
        """The output for `x`, into `out` if given. Changes nothing else."""
        raise NotImplementedError

    def forward(self, x: np.ndarray) -> np.ndarray:
        """The output for `x`, remembered for `backward`."""
        raise NotImplementedError

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """The gradient at the input, from `dy`, the gradient at the output; sets the gradients of the parameters."""
        raise NotImplementedError

    def inference_gradient(self, x: np.ndarray, dy: np.ndarray) -> np.ndarray:
        """The gradient at the input x of what `infer` says, from dy, the gradient at its output; leaves no trace."""
        raise NotImplementedError

    def buffer(self, name: str, like: np.ndarray, width: int) -> np.ndarray:
        """An array (len(like), width) of like's dtype that is made once and used again at every step."""
        buffer = self._buffers.get(name)
        if buffer is None or len(buffer) < len(like):
            buffer = self._buffers[name] = np.empty((len(like), width), like.dtype)
        return buffer if len(buffer) == len(like) else buffer[:len(like)]


def _size(shapes: dict[str, tuple[int, ...]]) -> int:
    return sum(math.prod(shape) for shape in shapes.values())


def _views(vector: np.ndarray, shapes: dict[str, tuple[int, ...]]) -> Iterator[tuple[str, np.ndarray]]:
    """(name, view) of each shape in turn, one after the other in `vector`."""
    start = 0
    for name, shape in shapes.items():
        end = start + math.prod(shape)
        yield name, vector[start:end].reshape(shape)
        start = end
