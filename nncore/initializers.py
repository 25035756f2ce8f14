"""An initializer draws the first weights: random, so that neurons differ, and of a size that lets signals through.

Each gives a normal distribution with mean 0 whose variance keeps what flows through a layer about equally strong.
"""

from __future__ import annotations

import numpy as np


def he(inputs: int, outputs: int, *, rng: np.random.Generator) -> np.ndarray:
    """Variance 2 / inputs, for relu, which silences half of them. He, Zhang, Ren, Sun: ICCV 2015, equation 10."""
    return rng.normal(0, np.sqrt(2 / inputs), (inputs, outputs))


def xavier(inputs: int, outputs: int, *, rng: np.random.Generator) -> np.ndarray:
    """Variance 2 / (inputs + outputs), for tanh and sigmoid. Glorot and Bengio: AISTATS 2010, equation 12."""
    return rng.normal(0, np.sqrt(2 / (inputs + outputs)), (inputs, outputs))


def lecun(inputs: int, outputs: int, *, rng: np.random.Generator) -> np.ndarray:
    """Variance 1 / inputs, for linear layers. LeCun, Bottou, Orr, Müller: "Efficient BackProp" (1998), section 4.6."""
    return rng.normal(0, np.sqrt(1 / inputs), (inputs, outputs))


def zeros(inputs: int, outputs: int, *, rng: np.random.Generator) -> np.ndarray:
    """All equal: to see that equal neurons get equal gradients, stay equal, and never learn."""
    return np.zeros((inputs, outputs))


INITIALIZERS = {"he": he, "xavier": xavier, "lecun": lecun, "zeros": zeros}
