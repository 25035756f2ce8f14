"""The work of training is counted in multiply-adds, w * x added to a sum: the same on every machine, whatever its speed.

For each image a dense layer multiplies once with each weight to answer, once more for the gradient of each weight, and once more
to pass the gradient on to the layer before; the first layer has none before it. All else is small beside these.
"""

from __future__ import annotations

from itertools import pairwise

from ..digits import CLASSES, PIXELS
from ..experiment import Experiment
from .history import History


def multiply_adds_of_training(history: History) -> int:
    """How many multiply-adds the matrix products of all steps of a run take together."""
    return history.images * multiply_adds_an_image(history.experiment)


def multiply_adds_an_image(experiment: Experiment) -> int:
    """How many multiply-adds it takes to learn from one image once."""
    weights = [inputs * outputs for inputs, outputs in pairwise((PIXELS, *experiment.hidden, CLASSES))]
    return 3 * sum(weights) - weights[0]
