"""A network is layers in a row over one flat vector of parameters."""

from __future__ import annotations

import itertools
import math

import numpy as np

from .dense import Dense
from .digits import as_inputs
from .layer import Layer, Shape
from .losses import softmax

ROWS_AT_ONCE = 1024  # images that pass through the layers together; more would only cost memory


class Network:
    """Layers over `parameters` and `gradients`, both (n,), and `statistics`, (m,): each layer holds views into them.

    So a snapshot is one copy, an optimizer is a few vector operations, and saving is one array. `predict`, `infer` and
    `layer_outputs` leave no trace and may run in many threads; `forward` and `backward` belong to the one that trains.
    Layers that come with parameters keep them. Raises ValueError if a layer does not take what the one before it gives.
    """

    def __init__(self, layers: list[Layer], dtype=np.float32):
        _check_that_they_fit(layers)
        self.layers = layers
        size = sum(layer.size for layer in layers)
        self.parameters = np.zeros(size, dtype)
        self.gradients = np.zeros(size, dtype)
        self.statistics = np.zeros(sum(layer.statistics_size for layer in layers), dtype)
        start = noted = 0
        for layer in layers:
            end, noted_end = start + layer.size, noted + layer.statistics_size
            layer.bind(self.parameters[start:end], self.gradients[start:end], self.statistics[noted:noted_end])
            start, noted = end, noted_end

    @property
    def input_shape(self) -> Shape:
        """The shape of one input: (784,) for a row of pixels."""
        return self.layers[0].input_shape

    @property
    def classes(self) -> int:
        """How many answers there are."""
        return math.prod(self.layers[-1].output_shape)

    @property
    def dense_layers(self) -> list[Dense]:
        """The dense layers, from the image to the answer."""
        return [layer for layer in self.layers if isinstance(layer, Dense)]

    @property
    def weight_spans(self) -> list[slice]:
        """Where the weights W lie in `parameters`: penalties are for them, and spare biases and what batch norm learns."""
        spans, start = [], 0
        for layer in self.layers:
            for name, shape in layer.parameters.items():
                end = start + math.prod(shape)
                spans += [slice(start, end)] if name == "W" else []
                start = end
        return spans

    def initialize(self, *, rng: np.random.Generator) -> None:
        """Set the first parameters of every layer."""
        for layer in self.layers:
            layer.initialize(rng=rng)

    def inputs(self, pixels: np.ndarray) -> np.ndarray:
        """Pixels (n, ...), bytes or float from 0 to 1, as the first layer takes them: in its shape, as float or bytes."""
        if pixels.dtype == np.uint8 and not self.layers[0].reads_bytes:
            pixels = as_inputs(pixels)
        return pixels.reshape(len(pixels), *self.input_shape)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Logits (batch, classes) for inputs x (batch, *input_shape), remembered for `backward`."""
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, dlogits: np.ndarray) -> None:
        """Set `gradients` from dlogits (batch, classes), the loss's gradient at the logits of the last `forward`."""
        for layer in reversed(self.layers):
            dlogits = layer.backward(dlogits)

    def infer(self, x: np.ndarray) -> np.ndarray:
        """Logits (batch, classes) for inputs x (batch, *input_shape); leaves no trace."""
        for layer in self.layers:
            x = layer.infer(x)
        return x

    def layer_outputs(self, x: np.ndarray) -> list[np.ndarray]:
        """What each layer says to x (batch, *input_shape), first layer first; the last are the logits."""
        outputs = []
        for layer in self.layers:
            x = layer.infer(x)
            outputs.append(x)
        return outputs

    def predict(self, x: np.ndarray) -> np.ndarray:
        """The probabilities of all classes, float32 (n, classes), for inputs x, float (n, *input_shape); each row adds up to 1.

        A row of numbers for each input, as `as_inputs` makes them, will do for every network. `.argmax(axis=1)` are the answers.
        """
        x = np.asarray(x)
        if math.prod(x.shape[1:]) != math.prod(self.input_shape):
            raise ValueError(f"inputs have shape {x.shape}; a network reads {('n', *self.input_shape)}, "
                             "as nncore.as_inputs(images) makes them")
        probabilities = np.empty((len(x), self.classes), np.float32)
        for start in range(0, len(x), ROWS_AT_ONCE):
            part = slice(start, start + ROWS_AT_ONCE)
            probabilities[part] = softmax(self.infer(self.inputs(x[part])))
        return probabilities

    def snapshot(self) -> Network:
        """A copy that stays as it is while this one learns on."""
        return Network([layer.clone() for layer in self.layers], self.parameters.dtype)

    def load(self, other: Network) -> None:
        """Take over the parameters and statistics of `other`, a network of the same shape."""
        self.parameters[...] = other.parameters
        self.statistics[...] = other.statistics

    def __getstate__(self) -> dict:
        """What goes to another process; there the layers get views into the new vectors."""
        return {"layers": self.layers, "parameters": self.parameters, "statistics": self.statistics}

    def __setstate__(self, state: dict) -> None:
        self.__init__(state["layers"], state["parameters"].dtype)
        self.parameters[...], self.statistics[...] = state["parameters"], state["statistics"]


def _check_that_they_fit(layers: list[Layer]) -> None:
    if not layers:
        raise ValueError("a network has no layers; Network([Dense(784, 10)]) is the smallest that reads digits")
    for number, (layer, following) in enumerate(itertools.pairwise(layers), start=1):
        if layer.output_shape != following.input_shape:
            raise ValueError(f"layer {number} gives {layer.output_shape} and layer {number + 1} takes {following.input_shape}; "
                             "each layer takes what the one before it gives")
