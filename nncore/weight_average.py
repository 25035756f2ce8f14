"""A running mean of the weights lies in the middle of the valley on whose slopes the steps run up and down."""

from __future__ import annotations

import numpy as np

from .network import Network


class WeightAverage:
    """mean ← decay mean + (1 - decay) W after each step, over parameters and statistics. Polyak and Juditsky (1992).

    In the first steps the decay is smaller, (1 + steps) / (10 + steps), so that the first random weights are soon forgotten.
    """

    def __init__(self, network: Network, decay: float):
        self.decay, self.steps = decay, 0
        self.mean = network.snapshot()
        self._change = np.empty_like(network.parameters)

    def update(self, network: Network) -> None:
        """Take in the weights after one more step."""
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        for mean, newest in ((self.mean.parameters, network.parameters), (self.mean.statistics, network.statistics)):
            change = np.subtract(newest, mean, out=self._change[:mean.size])
            change *= 1 - decay
            mean += change
