"""Which ink makes it this digit and not another? Let it appear on blank paper, and add up what each pixel does on the way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..network import Network
from .explanation import input_gradient

STEPS = 64  # places between blank paper and the digit: they leave an error of about 0.05, and of 0.5 at most


@dataclass(frozen=True)
class Evidence:
    """What speaks for one digit and against another: both sums are differences of logits, the first digit's less the other's.

    `pixels`, float (784,), add up to `of_ink`, but for the error of STEPS; `of_blank_paper` is what there is without any ink.
    """

    pixels: np.ndarray
    of_ink: float
    of_blank_paper: float

    @property
    def lead(self) -> float:
        """How far the first digit's logit is ahead; below 0 it is behind."""
        return self.of_ink + self.of_blank_paper


def evidence(network: Network, x: np.ndarray, digit: int, other: int) -> Evidence:
    """What in x, float (784,), speaks for `digit` and against `other`."""
    blank_logits, logits = network.infer(np.stack([np.zeros_like(x), x]))  # (classes,) each
    of_blank_paper = float(blank_logits[digit] - blank_logits[other])
    of_ink = float(logits[digit] - logits[other]) - of_blank_paper
    return Evidence(integrated_gradients(network, x, digit, other), of_ink, of_blank_paper)


def integrated_gradients(network: Network, x: np.ndarray, digit: int, other: int, steps: int = STEPS) -> np.ndarray:
    """What each pixel of x, float (784,), adds to the logit of `digit` less that of `other`: float (784,), of either sign.

    x · mean of the gradients at a x,  a = (1/2, 3/2, 5/2, ...) / steps: the integral from blank paper to x by the midpoint rule

    All steps pass through the network as one batch. The sum is the difference between x and blank paper, exactly so in a linear
    network, and the nearer to it the more steps there are in any other: completeness. A gradient at x alone has no such sum.
    Sundararajan, Taly, Yan: "Axiomatic Attribution for Deep Networks", ICML 2017, section 3.
    """
    a = ((np.arange(steps) + 0.5) / steps).astype(x.dtype)  # (steps,)
    dlogits = np.zeros((steps, network.classes), x.dtype)
    dlogits[:, digit] += 1
    dlogits[:, other] -= 1
    return x * input_gradient(network, a[:, None] * x, dlogits, len(network.layers)).mean(axis=0)
