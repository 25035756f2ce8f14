"""The canvas after a stroke, as it is kept so that the stroke can be undone."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nncore.files.untrusted.bounds import CANVAS
from nncore.files.untrusted.picture import pixels_of, read_picture
from nncore.files.untrusted.refusal import RefusedError


@dataclass
class Sheet:
    """The canvas after a stroke: its strokes as the canvas tells them, and its picture as a PNG, a hundredth of its pixels."""

    strokes: dict
    png: bytes

    @property
    def pixels(self) -> np.ndarray:
        """What is on the canvas, uint8 (h, w, 4); where the strokes are known, nobody needs to ask."""
        if (found := pixels_of(io.BytesIO(self.png))) > CANVAS:
            raise RefusedError(f"the canvas's picture has {found:,} pixels; it can be read up to {CANVAS:,}")
        return np.asarray(read_picture(io.BytesIO(self.png), CANVAS).convert("RGBA"))

    @cached_property
    def size(self) -> int:
        """How many bytes it takes."""
        return len(self.png) + _bytes_of(self.strokes)


def _bytes_of(told: dict | list | str | float | None) -> int:
    """How many bytes nested dicts and lists take, as JSON brings them."""
    if isinstance(told, str):  # names of commands, of which there is one for all
        return 0
    inside = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    return sys.getsizeof(told) + sum(map(_bytes_of, inside))
