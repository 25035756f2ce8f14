"""A network is layers in a row over one flat vector of parameters."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .activations import ACTIVATIONS
from .batch_norm import BatchNorm
from .dense import Dense
from .digits import CLASSES, PIXELS
from .dropout import Dropout
from .experiment import Experiment
from .ink_dense import InkDense
from .layer import Layer
from .losses import softmax

ROWS_AT_ONCE = 1024  # images that pass through the layers together; more would only cost memory


class Network:
    """Layers over `parameters` and `gradients`, both (n,), and `statistics`, (m,): each layer holds views into them.

    So a snapshot is one copy, an optimizer is a few vector operations, and saving is one array. `predict`, `infer` and
    `layer_outputs` leave no trace and may run in many threads; `forward` and `backward` belong to the one that trains.
    """

    def __init__(self, layers: list[Layer], dtype=np.float32):
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
    def dense_layers(self) -> list[Dense]:
        """The layers with weights, from the image to the answer."""
        return [layer for layer in self.layers if isinstance(layer, Dense)]

    def initialize(self, rng: np.random.Generator) -> None:
        """Set the first parameters of every layer."""
        for layer in self.layers:
            layer.initialize(rng)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Logits (batch, 10) for inputs x (batch, 784), remembered for `backward`."""
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, dlogits: np.ndarray) -> None:
        """Set `gradients` from dlogits (batch, 10), the loss's gradient at the logits of the last `forward`."""
        for layer in reversed(self.layers):
            dlogits = layer.backward(dlogits)

    def infer(self, x: np.ndarray) -> np.ndarray:
        """Logits (batch, 10) for inputs x (batch, 784); leaves no trace."""
        for layer in self.layers:
            x = layer.infer(x)
        return x

    def layer_outputs(self, x: np.ndarray) -> list[np.ndarray]:
        """What each layer says to x (batch, 784), first layer first; the last are the logits."""
        outputs = []
        for layer in self.layers:
            x = layer.infer(x)
            outputs.append(x)
        return outputs

    def predict(self, x: np.ndarray) -> np.ndarray:
        """Probabilities, float32 (n, 10), of the ten digits for inputs x, float32 (n, 784); each row adds up to 1."""
        x = np.asarray(x)
        if x.ndim != 2 or x.shape[1] != self.layers[0].inputs:
            raise ValueError(f"inputs have shape {x.shape}; a network reads (n, {self.layers[0].inputs}), "
                             "as nncore.as_inputs(images) makes them")
        probabilities = np.empty((len(x), self.dense_layers[-1].outputs), np.float32)
        for start in range(0, len(x), ROWS_AT_ONCE):
            part = slice(start, start + ROWS_AT_ONCE)
            probabilities[part] = softmax(self.infer(x[part]))
        return probabilities

    def snapshot(self) -> Network:
        """A copy that stays as it is while this one learns on."""
        other = Network([layer.clone() for layer in self.layers], self.parameters.dtype)
        other.take(self)
        return other

    def __getstate__(self) -> dict:
        """What goes to another process; there the layers get views into the new vectors."""
        return {"layers": self.layers, "parameters": self.parameters, "statistics": self.statistics}

    def __setstate__(self, state: dict) -> None:
        self.__init__(state["layers"], state["parameters"].dtype)
        self.parameters[...], self.statistics[...] = state["parameters"], state["statistics"]

    def take(self, other: Network) -> None:
        """Take over the parameters and statistics of `other`, a network of the same shape."""
        self.parameters[...] = other.parameters
        self.statistics[...] = other.statistics


def layers_of(experiment: Experiment) -> Iterator[Layer]:
    """The layers that an Experiment asks for, still without parameters."""
    kind, inputs = InkDense, PIXELS
    for number, outputs in enumerate(experiment.hidden, start=1):
        yield kind(inputs, outputs, experiment.initializer)
        if experiment.batch_norm:
            yield BatchNorm(outputs)
        yield ACTIVATIONS[experiment.activation]()
        yield Dropout(experiment.dropout, rng=experiment.random(f"dropout {number}"))
        kind, inputs = Dense, outputs
    yield kind(inputs, CLASSES, experiment.initializer)


def build(experiment: Experiment, dtype=np.float32) -> Network:
    """The network of an Experiment with its first weights, which depend on the seed alone."""
    network = Network(list(layers_of(experiment)), dtype)
    network.initialize(experiment.random("weights"))
    return network


def parameter_count(experiment: Experiment) -> int:
    """How many parameters the network of an Experiment has, without making it."""
    return sum(layer.size for layer in layers_of(experiment))
