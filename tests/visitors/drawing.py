"""A visitor draws: what the canvas tells the server, and what the page answers."""

from __future__ import annotations

import base64
import io
import json
import time
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw
from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests.sheet import PEN, SIDE
from tests.visitors.page import Page
from tests.visitors.screen import first
from tests.written_digits import FORMS, strokes, varied

HEIGHT = 1.5  # of a digit, in times of its form's 140
CORNER = (90, 60)  # of a digit, from the canvas's
LOOSE = 0.4  # how far a visitor's form is from the plain one, of what tests/written_digits.py varies it by
READS = "The network reads"  # in the words of the Draw page


@dataclass(frozen=True)
class Answer:
    """The digit that the network reads, the picture (PNG) of what it sees, and the seconds until both were on the page."""

    digit: str
    picture: bytes
    seconds: float


def written(digit: int, *, rng: np.random.Generator) -> str:
    """A digit in somebody's hand, as the canvas tells it: the strokes as Fabric's paths, and the picture."""
    plain = strokes(FORMS[digit][0])
    loose = [line + LOOSE * (other - line) for line, other in zip(plain, varied(plain, rng=rng), strict=True)]
    lines = [line * HEIGHT + CORNER for line in loose]  # each (points, 2)
    picture = Image.new("RGBA", (SIDE, SIDE), "black")
    for line in lines:
        ImageDraw.Draw(picture).line([tuple(point) for point in line], "white", PEN, "curve")
    picture.save(file := io.BytesIO(), "png")
    pixels = f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
    raw = {"version": "7.4.0", "objects": [_path(line) for line in lines], "background": "#000000"}
    return json.dumps({"drawing": {"raw": raw, "data": pixels}})


def _path(line: np.ndarray) -> dict:
    """A stroke, (points, 2), as Fabric stores it: curves from middle to middle of the points, and where its own middle lies."""
    middles = (line[1:-1] + line[2:]) / 2
    curves = [["Q", *point, *middle] for point, middle in zip(line[1:-1].tolist(), middles.tolist(), strict=True)]
    low, high = line.min(axis=0).tolist(), line.max(axis=0).tolist()
    return {"type": "Path", "originX": "center", "originY": "center", "left": (low[0] + high[0]) / 2,
            "top": (low[1] + high[1]) / 2, "width": high[0] - low[0], "height": high[1] - low[1], "scaleX": 1, "scaleY": 1,
            "angle": 0, "path": [["M", *line[0].tolist()], *curves, ["L", *line[-1].tolist()]]}


async def draw(page: Page, drawing: str) -> Answer:
    """Draw on the canvas of the Draw page and wait for the answer; the picture is fetched when the script has ended.

    Raises LookupError if no answer, or no picture, is on the page then.
    """
    started = time.perf_counter()
    await page.rerun(WidgetState(id=first(page.screen.all("bidi_component"), "canvas").id, json_value=drawing))
    seconds = time.perf_counter() - started
    digit = first((each.body for each in page.screen.all("metric") if each.label == READS), "answer")
    picture = first(page.screen.all("imgs"), "picture of what was read").imgs[0].url
    return Answer(digit, await page.fetch(picture), seconds)
