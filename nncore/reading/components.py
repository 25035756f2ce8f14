"""Ink that hangs together is one connected component; paper lies between two."""

from __future__ import annotations

import numpy as np
import scipy  # loads ndimage when it is first used: a process that only trains never pays for it

from .segmentation import BoundingBox

EIGHT_NEIGHBOURS = np.ones((3, 3), bool)  # pixels that touch by their corners are connected, too


def connected_components(is_ink: np.ndarray) -> tuple[np.ndarray, list[BoundingBox]]:
    """(labels int32 (h, w), boxes) of `is_ink` bool (h, w): 0 is paper, n the component that `boxes[n - 1]` lies around."""
    labels, _ = scipy.ndimage.label(is_ink, EIGHT_NEIGHBOURS)
    return labels, [BoundingBox(columns.start, rows.start, columns.stop, rows.stop)
                    for rows, columns in scipy.ndimage.find_objects(labels)]
