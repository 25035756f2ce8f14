"""Digits on a map, each in the colour of what it is: hover, tap, or arrow keys and Enter choose one of them."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass

import numpy as np
from PIL import Image

from nncore import Digits
from nncore.digits import CLASSES, SIDE
from nncore.interpretability.digit_map import DigitMap

from ..shared import images
from ..shared.component import component, listen, number_told

ONLY = "".join(f'<button type="button" aria-pressed="false" style="color:var(--digit-{digit})" title="Show the {digit}s alone">'
               f"{digit}</button>" for digit in range(CLASSES))
HTML = f"""<div class="map"><div class="plot" tabindex="0" role="application"><canvas aria-hidden="true"></canvas>
<div class="tip" hidden><i></i><span></span></div></div><p class="said" aria-live="polite"></p>
<div class="foot"><span class="only" role="group" aria-label="Show one digit alone">{ONLY}</span>
<span><b></b>read wrong</span><span class="with-drawing"><b class="mine"></b>your drawing</span>
<span class="keys">arrow keys and Enter, too</span><i class="action"></i></div></div>"""
COLUMNS, GREYS = 40, 16  # of the sheet of images; so many greys take half as much as all 256
PLACES = 4096  # to which coordinates are rounded
MINE = -1  # the row of the drawing

_plot = component("map", HTML, __file__)


@dataclass(frozen=True)
class MyDrawing:
    """The visitor's drawing on the map: image uint8 (28, 28), its place (2,), what the network reads in it, and the rows of its
    neighbours, as far as they are known.
    """

    image: np.ndarray
    place: np.ndarray
    reads: int
    neighbours: list[int]


def map_plot(digits: Digits, found: DigitMap, drawing: MyDrawing | None, sheet: bytes, *, chosen: int, title: str,
             key: str) -> int | None:
    """Show `digits` at their places, those ringed that are read wrong; the row that was clicked, if any was since the map came.

    MINE is the row of the drawing. `chosen` is framed at first, and had better stay the same until the map is left: what does not
    change is not sent again. `sheet` is what `sheet_of` makes of the digits.
    """
    all_places = np.concatenate([found.places, drawing.place[None]]) if drawing else found.places
    low, width = all_places.min(axis=0), max(float(np.ptp(all_places, axis=0).max()), 1e-30)
    places = np.round((all_places - low) / width * PLACES).astype(int).tolist()
    mine = drawing and {"place": places[-1], "reads": drawing.reads, "neighbours": drawing.neighbours,
                        "image": base64.b64encode(images.png(drawing.image)).decode()}
    result = _plot(key=key, on_chosen_change=listen, data={
        "places": places[:len(digits)], "labels": _line(digits.labels), "answers": _line(found.answers), "drawing": mine,
        "neighbours": found.neighbours.ravel().tolist(), "sheet": base64.b64encode(sheet).decode(), "columns": COLUMNS,
        "chosen": chosen, "title": title})
    return number_told(result.chosen, MINE if drawing else 0, len(digits))


def sheet_of(digits: Digits) -> bytes:
    """All images in rows of COLUMNS as one PNG file, in few greys."""
    rows = -(-len(digits) // COLUMNS)
    tiles = np.zeros((rows * COLUMNS, SIDE, SIDE), np.uint8)
    tiles[:len(digits)] = digits.images // (256 // GREYS)
    picture = tiles.reshape(rows, COLUMNS, SIDE, SIDE).swapaxes(1, 2).reshape(rows * SIDE, COLUMNS * SIDE)
    image, file = Image.fromarray(picture).convert("P"), io.BytesIO()
    image.putpalette(np.repeat(np.linspace(0, 255, GREYS).round().astype(np.uint8), 3).tobytes())
    image.save(file, "PNG", bits=4)
    return file.getvalue()


def _line(digits: np.ndarray) -> str:
    """Digits (n,) as a line of text."""
    return "".join(map(str, digits.tolist()))
