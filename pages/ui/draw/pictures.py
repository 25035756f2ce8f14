"""Pictures that a visitor opens or photographs; a fault is said in one sentence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from nncore.files.pictures import open_picture
from nncore.files.untrusted.bounds import PICTURE
from nncore.files.untrusted.refusal import in_a_line
from nncore.reading.photo import ink_of_photo
from nncore.reading.reader import refuse_a_page

from ..shared.uploads import read_upload


@dataclass(frozen=True)
class Picture:
    """A picture in grey and its ink, 0 for paper, uint8 (h, w) each."""

    grey: np.ndarray
    ink: np.ndarray


def picture_from_file() -> Picture | None:
    """Ask for a picture of digits; None while there is none."""
    return _opened(st.file_uploader("A picture with digits", ["png", "jpg", "jpeg", "webp"], key="picture",
                                    max_upload_size=PICTURE,
                                    help="PNG, JPEG or WebP; a photo of a sheet of paper will do."))


def picture_from_camera() -> Picture | None:
    """Ask for a photo of digits; None while there is none."""
    return _opened(st.camera_input("Photograph digits on paper", key="camera"))


def _opened(file) -> Picture | None:
    if file is None:
        return None
    return read_upload("picture", file.file_id, lambda: _decoded(file.file_id, file), f"{in_a_line(file.name)}: ")


@st.cache_resource(scope="session", max_entries=1, show_spinner=False)
def _decoded(identity: str, _file) -> Picture:
    """The picture of an upload, decoded once: that can take a second. `identity` tells one upload from another.

    Raises ValueError if it cannot be read, or holds more than digits.
    """
    grey = open_picture(_file)
    ink = ink_of_photo(grey)
    refuse_a_page(ink)
    return Picture(grey, ink)
