"""A picture comes in from a file of any kind and size, and leaves as grey pixels the right way up."""

from __future__ import annotations

import numpy as np
from PIL import Image

from .untrusted.picture import read_picture

LONGEST_SIDE = 900  # pixels; larger pictures are made smaller first


def open_picture(file) -> np.ndarray:
    """A picture from a path or an open file as grey, uint8 (h, w), the right way up, at most 900 pixels long.

    Raises ValueError with one sentence if it cannot be read or is too large.
    """
    grey = on_white_paper(read_picture(file, LONGEST_SIDE))
    grey.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return np.asarray(grey)


def on_white_paper(picture: Image.Image) -> Image.Image:
    """The picture in grey; what is see-through shows white paper."""
    if not picture.has_transparency_data:
        return picture.convert("L")
    picture = picture.convert("RGBA")
    paper = Image.new("L", picture.size, "white")
    paper.paste(picture.convert("L"), mask=picture.getchannel("A"))
    return paper
