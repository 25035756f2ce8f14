"""A set of one's own digits is kept in an .npz of two arrays, images and labels, and comes back from it."""

from __future__ import annotations

import io
from typing import BinaryIO

import numpy as np

from ..digits import PIXELS, Digits
from .untrusted.archive import Archive
from .untrusted.refusal import RefusedError, opened

MOST = 10_000  # digits of a set
NO_SET = "this is no set of digits; an .npz from the Download button of My handwriting is"


def to_bytes(digits: Digits) -> bytes:
    """The .npz file of a set."""
    file = io.BytesIO()
    np.savez_compressed(file, images=digits.images, labels=digits.labels)
    return file.getvalue()


def read_handwriting(file: BinaryIO) -> Digits:
    """The digits of a file that `to_bytes` made. Raises ValueError with one sentence if it is none."""
    with opened(file) as stream:
        archive = Archive(stream, NO_SET)
        images, labels = archive.array("images", MOST * PIXELS), archive.array("labels", MOST)
    if images.dtype != np.uint8 or labels.dtype != np.uint8:
        raise RefusedError(NO_SET)
    return Digits(images, labels)
