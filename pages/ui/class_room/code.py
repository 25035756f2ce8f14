"""A link becomes a code of black and white squares that a phone's camera reads (QR code)."""

from __future__ import annotations

import segno


def code(link: str) -> str:
    """The link's code as SVG, as large as its place: dark on white in every theme, as readers expect, with its quiet margin."""
    return segno.make(link, error="m", micro=False).svg_inline(border=4, dark="#000000", light="#ffffff", omitsize=True)
