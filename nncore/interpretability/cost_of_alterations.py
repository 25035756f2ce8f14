"""What an alteration costs is how many digits fewer the network reads right: at one place, or along a curve."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from ..digits import Digits, as_inputs
from ..evaluation import evaluate
from ..network import Network
from .alterations import Alteration, altered

PRUNED = (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)  # shares at which a curve is measured; steeper where networks fail
NOISE = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
BITS = (None, 8, 4, 2, 1)
STEPS = tuple({Alteration(pruned=share): None for share in PRUNED} | {Alteration(noise=size): None for size in NOISE}
              | {Alteration(bits=bits): None for bits in BITS})  # each once: that of nothing begins all three


@dataclass(frozen=True)
class Outcome:
    """accuracy, 0 to 1, of an altered network, and what it makes of a picture, if there is one: probabilities (10,)."""

    accuracy: float
    probabilities: np.ndarray | None


def outcome(network: Network, alteration: Alteration, digits: Digits, image: np.ndarray | None, seed: int) -> Outcome:
    """How `network` does on `digits` after an alteration whose noise is drawn by `seed`, and with an image uint8 (28, 28)."""
    changed = altered(network, alteration, rng=np.random.default_rng(seed))
    with np.errstate(all="ignore"):  # weights may have exploded
        probabilities = None if image is None else changed.predict(as_inputs(image[None]))[0]
        return Outcome(evaluate(changed, digits).accuracy, probabilities)


def costs(network: Network, digits: Digits, seed: int) -> Generator[float, None, dict[Alteration, float]]:
    """The accuracy on `digits` after each of STEPS by itself, the noise drawn by `seed`; yields how much is done, 0 to 1."""
    found = {}
    for done, alteration in enumerate(STEPS):
        yield done / len(STEPS)
        found[alteration] = outcome(network, alteration, digits, None, seed).accuracy
    return found
