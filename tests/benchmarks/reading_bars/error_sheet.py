"""A sheet of all errors: each digit as it was drawn, with its label, what was read instead, and who wrote it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

import nncore
from tests.benchmarks.reading_bars.answers import Answers, from_pixels, from_strokes
from tests.drawn_digits import DrawnDigit, drawn_digits
from tests.sheet import painted

CELL, TEXT, COLUMNS = 130, 44, 8  # pixels of a digit's square and of the text below it; digits in a row


def save_error_sheet(file: Path, network: nncore.Network, odd_too: bool) -> int:
    """Write the picture; the number of digits on it. Those of the odd writers, which nobody may look at, only if `odd_too`."""
    digits = [digit for digit in drawn_digits() if odd_too or digit.writer % 2 == 0]
    strokes, pixels = from_strokes(network, digits), from_pixels(network, digits)
    wrong = np.flatnonzero(~strokes.right | ~pixels.right)
    rows = max(-(-len(wrong) // COLUMNS), 1)
    sheet = Image.new("L", (COLUMNS * CELL, rows * (CELL + TEXT)), 255)
    for place, number in enumerate(wrong):
        corner = place % COLUMNS * CELL, place // COLUMNS * (CELL + TEXT)
        _draw(sheet, corner, digits[number], [f"{name} {_answer(each, number)}" for name, each in (
            ("strokes", strokes), ("pixels ", pixels))])
    sheet.save(file)
    return len(wrong)


def _draw(sheet: Image.Image, corner: tuple[int, int], digit: DrawnDigit, answers: list[str]) -> None:
    """One digit with the text below it."""
    sheet.paste(Image.fromarray(255 - painted(digit.on_canvas(CELL, CELL - 30), 4, CELL, CELL)), corner)
    text = "\n".join([f"{digit.label} by writer {digit.writer}", *answers])
    ImageDraw.Draw(sheet).text((corner[0] + 6, corner[1] + CELL - 6), text, 0)


def _answer(answers: Answers, number: int) -> str:
    return "right" if answers.right[number] else f"-> {answers.texts[number] or 'nothing'} {answers.confidence[number]:.0%}"
