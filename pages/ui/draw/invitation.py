"""Where there is nothing to read yet, the page says what to do."""

from __future__ import annotations

import streamlit as st

CANVAS, PICTURE, CAMERA = "Canvas", "Picture", "Camera"  # where the ink comes from


def invitation(source: str, *, is_blank: bool, has_picture: bool) -> None:
    """What to do where nothing came of `source`: of a canvas that is blank, or holds a dot, or without any digit on a picture."""
    if source == CANVAS:
        st.info("Draw a digit in the black square, or several in a row. The answer comes after each stroke. By keyboard: press "
                "Test digit, or open a picture under More." if is_blank else
                "This is a dot, and no digit yet. Go on, and draw one.", icon=":material/draw:")
    elif has_picture:
        st.warning("No digit was found on this picture.", icon=":material/search_off:")
    elif source == CAMERA:
        st.info("Hold a sheet with one or more digits before the camera, and press Take photo. Your browser asks first whether "
                "this page may use the camera.", icon=":material/photo_camera:")
    else:
        st.info("Give a picture of one or more digits, dark on light or light on dark; a photo of a sheet of paper will do.",
                icon=":material/image:")
