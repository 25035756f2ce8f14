"""An alteration takes something away from a network that has learned: does it still read? What it does without, it hardly needed.

Only the weights W of the dense layers are altered; the biases and what batch norm learned, which are few, stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..network import Network
from .rounding import SIGN_ALONE, rounded


@dataclass(frozen=True)
class Alteration:
    """What is done to a network, in this order; with the defaults nothing is.

    noise: to each weight a normal random number is added, whose standard deviation is so many times that of its layer's weights.
    pruned: this share of all weights becomes 0, 0 to 1, the smallest in size of all layers together (Han et al.: "Learning both
    weights and connections for efficient neural networks", NIPS 2015). bits: so many are left of each weight, layer by layer as
    `rounded` does it; None leaves them as they are. off: for each hidden layer in turn, the numbers of the neurons that are
    silent, as their activation is 0; it may be shorter than there are hidden layers.
    """

    noise: float = 0.0
    pruned: float = 0.0
    bits: int | None = None
    off: tuple[tuple[int, ...], ...] = ()

    def __post_init__(self):
        if not 0 <= self.noise < np.inf:
            raise ValueError(f"noise is {self.noise}; it is 0 for none, 1 for as much as the weights of a layer themselves vary")
        if not 0 <= self.pruned <= 1:
            raise ValueError(f"the share that is pruned is {self.pruned}; it is 0 for no weight to 1 for all")
        if self.bits is not None and self.bits < SIGN_ALONE:
            raise ValueError(f"{self.bits} bits are left of a weight; 1 is the least, None leaves it as it is")

    @property
    def changes_nothing(self) -> bool:
        """Whether a network stays as it is."""
        return not (self.noise or self.pruned or self.bits or any(self.off))

    @property
    def words(self) -> str:
        """What is done, in short: "60% pruned, 4 bits"; empty if nothing is."""
        silent = sum(map(len, self.off))
        parts = {f"noise {self.noise:g}": self.noise, f"{100 * self.pruned:.3g}% pruned": self.pruned,
                 f"{self.bits} bit{'s' * (self.bits != 1)}": self.bits, f"{silent} neuron{'s' * (silent != 1)} off": silent}
        return ", ".join(words for words, size in parts.items() if size)


def altered(network: Network, alteration: Alteration, *, rng: np.random.Generator) -> Network:
    """A new network, which is `network` after the alteration. Raises ValueError if a neuron is named that it does not have."""
    changed = network.snapshot()
    weights = [layer.W for layer in changed.dense_layers]
    with np.errstate(all="ignore"):  # weights may have exploded
        if alteration.noise:
            _add_noise(weights, alteration.noise, rng)
        if alteration.pruned:
            _prune(weights, alteration.pruned)
        if alteration.bits:
            for W in weights:
                W[...] = rounded(W, alteration.bits)
    _switch_off(weights, alteration.off)
    return changed


def _add_noise(weights: Sequence[np.ndarray], noise: float, rng: np.random.Generator) -> None:
    """Add to each W normal random numbers of `noise` times its own standard deviation."""
    for W in weights:
        W += rng.standard_normal(W.shape, W.dtype) * W.dtype.type(noise * W.std())


def _prune(weights: Sequence[np.ndarray], share: float) -> None:
    """Set the `share` of all weights to 0 whose sizes are smallest; of equal ones those that come first."""
    sizes = np.concatenate([np.abs(W).ravel() for W in weights])  # (all weights,)
    count = round(share * sizes.size)
    if not count:
        return
    limit = np.partition(sizes, count - 1)[count - 1]  # the largest size that goes
    going = sizes < limit
    going[np.flatnonzero(sizes == limit)[:count - np.count_nonzero(going)]] = True
    start = 0
    for W in weights:
        W[going[start:start + W.size].reshape(W.shape)] = 0
        start += W.size


def _switch_off(weights: Sequence[np.ndarray], off: Sequence[Sequence[int]]) -> None:
    """Let nobody hear the neurons `off` of each hidden layer: their outgoing weights become 0."""
    if len(off) > len(weights) - 1:
        raise ValueError(f"neurons of {len(off)} hidden layers are switched off; the network has {len(weights) - 1} of them")
    for number, (neurons, outgoing) in enumerate(zip(off, weights[1:], strict=False), start=1):
        if wrong := [each for each in neurons if not 0 <= each < len(outgoing)]:
            raise ValueError(f"hidden layer {number} has no neuron {wrong[0]}; its neurons are 0 to {len(outgoing) - 1}")
        outgoing[list(neurons)] = 0
