"""Ink that hangs together is one connected component; paper lies between two."""

from __future__ import annotations

import numpy as np
import scipy  # loads ndimage when it is first used: a process that only trains never pays for it

from .segmentation import BoundingBox

EIGHT_NEIGHBOURS = np.ones((3, 3), bool)  # pixels that touch by their corners are connected, too
MOST = 30_000  # components: for so many their boxes take half a second; grain and patterns have hundreds of thousands


def connected_components(is_ink: np.ndarray) -> tuple[np.ndarray, list[BoundingBox]]:
    """(labels int32 (h, w), boxes) of `is_ink` bool (h, w): 0 is paper, n the component that `boxes[n - 1]` lies around.

    Raises ValueError if there are more than MOST.
    """
    labels, count = scipy.ndimage.label(is_ink, EIGHT_NEIGHBOURS)
    if count > MOST:
        raise ValueError(f"there are {count:,} specks of ink on the picture; dark ink on plain paper would be right, and up to "
                         f"{MOST:,} can be looked at")
    return labels, [BoundingBox(columns.start, rows.start, columns.stop, rows.stop)
                    for rows, columns in scipy.ndimage.find_objects(labels)]
