"""Digits are written on the canvas with the mouse."""

import numpy as np
from playwright.sync_api import Page, expect

from tests.browser.actions import answered, settled
from tests.written_digits import FORMS, strokes


def write(page: Page, digit: int, form: int = 0, left: float = 80, top: float = 50, height: float = 210) -> None:
    """Draw the strokes of `digit` in one of its forms, so high and so far from the canvas's corner, and wait for the answer."""
    forms = FORMS[digit]
    draw(page, [line * height / 140 + [left, top] for line in strokes(forms[form % len(forms)])])
    expect(page.get_by_text("The network reads", exact=True)).to_be_visible()


def draw(page: Page, lines: list[np.ndarray]) -> None:
    """Draw lines, float (points, 2) in CSS pixels from the canvas's upper left corner, and wait for the answer after each."""
    canvas = page.locator("canvas.upper-canvas")
    settled(page)
    expect(canvas).to_have_count(1)  # after Clear the old one stays for a moment
    expect(canvas).to_be_visible()
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    for line in lines:
        places = line + [box["x"], box["y"]]
        page.mouse.move(*places[0])
        page.mouse.down()
        for place in places[1:]:
            page.mouse.move(*place)
        with answered(page):
            page.mouse.up()
