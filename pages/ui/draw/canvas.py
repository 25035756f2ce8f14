"""The canvas keeps a person's strokes: through a change of page or a reload, and back by one with Undo."""

from __future__ import annotations

import streamlit as st
from streamlit_drawable_canvas import CanvasResult, st_canvas

from nncore.files.untrusted.refusal import RefusedError, refusing
from nncore.reading.preparation import ink_of
from nncore.reading.reader import refuse_a_page

from ..shared.as_text import as_text
from ..shared.state import CANVAS, remember
from ..shared.visitor import DRAWING_BYTES, Sheet, Visitor
from .canvas_strokes import AGAIN, UNREADABLE, strokes_of

SIDE = 328  # CSS pixels; fills a phone 360 px wide
BRUSH = 16  # CSS pixels


def canvas(visitor: Visitor, brush: int) -> tuple[Sheet | None, bool]:
    """Draw the canvas; (what is kept of it, None if it is blank, whether there is more on it that was refused)."""
    number, seed = st.session_state[CANVAS]
    with st.container(key="canvas"):  # look.css: larger on a beamer, and without the canvas's own second Undo
        result = st_canvas(
            stroke_width=brush, stroke_color="#ffffff", background_color="#000000", width=SIDE, height=SIDE,
            initial_drawing=seed, return_image_data=True, key=f"canvas_{number}",
        )
    is_refused = False
    try:
        if (sheet := _told(visitor, result)) is not None:
            _keep(visitor, sheet)
    except ValueError as error:
        is_refused = True
        again = "" if str(error).endswith(AGAIN) else f"; {AGAIN}"
        st.error(as_text(f"{error}{again}."), icon=":material/ink_eraser:")
    return visitor.sheets[-1] if visitor.sheets else None, is_refused


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


def _told(visitor: Visitor, result: CanvasResult) -> Sheet | None:
    """What came from the browser, or None if it is known. Raises ValueError if it cannot be read."""
    with refusing(UNREADABLE):
        if result.json_data is None or result.image_bytes is None:
            return None
        sheet, sheets = Sheet(result.json_data, result.image_bytes), visitor.sheets
        if sheets and sheet.strokes["objects"] == sheets[-1].strokes["objects"]:
            return None
        strokes, _ = strokes_of(sheet.strokes)
        if sheet.size > DRAWING_BYTES:
            raise RefusedError(f"this is more ink than can be kept; {AGAIN}")
        ink = ink_of(sheet.pixels)
    if not strokes:
        refuse_a_page(ink)  # it is read from this
    return sheet


def _keep(visitor: Visitor, sheet: Sheet) -> None:
    """Add a sheet; a canvas that went back by itself takes its sheets along."""
    sheets = visitor.sheets
    count = len(sheet.strokes["objects"])
    while sheets and len(sheets[-1].strokes["objects"]) >= count:
        sheets.pop()
    if count:
        visitor.add_sheet(sheet)
        remember(visitor)
