"""A picture comes in from a file of any kind and size, and leaves as grey pixels the right way up."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageOps

from ..reading.preparation import MOST_PIXELS

LONGEST_SIDE = 900  # pixels; larger pictures are made smaller first


def open_picture(file) -> np.ndarray:
    """A picture from a path or an open file as grey, uint8 (h, w), the right way up, at most 900 pixels long.

    Raises ValueError with one sentence if it cannot be read or is too large.
    """
    try:
        with Image.open(file) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValueError(f"the picture has {picture.width} x {picture.height} pixels; at most {MOST_PIXELS:,} are read")
            picture.draft("L", (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))
            picture = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError("this is not a picture that can be read; a PNG, JPEG or WebP can") from error
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture)
    grey = paper.convert("L")
    grey.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return np.asarray(grey)
