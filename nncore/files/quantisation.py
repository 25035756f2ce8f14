"""Quantisation keeps each number as one byte: how many steps of a common size it is away from zero.

Neighbours in blocks of 256 share one size of step, so that a block of small numbers is not kept as coarsely as one of large
ones. The error of a number is at most half a step, 0.4 % of the largest in its block.
"""

from __future__ import annotations

import numpy as np

from ..interpretability.rounding import steps_away

BLOCK = 256  # numbers that share a step
MOST_STEPS = 127  # of an int8


def quantised(vector: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(numbers of steps int8 (n,), steps float32 (blocks,)) of a float `vector` (n,), as `steps_away` rounds it."""
    away, step = steps_away(_in_blocks(vector), MOST_STEPS)  # (blocks, 256), (blocks, 1)
    return away.astype(np.int8).ravel()[:vector.size], step.ravel()


def restored(away: np.ndarray, step: np.ndarray) -> np.ndarray:
    """The vector, float32 (n,), of numbers of steps int8 (n,) and steps (blocks,): v = step · steps away."""
    return (_in_blocks(away) * step[:, None].astype(np.float32)).ravel()[:away.size]


def block_count(size: int) -> int:
    """How many blocks a vector of `size` numbers has."""
    return -(-size // BLOCK)


def _in_blocks(vector: np.ndarray) -> np.ndarray:
    return np.pad(vector, (0, block_count(vector.size) * BLOCK - vector.size)).reshape(-1, BLOCK)
