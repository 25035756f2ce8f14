"""A network of 16 neurons is small enough to follow each of its numbers by hand."""

from __future__ import annotations

from ..architecture import build
from ..digits import Digits
from ..experiment import Experiment
from ..network import Network
from .fitting import fit

SMALL = Experiment(hidden=(16,), optimizer="sgd", learning_rate=0.1, batch_size=32, epochs=3, training_images=10_000)


def small_network(data: Digits) -> Network:
    """A network of 16 hidden neurons that has learned from `data` for about a second, as SMALL says: the same each time."""
    network = build(SMALL)
    fit(network, data, SMALL)
    return network
