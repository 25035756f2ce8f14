"""A folder of pictures says what each one shows by its subfolder, 7/anna.png, or by the first letter of its name, 7_anna.png."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

import numpy as np
from PIL import Image, UnidentifiedImageError

from ..digits import SIDE, Digits
from ..reading.preparation import MOST_PIXELS, prepare_drawing

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif")


def read_pictures(files: Sequence) -> Digits:
    """The digits on pictures; those of 28 x 28 grey pixels on black are taken as they are, all others prepared like drawings.

    Raises ValueError that names the file that cannot be read, is blank or does not tell its label.
    """
    images = np.empty((len(files), SIDE, SIDE), np.uint8)
    labels = np.empty(len(files), np.uint8)
    for row, file in enumerate(files):
        labels[row] = _label(file.name)
        images[row] = _digit(file)
    return Digits(images, labels)


def _label(name: str) -> int:
    path = PurePosixPath(name.replace("\\", "/"))
    said = re.match(r"(\d)(?!\d)", path.name)
    if len(path.parent.name) == 1 and path.parent.name.isdecimal():
        return int(path.parent.name)
    if said:
        return int(said[1])
    raise ValueError(f"{name}: nothing says which digit it shows; 7/{path.name} or 7_{path.name} would")


def _digit(file) -> np.ndarray:
    """The picture of a file as a digit, uint8 (28, 28)."""
    try:
        with file.open() as stream, Image.open(stream) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValueError(f"{file.name}: it has {picture.width} x {picture.height} pixels; at most {MOST_PIXELS:,} "
                                 "are read")
            if picture.size == (SIDE, SIDE) and picture.mode == "L" and np.median(picture) == 0:
                return np.asarray(picture)
            digit = prepare_drawing(np.asarray(picture.convert("RGBA")))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as error:
        raise ValueError(f"{file.name}: this is not a picture that can be read ({error})") from error
    if digit is None:
        raise ValueError(f"{file.name}: the picture is blank")
    return digit
