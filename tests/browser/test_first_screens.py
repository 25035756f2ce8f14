"""What matters on a page is on its first screen, whatever the screen."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.actions import settled
from tests.browser.drawing_by_mouse import write

WIDTHS = (360, 390, 768, 1024, 1280, 1920)
OVERHANG = """() => [...document.querySelectorAll('[data-testid=stMain] *')].filter(each =>
    each.getBoundingClientRect().right > innerWidth + 1 && each.getBoundingClientRect().width > 0
    && !each.closest('[data-testid=stDataFrame], [role=slider], [type=range], svg')).map(each => each.outerHTML.slice(0, 200))"""


def whole(part: Locator) -> None:
    """Nothing of the part is cut off by the edges of the screen."""
    expect(part).to_be_in_viewport(ratio=0.99)


def answer(page: Page) -> Locator:
    return page.get_by_test_id("stMetric").filter(has_text="The network reads").get_by_test_id("stMetricValue")


def test_drawing_answer_and_reasons_are_in_one_screen(visit, address):
    """At 1280 x 800 nobody scrolls to see the canvas, the answer, its bars, what the network sees, why, and what is closest."""
    page = visit(address, width=1280, height=800)
    write(page, 4)
    expect(answer(page)).to_have_text("4")
    whole(page.locator("canvas.upper-canvas"))
    whole(answer(page))
    whole(page.get_by_role("img", name=re.compile("The ten probabilities")))
    whole(page.get_by_alt_text(re.compile("What the network sees")))
    whole(page.get_by_alt_text(re.compile("orange pixels speak for 4")))
    for each in page.get_by_alt_text(re.compile("^A training image labelled")).all():
        whole(each)
    for name in ("0", "9"):
        whole(page.get_by_role("radio", name=name, exact=True))
    expect(page.locator(".network-picture svg")).to_be_in_viewport(ratio=0.9)
    assert answer(page).evaluate("element => parseFloat(getComputedStyle(element).fontSize)") >= 72


def test_a_small_phone_shows_canvas_and_answer_together(visit, address):
    """At 375 x 667 the canvas, at most 300 px wide, the answer and the three likeliest digits are in sight; no key is named."""
    page = visit(address, width=375, height=667, touch=True)
    write(page, 4, left=60, top=40)
    expect(answer(page)).to_have_text("4")
    whole(page.locator("canvas.upper-canvas"))
    whole(answer(page))
    assert page.locator("canvas.upper-canvas").bounding_box()["width"] <= 300
    shown = [each for each in page.locator(".bar").all() if each.is_visible()]
    assert len(shown) == 3
    for each in shown:
        whole(each)
    assert not [each for each in page.locator("kbd").all() if each.is_visible()]


def test_a_phone_shows_one_reason_at_a_time(visit, address):
    """On a phone the reasons are tabs, and the one that is open stays open with the next stroke; a wide screen shows all."""
    page = visit(address, width=390, height=844, touch=True)
    write(page, 4, left=60, top=40)
    why = page.get_by_alt_text(re.compile("orange pixels speak for"))
    closest = page.get_by_alt_text(re.compile("^A training image labelled")).first
    expect(why).to_be_visible()
    expect(closest).to_be_hidden()
    page.get_by_text("Closest digits").click()
    expect(closest).to_be_visible()
    expect(why).to_be_hidden()
    page.get_by_test_id("stButton").filter(has_text="Undo").click()
    expect(answer(page)).not_to_have_text("4")
    expect(closest).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(why).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (390, 844)])
def test_a_stroke_is_where_it_was_drawn_on_a_larger_and_a_smaller_canvas(visit, address, width, height):
    """A beamer's canvas is larger, a phone's smaller: the ink lies under the pointer on both."""
    page = visit(address, width=width, height=height)
    canvas = page.locator("canvas.upper-canvas")
    settled(page)
    page.wait_for_timeout(500)  # parts of a page come after its script
    box = canvas.bounding_box()
    assert (box["width"] > 400) == (width == 1920)
    start, end = ((box["x"] + box["width"] * part, box["y"] + box["height"] * part) for part in (0.25, 0.5))
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=5)
    page.mouse.up()
    ink = """(canvas, share) => canvas.getContext("2d").getImageData(Math.round(share * canvas.width),
             Math.round(share * canvas.height), 1, 1).data[0]"""
    lower = page.locator("canvas.dc-canvas.lower-canvas")
    assert [lower.evaluate(ink, share) > 128 for share in (0.15, 0.25, 0.375, 0.5, 0.6)] == [False, True, True, True, False]


def test_the_canvas_has_one_undo(visit, address):
    """The canvas's own second Undo and bin, which come when the pointer is over it, are not to be seen."""
    page = visit(address)
    write(page, 4)
    box = page.locator("canvas.upper-canvas").bounding_box()
    page.mouse.move(box["x"] + 50, box["y"] + 50)
    own = page.locator(".dc-toolbar-card")
    page.wait_for_timeout(400)  # it comes gently
    expect(own).not_to_be_in_viewport(ratio=0.2)


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_cut_off_at_the_side(visit, address, width):
    """From a small phone to a beamer no page is wider than the screen, at first and after a drawing."""
    page = visit(address, width=width, height=800, touch=width < 500)
    assert page.evaluate(OVERHANG) == []
    write(page, 4, left=60, top=40)
    assert page.evaluate(OVERHANG) == []
    for name in ("Train", "Weights", "Steps"):
        page.get_by_role("link", name=name, exact=True).click()
        settled(page)
        assert page.evaluate(OVERHANG) == []
