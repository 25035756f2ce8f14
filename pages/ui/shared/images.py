"""Numbers become pictures: grey digits, and weights in a scale from purple (against) over white (zero) to orange (for)."""

from __future__ import annotations

import dataclasses
import functools
import io

import numpy as np
from PIL import Image, ImageDraw

from nncore.digits import SIDE
from nncore.reading.segmentation import BoundingBox

AGAINST, ZERO, FOR = np.array([[123, 82, 204], [255, 255, 255], [200, 95, 11]], float)  # as in look.css
GAP = 1  # pixels between two filters of a montage
GAP_COLOUR = (128, 128, 128)
FRAME_COLOUR = (255, 200, 0)


def enlarged(image: np.ndarray, factor: int) -> np.ndarray:
    """Each pixel of (h, w) or (h, w, 3) as a square of `factor` pixels, as browsers would blur it."""
    return image.repeat(factor, axis=0).repeat(factor, axis=1)


def barred(picture: np.ndarray, values: np.ndarray, factor: int) -> np.ndarray:
    """A picture (h, w, 3) in signed colours, enlarged; where `values` (h, w) are negative, a square has a white bar: a minus.

    Who does not tell purple from orange sees so what speaks against. The bar wants a `factor` of 5 or more.
    """
    squares = enlarged(picture, factor).reshape(picture.shape[0], factor, picture.shape[1], factor, 3)
    thick, edge = round(factor / 5), factor // 5
    top = (factor - thick) // 2
    bars = squares[:, top:top + thick, :, edge:factor - edge].swapaxes(1, 2)  # (h, w, thick, long, 3)
    bars[values < 0] = 255
    return squares.reshape(picture.shape[0] * factor, -1, 3)


def signed_colours(values: np.ndarray) -> np.ndarray:
    """Values in [-1, 1], any shape, as colours uint8 (..., 3): -1 purple, 0 white, 1 orange; white is no number, too."""
    values = np.nan_to_num(np.clip(values, -1, 1))[..., None]
    towards = np.where(values >= 0, FOR, AGAINST)
    return np.round(ZERO + np.abs(values) * (towards - ZERO)).astype(np.uint8)


def signed_by_largest(values: np.ndarray) -> np.ndarray:
    """Values of any shape in signed colours uint8 (..., 3), on a scale of their own: the largest in size has its full colour."""
    return signed_colours(values / max(float(np.abs(values).max()), 1e-30))


def montage(filters: np.ndarray, columns: int, limits: np.ndarray) -> np.ndarray:
    """All filters (n, 784) in rows of `columns`, uint8 (h, w, 3); filter i's colours run from -limits[i] to limits[i]."""
    count = len(filters)
    rows = -(-count // columns)
    cell = SIDE + GAP
    tiles = np.full((rows * columns, cell, cell, 3), GAP_COLOUR, np.uint8)
    scaled = filters / np.maximum(limits, np.finfo(np.float32).tiny)[:, None]  # (n, 784)
    tiles[:count, GAP:, GAP:] = signed_colours(scaled.reshape(count, SIDE, SIDE))
    picture = tiles.reshape(rows, columns, cell, cell, 3).swapaxes(1, 2).reshape(rows * cell, columns * cell, 3)
    return np.pad(picture, ((0, GAP), (0, GAP), (0, 0)), constant_values=GAP_COLOUR[0])


def png(picture: np.ndarray) -> bytes:
    """The picture as a PNG file."""
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "PNG")
    return file.getvalue()


def signed_png(values: np.ndarray, levels: int) -> bytes:
    """Values (h, w) in [-1, 1] in signed colours, as a PNG file of a palette of so many `levels`, an odd number up to 255.

    The fewer levels, the smaller the file: a colour for each pixel would take three times as much. What is no number is white.
    """
    numbers = np.round((np.nan_to_num(np.clip(values, -1, 1)) + 1) * (levels - 1) / 2).astype(np.uint8)
    picture = Image.fromarray(numbers).convert("P")
    picture.putpalette(signed_colours(np.linspace(-1, 1, levels)).tobytes())
    file = io.BytesIO()
    picture.save(file, "PNG", bits=4 if levels <= 16 else 8)
    return file.getvalue()


def boxed(grey: np.ndarray, boxes: list[BoundingBox], sure: list[bool]) -> np.ndarray:
    """The part of a picture, uint8 (h, w), that holds all boxes, in colours, each framed; in grey dashes where it is not sure."""
    picture = Image.fromarray(grey).convert("RGB")
    draw = ImageDraw.Draw(picture)
    whole = functools.reduce(BoundingBox.around, boxes)
    width = max(1, round(max(whole.width, whole.height) / 160))
    for box, known in zip(boxes, sure, strict=True):
        corners = dataclasses.astuple(box.grown(width))
        if known:
            draw.rectangle(corners, outline=FRAME_COLOUR, width=width)
        else:
            _dashed(draw, *corners, width)
    seen = whole.grown(8 * width)
    return np.asarray(picture.crop((max(seen.left, 0), max(seen.top, 0), min(seen.right, picture.width),
                                    min(seen.bottom, picture.height))))


def _dashed(draw: ImageDraw.ImageDraw, left: int, top: int, right: int, bottom: int, width: int) -> None:
    """A grey frame of dashes between these corners, in whole pixels."""
    dash, edge = 4 * width, width - 1
    for start in range(left, right + 1, 2 * dash):
        for y in (top, bottom - edge):
            draw.rectangle((start, y, min(start + dash, right), y + edge), fill=GAP_COLOUR)
    for start in range(top, bottom + 1, 2 * dash):
        for x in (left, right - edge):
            draw.rectangle((x, start, x + edge, min(start + dash, bottom)), fill=GAP_COLOUR)


def over(image: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Values (28, 28) in signed colours over the digit `image` uint8 (28, 28) in pale grey: uint8 (28, 28, 3)."""
    limit = max(float(np.abs(values).max()), 1e-9)
    strength = (np.abs(values) / limit)[..., None]  # (28, 28, 1): twice as much is twice as strong
    paper = 255 - 0.35 * np.repeat(image[..., None].astype(float), 3, axis=2)
    colours = np.where(values[..., None] >= 0, FOR, AGAINST)
    return np.round(paper + strength * (colours - paper)).astype(np.uint8)


def without(image: np.ndarray, erased: np.ndarray, factor: int) -> np.ndarray:
    """The digit `image` in grey and the ink that was erased from it in a dim yellow, uint8 (28, 28) both: uint8 (h, w, 3)."""
    shade = erased[..., None] / 255 * np.array(FRAME_COLOUR) * 0.55  # (28, 28, 3)
    return enlarged(np.maximum(image[..., None], np.round(shade)).astype(np.uint8), factor)
