"""The canvas keeps a person's strokes: through a change of page or a reload, and back by one with Undo."""

from __future__ import annotations

import streamlit as st
from streamlit_drawable_canvas import st_canvas

from ..shared.state import CANVAS, remember
from ..shared.visitor import Sheet, Visitor

SIDE = 328  # CSS pixels; fills a phone 360 px wide
BRUSH = 16  # CSS pixels


def canvas(visitor: Visitor, brush: int) -> Sheet | None:
    """Draw the canvas; what is on it, or None if it is blank."""
    number, seed = st.session_state[CANVAS]
    with st.container(key="canvas"):  # look.css: larger on a beamer, and without the canvas's own second Undo
        result = st_canvas(
            stroke_width=brush, stroke_color="#ffffff", background_color="#000000", width=SIDE, height=SIDE,
            initial_drawing=seed, return_image_data=True, key=f"canvas_{number}",
        )
    if result.json_data is not None and result.image_bytes is not None:
        _keep(visitor, Sheet(result.json_data, result.image_bytes))
        if result.json_data["objects"] and not visitor.sheets:
            st.warning("This is more ink than can be kept. Press Clear, and draw again.", icon=":material/ink_eraser:")
    return visitor.sheets[-1] if visitor.sheets else None


def restore(visitor: Visitor) -> None:
    """Begin a canvas with the drawing as it is, as after a visit to another page."""
    number, _ = st.session_state.get(CANVAS, (0, None))
    st.session_state[CANVAS] = number + 1, visitor.sheets[-1].strokes if visitor.sheets else None


def undo(visitor: Visitor) -> None:
    """Take the last stroke back."""
    if visitor.sheets:
        visitor.sheets.pop()
    restore(visitor)


def clear(visitor: Visitor) -> None:
    """Begin a blank canvas."""
    visitor.sheets.clear()
    restore(visitor)


def _keep(visitor: Visitor, sheet: Sheet) -> None:
    """Add what came from the browser, unless it is known; a canvas that went back by itself takes its sheets along."""
    sheets = visitor.sheets
    count = len(sheet.strokes["objects"])
    if sheets and sheet.strokes["objects"] == sheets[-1].strokes["objects"]:
        return
    while sheets and len(sheets[-1].strokes["objects"]) >= count:
        sheets.pop()
    if count:
        visitor.add_sheet(sheet)
        remember(visitor)
