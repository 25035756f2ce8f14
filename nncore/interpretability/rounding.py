"""Rounding keeps of each number how many steps it is away from zero: the fewer steps there are, the fewer bits that takes."""

from __future__ import annotations

import numpy as np

SIGN_ALONE = 1  # bit


def steps_away(rows: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
    """(steps away, size of a step float32 (n, 1)) of each number of float `rows` (n, width), up to `most` steps to either side.

    step = largest |v| of the row / most        steps away = v / step, rounded

    Jacob et al.: "Quantization and training of neural networks for efficient integer-arithmetic-only inference", CVPR 2018,
    section 2.1, with zero in the middle.
    """
    step = np.abs(rows).max(axis=1, keepdims=True).astype(np.float32) / most  # (n, 1)
    away = np.divide(rows, step, out=np.zeros_like(rows), where=step > 0)  # (n, width)
    return np.round(away, out=away), step


def rounded(v: np.ndarray, bits: int) -> np.ndarray:
    """Numbers v, float of any shape, as they are after they were kept with so many bits each, 1 or more.

    With `bits` there are 2^(bits - 1) - 1 steps to either side, all of one size: 127 for 8 bits, 7 for 4, 1 for 2. A single bit
    is a sign alone, which stands for the mean size: sign(v) · mean of |v|, zeros left as they are and not counted (Rastegari et
    al.: "XNOR-Net", ECCV 2016, section 3.1). Raises ValueError if there is no bit at all.
    """
    if bits < SIGN_ALONE:
        raise ValueError(f"a number cannot be kept in {bits} bits; 1 bit keeps its sign, 8 keep 127 steps to either side")
    if bits == SIGN_ALONE:
        return np.sign(v) * v.dtype.type(np.abs(v).sum(dtype=np.float64) / max(np.count_nonzero(v), 1))
    away, step = steps_away(v.reshape(1, -1), 2 ** (bits - 1) - 1)
    return (away * step).astype(v.dtype, copy=False).reshape(v.shape)
