"""A set of one's own digits is kept in an .npz of two arrays, images and labels, and comes back from it."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import BinaryIO

import numpy as np

from ..digits import PIXELS, Digits
from .npz import read_array

MOST = 10_000  # digits of a set


def to_bytes(digits: Digits) -> bytes:
    """The .npz file of a set."""
    file = io.BytesIO()
    np.savez_compressed(file, images=digits.images, labels=digits.labels)
    return file.getvalue()


def read_handwriting(file: BinaryIO) -> Digits:
    """The digits of a file that `to_bytes` made. Raises ValueError with one sentence if it is none."""
    try:
        with zipfile.ZipFile(file) as archive:
            images, labels = read_array(archive, "images", MOST * PIXELS), read_array(archive, "labels", MOST)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise ValueError("this is no set of digits; an .npz from the Download button of My handwriting is") from error
    return Digits(images, labels)
