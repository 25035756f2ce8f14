"""What a neuron speaks for: silence it, and see which digits' scores fall, and which digits are misread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..digits import CLASSES, Digits, as_inputs
from ..network import ROWS_AT_ONCE, Network
from .hidden import activations, halves, through


@dataclass(frozen=True)
class CostOfSilence:
    """What the network loses with a neuron: `points` of accuracy, of 100, below 0 where it gains; and its answers.

    spoilt, mended: how many digits it read rightly and now does not, and the other way round; mistake: (digit, answer, times),
    the commonest among the spoilt, of equals that of the lowest digit and answer; None if there is none.
    """

    points: float
    spoilt: int
    mended: int
    mistake: tuple[int, int, int] | None


def lit(network: Network, images: np.ndarray) -> np.ndarray:
    """How much images uint8 (n, 28, 28) light each neuron of the first layer: its activation, (n, neurons).

    Where there is no hidden layer the neurons are the digits themselves, and this is their scores, the logits.
    """
    return activations(network, as_inputs(images), 1)


def spoken_for(network: Network, images: np.ndarray, number: int, neuron: int) -> np.ndarray:
    """How much each digit's score falls, against the mean of all ten, when `neuron` of hidden layer `number` is silent: (10,).

    On average over images uint8 (n, 28, 28). Silent is an activation of 0. A positive number: the neuron speaks for that digit;
    they add up to 0. Raises ValueError if no hidden layer is there whose neurons could be silenced.
    """
    loud, silent = _scores(network, as_inputs(images), number, neuron)  # (n, 10) both
    fall = (loud - silent).mean(axis=0)
    return fall - fall.mean()


def cost_of_silence(network: Network, digits: Digits, number: int, neuron: int) -> CostOfSilence:
    """What the network loses on `digits` when `neuron` of hidden layer `number` is silent: its activation 0, as in an ablation.

    Morcos, Barrett, Rabinowitz, Botvinick: "On the importance of single directions for generalization", ICLR 2018, section 2.
    Raises ValueError if there is no such hidden layer, or no digits.
    """
    if len(digits) == 0:
        raise ValueError("there are no digits to measure on; at least one is needed")
    before, after = (scores.argmax(axis=1) for scores in _scores(network, as_inputs(digits.images), number, neuron))  # (n,) both
    was_right, is_right = before == digits.labels, after == digits.labels
    spoilt = was_right & ~is_right
    return CostOfSilence(100 * float(was_right.mean() - is_right.mean()), int(spoilt.sum()), int((is_right & ~was_right).sum()),
                         _commonest(digits.labels[spoilt], after[spoilt]))


def _commonest(labels: np.ndarray, answers: np.ndarray) -> tuple[int, int, int] | None:
    """(digit, answer, times) of the commonest pair of labels (n,) and answers (n,); None if there is none."""
    if not len(labels):
        return None
    counts = np.bincount(CLASSES * labels.astype(int) + answers, minlength=CLASSES * CLASSES)  # (100,)
    digit, answer = divmod(int(counts.argmax()), CLASSES)
    return digit, answer, int(counts.max())


def _scores(network: Network, x: np.ndarray, number: int, neuron: int) -> tuple[np.ndarray, np.ndarray]:
    """The scores of x (n, 784) with `neuron` and without it, (n, 10) both."""
    first, later = halves(network, number)
    if not later:
        raise ValueError(f"the network has no hidden layer {number}; each neuron of its output speaks for its own digit")
    both = []
    for start in range(0, len(x), ROWS_AT_ONCE):
        loud = through(first, network.inputs(x[start:start + ROWS_AT_ONCE]))  # (rows, neurons)
        silent = loud.copy()
        silent[:, neuron] = 0
        both.append((through(later, loud), through(later, silent)))
    loud, silent = (np.concatenate(scores) for scores in zip(*both, strict=True))
    return loud, silent


def some_of_each(digits: Digits, count: int) -> Digits:
    """The first `count` digits of each kind, so that all ten have an equal say."""
    return digits[np.concatenate([np.flatnonzero(digits.labels == label)[:count] for label in range(CLASSES)])]
