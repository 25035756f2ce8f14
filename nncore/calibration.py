"""A network can be sure too often or too seldom; one number, by which all its logits are divided, mends most of that.

Temperature scaling changes how sure each answer is, and no answer; the digits by which the number is found must be others than
those that the network learned from. Guo, Pleiss, Sun, Weinberger: On Calibration of Modern Neural Networks, ICML 2017,
section 4.2.
"""

from __future__ import annotations

import numpy as np

from .digits import Digits, as_inputs
from .losses import softmax
from .network import ROWS_AT_ONCE, Network

MOST_STEPS, ENOUGH = 50, 1e-9  # of Newton's method: it ends when a step is not larger
FLATTEST = 1e-12  # curvature; where all answers are sure there is hardly any
COLDEST, HOTTEST = 0.01, 100.0  # where no answer is wrong, colder would be better without end


def temperature(logits: np.ndarray, labels: np.ndarray) -> float:
    """The temperature T that makes the cross-entropy of softmax(logits / T) smallest; logits (n, classes), labels (n,).

    With b = 1 / T and p = softmax(b z), the cross-entropy's first derivative by b is the mean of (sum of p z) - z at the label,
    and the second is the mean variance of z under p, which is never negative: Newton's method finds the one minimum. Raises
    ValueError for logits that are not finite.
    """
    z = logits.astype(float)
    if not np.isfinite(z).all():
        raise ValueError("the logits are not all finite numbers; a network whose loss exploded cannot be calibrated")
    at_label = z[np.arange(len(z)), labels].mean()
    b = 1.0  # far from the minimum a step may be too long, so that b at most doubles
    for _ in range(MOST_STEPS):
        p = softmax(b * z)  # (n, classes)
        mean = (p * z).sum(axis=1)  # (n,)
        slope, curvature = mean.mean() - at_label, ((p * z * z).sum(axis=1) - mean**2).mean()
        step = slope / max(curvature, FLATTEST)
        before, b = b, float(np.clip(b - step, max(b / 2, 1 / HOTTEST), min(2 * b, 1 / COLDEST)))
        if abs(b - before) <= ENOUGH:
            break
    return 1 / b


def calibrate(network: Network, digits: Digits) -> float:
    """Divide the network's logits by the temperature that is right for `digits`, which it did not learn from; the temperature.

    The division is done in the last layer's weights and biases, for good. Raises ValueError if there are no digits.
    """
    if len(digits) == 0:
        raise ValueError("there are no digits to calibrate by; some held back for validation would be right")
    logits = np.concatenate([network.infer(network.inputs(as_inputs(digits.images[start:start + ROWS_AT_ONCE])))
                             for start in range(0, len(digits), ROWS_AT_ONCE)])  # (n, 10)
    found = temperature(logits, digits.labels)
    network.layers[-1].W /= found
    network.layers[-1].b /= found
    return found
