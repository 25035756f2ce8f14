"""Small pictures in a row, each with a word under it, as HTML: they travel with the page and need no file of their own."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

import numpy as np

from .images import png


@dataclass(frozen=True)
class Thumbnail:
    """A picture, uint8 (h, w) or (h, w, 3), the words under it, and `alt`, what those who do not see it are told."""

    picture: np.ndarray
    caption: str
    alt: str


def picture_tag(picture: np.ndarray, alt: str) -> str:
    """The picture as an element of HTML, its pixels kept square however large it is shown."""
    code = base64.b64encode(png(picture)).decode()
    return f'<img class="pixels" src="data:image/png;base64,{code}" alt="{escape(alt, quote=True)}">'


def figure(shown: Thumbnail) -> str:
    """The picture with its words, as HTML."""
    return f"<figure>{picture_tag(shown.picture, shown.alt)}<figcaption>{escape(shown.caption)}</figcaption></figure>"


def row_of(figures: Iterable[str]) -> str:
    """Figures in a row that wraps."""
    return f'<div class="thumbnails">{"".join(figures)}</div>'
