"""A layer turns numbers into other numbers; from the gradient at its output it works out the gradient at its input.

`infer` is the mathematics alone: it leaves no trace, so many threads may ask one network at once. `forward` is the same
into buffers that are used again at every step, and remembers what `backward` will need.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

Shape = tuple[int, ...]


class Layer:
    """The base of all layers. It takes arrays (batch, *input_shape) and gives arrays (batch, *output_shape).

    `parameters` are the shapes of what it learns, by name: each is an attribute, W, with its gradient dW beside it. `statistics`
    are the shapes of what it notes while it learns and needs at inference, but which has no gradient. A layer has arrays of its
    own, and works alone; a network binds it to views into its flat vectors.
    """

    reads_bytes = False  # whether it takes pixels as bytes, 0 to 255, too

    def __init__(self, input_shape: Shape, output_shape: Shape, parameters: dict[str, Shape] | None = None,
                 statistics: dict[str, Shape] | None = None):
        self.input_shape, self.output_shape = tuple(input_shape), tuple(output_shape)
        self.parameters, self.statistics = parameters or {}, statistics or {}
        self._buffers: dict[str, np.ndarray] = {}
        self._bind_to_own_arrays(np.float32)

    @property
    def size(self) -> int:
        """How many numbers the layer learns."""
        return _size(self.parameters)

    @property
    def statistics_size(self) -> int:
        """How many numbers the layer's statistics have."""
        return _size(self.statistics)

    def bind(self, parameters: np.ndarray, gradients: np.ndarray, statistics: np.ndarray) -> None:
        """Keep W, b, ... in `parameters` and dW, db, ... in `gradients`, both (size,), and the statistics in `statistics`.

        The attributes become views into these vectors, and their values move along, but for the gradients: the next `backward`
        sets them, and as long as nothing is written there, as in a snapshot, they take no memory.
        """
        for prefix, shapes, vector in (("", self.parameters, parameters), ("d", self.parameters, gradients),
                                       ("", self.statistics, statistics)):
            for name, view in _views(vector, shapes):
                if not prefix:
                    view[...] = getattr(self, name, 0)
                setattr(self, prefix + name, view)

    def clone(self) -> Layer:
        """The same layer with the same numbers in arrays of its own."""
        other = object.__new__(type(self))
        vars(other).update(self.__getstate__())
        for name in (*self.parameters, *self.statistics):
            setattr(other, name, getattr(self, name))
        other._bind_to_own_arrays(next((getattr(self, name).dtype for name in self.parameters), np.float32))
        return other

    def _bind_to_own_arrays(self, dtype) -> None:
        self.bind(*(np.zeros(size, dtype) for size in (self.size, self.size, self.statistics_size)))

    def __getstate__(self) -> dict:
        """What goes to another process with its network: not the arrays, which the network brings along in its vectors."""
        return {name: value for name, value in vars(self).items() if not isinstance(value, np.ndarray)} | {"_buffers": {}}

    def initialize(self, *, rng: np.random.Generator) -> None:
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

    def buffer(self, name: str, like: np.ndarray, shape: Shape) -> np.ndarray:
        """An array (len(like), *shape) of like's dtype that is made once and used again at every step."""
        buffer = self._buffers.get(name)
        if buffer is None or len(buffer) < len(like) or buffer.dtype != like.dtype:
            buffer = self._buffers[name] = np.empty((len(like), *shape), like.dtype)
        return buffer if len(buffer) == len(like) else buffer[:len(like)]


def _size(shapes: dict[str, Shape]) -> int:
    return sum(math.prod(shape) for shape in shapes.values())


def _views(vector: np.ndarray, shapes: dict[str, Shape]) -> Iterator[tuple[str, np.ndarray]]:
    """(name, view) of each shape in turn, one after the other in `vector`."""
    start = 0
    for name, shape in shapes.items():
        end = start + math.prod(shape)
        yield name, vector[start:end].reshape(shape)
        start = end
