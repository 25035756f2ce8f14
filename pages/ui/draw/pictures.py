"""Pictures that a visitor opens or photographs; a fault is said in one sentence."""

from __future__ import annotations

import numpy as np
import streamlit as st

from nncore.files.pictures import open_picture

LARGEST_PICTURE = 20  # megabytes of a file


def picture_from_file() -> np.ndarray | None:
    """Ask for a picture of digits; grey, uint8 (h, w), or None while there is none."""
    return _opened(st.file_uploader("A picture with digits", ["png", "jpg", "jpeg", "webp"], key="picture",
                                    max_upload_size=LARGEST_PICTURE,
                                    help="PNG, JPEG or WebP; a photo of a sheet of paper will do."))


def picture_from_camera() -> np.ndarray | None:
    """Ask for a photo of digits; grey, uint8 (h, w), or None while there is none."""
    return _opened(st.camera_input("Photograph digits on paper", key="camera"))


def _opened(file) -> np.ndarray | None:
    if file is None:
        return None
    try:
        return open_picture(file)
    except ValueError as error:
        st.error(f"{file.name}: {error}.", icon=":material/error:")
        return None
