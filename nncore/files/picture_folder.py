"""A folder of pictures says what each one shows by its subfolder, 7/anna.png, or by the first letter of its name, 7_anna.png."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

import numpy as np
from PIL import Image

from ..digits import SIDE, Digits
from ..reading.preparation import prepare_drawing
from .pictures import LONGEST_SIDE
from .untrusted.bounds import DataSet
from .untrusted.picture import pixels_of, read_picture
from .untrusted.refusal import RefusedError

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif")


def read_pictures(files: Sequence, most: DataSet) -> Digits:
    """The digits on pictures; those of 28 x 28 grey pixels on black are taken as they are, all others prepared like drawings.

    Raises ValueError that names the file that cannot be read, is blank or does not tell its label.
    """
    if len(files) > most.digits:
        raise RefusedError(f"there are more than {most.digits:,} pictures; so many digits can be read")
    images = np.empty((len(files), SIDE, SIDE), np.uint8)
    labels = np.empty(len(files), np.uint8)
    pixels = 0
    for row, file in enumerate(files):
        labels[row] = _label(file)
        with file.open() as stream:
            try:
                pixels += pixels_of(stream)
                if pixels > most.pixels:
                    raise RefusedError(f"the pictures up to here have more than {most.pixels:,} pixels; smaller ones "
                                       "would be right")
                images[row] = _digit(read_picture(stream, LONGEST_SIDE))
            except RefusedError as error:
                raise RefusedError(f"{file.place}: {error}") from error
    return Digits(images, labels)


def _label(file) -> int:
    path = PurePosixPath(file.name.replace("\\", "/"))
    said = re.match(r"(\d)(?!\d)", path.name)
    if len(path.parent.name) == 1 and path.parent.name.isdecimal():
        return int(path.parent.name)
    if said:
        return int(said[1])
    raise ValueError(f"{file.place}: nothing says which digit it shows; 7/anna.png or 7_anna.png would")


def _digit(picture: Image.Image) -> np.ndarray:
    """A picture as a digit, uint8 (28, 28)."""
    if picture.size == (SIDE, SIDE) and picture.mode == "L" and np.median(picture) == 0:
        return np.asarray(picture)
    mode = "RGBA" if picture.has_transparency_data else "L"
    if picture.mode != mode:
        picture = picture.convert(mode)
    if (times := max(picture.size) // LONGEST_SIDE) > 1:
        picture = picture.reduce(times)  # the mean of so many pixels each way is soon done, and thumbnail has less to do
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    digit = prepare_drawing(np.asarray(picture))
    if digit is None:
        raise RefusedError("the picture is blank; ink on paper would be right")
    return digit
