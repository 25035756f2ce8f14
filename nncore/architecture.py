"""An architecture says which layers stand in a row; an Experiment's becomes a network here."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .activations import ACTIVATIONS
from .batch_norm import BatchNorm
from .dense import Dense
from .digits import CLASSES, PIXELS
from .dropout import Dropout
from .experiment import Experiment
from .layer import Layer
from .network import Network
from .pixel_dense import PixelDense


def layers_of(experiment: Experiment) -> Iterator[Layer]:
    """The layers that an Experiment asks for, before they are initialised."""
    kind, inputs = PixelDense, PIXELS
    for number, outputs in enumerate(experiment.hidden, start=1):
        yield kind(inputs, outputs, experiment.initializer)
        if experiment.batch_norm:
            yield BatchNorm(outputs)
        yield ACTIVATIONS[experiment.activation]((outputs,))
        yield Dropout((outputs,), experiment.dropout, rng=experiment.random(f"dropout {number}"))
        kind, inputs = Dense, outputs
    yield kind(inputs, CLASSES, experiment.initializer)


def build(experiment: Experiment, dtype=np.float32) -> Network:
    """The network of an Experiment with its first weights, which depend on the seed alone."""
    network = Network(list(layers_of(experiment)), dtype)
    network.initialize(rng=experiment.random("weights"))
    return network


def parameter_count(experiment: Experiment) -> int:
    """How many parameters the network of an Experiment has."""
    return sum(layer.size for layer in layers_of(experiment))
