"""A person draws a digit and the network reads it."""

import re

import pytest
from conftest import photograph, settled
from pen import STROKES, write
from playwright.sync_api import Page, expect


def answer(page: Page):
    """The figure under `The network reads`."""
    return page.get_by_test_id("stMetric").filter(has_text="The network reads").get_by_test_id("stMetricValue")


@pytest.mark.parametrize("digit", STROKES)
def test_a_digit_drawn_with_the_mouse_is_read(visit, address, digit):
    """Strokes of the mouse become the right answer, with a probability, a chart and what the network sees."""
    page = visit(address)
    expect(page.get_by_text("Draw a digit in the black square")).to_be_visible()
    write(page, digit)
    expect(answer(page)).to_have_text(str(digit))
    expect(page.get_by_test_id("stVegaLiteChart")).to_be_visible()
    expect(page.get_by_alt_text(re.compile("What the network sees"))).to_be_visible()


def test_undo_takes_one_stroke_back_and_clear_all(visit, address):
    """After Undo of the second stroke the first is still read; Clear brings the invitation back, and one can draw again."""
    page = visit(address)
    write(page, 4)
    expect(answer(page)).to_have_text("4")
    page.get_by_test_id("stButton").filter(has_text="Undo").click()
    expect(answer(page)).not_to_have_text("4")
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_text("Draw a digit in the black square")).to_be_visible()
    write(page, 7)
    expect(answer(page)).to_have_text("7")


def test_the_drawing_survives_another_page(visit, address):
    """Coming back, the strokes are on the canvas and are read; one more stroke joins them."""
    page = visit(address)
    write(page, 7)
    page.get_by_role("link", name="Weights").click()
    expect(page.get_by_text("Filters of the first layer")).to_be_visible()
    page.get_by_role("link", name="Draw").click()
    expect(answer(page)).to_have_text("7")
    ink = "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.filter((v, i) => i % 4 == 0 && v > 128).length"
    assert page.locator("canvas.dc-canvas.lower-canvas").evaluate(ink) > 1000
    write(page, 1)


def test_a_test_digit_shows_its_label(visit, address):
    """A random digit of the test set is shown with its true label, and the way back leads to the drawing."""
    page = visit(address)
    write(page, 7)
    page.get_by_role("button", name="Show me a test digit").click()
    expect(page.get_by_text(re.compile(r"its label says \d, so the answer is"))).to_be_visible()
    page.get_by_role("button", name="Back to my drawing").click()
    expect(answer(page)).to_have_text("7")


def test_it_fits_a_phone(visit, address):
    """390 px wide nothing is cut off: canvas and answer are in sight together and the page does not scroll sideways."""
    page = visit(address, width=390, height=844, touch=True)
    write(page, 3)
    expect(answer(page)).to_be_in_viewport()
    expect(page.locator("canvas.upper-canvas")).to_be_in_viewport()
    photograph(page, "draw-phone")
    for name in ("train", "weights"):
        page.goto(f"{address}/{name}")
        settled(page)
        photograph(page, f"{name}-phone")
        width = page.evaluate("Math.max(...[...document.querySelectorAll('section *')].map(e => e.scrollWidth <= 0 ? 0 : "
                              "e.getBoundingClientRect().right))")
        assert width <= 391


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark(visit, address, scheme):
    """The page follows the visitor's scheme: dark letters on light, or light ones on dark."""
    page = visit(address, scheme=scheme)
    write(page, 7)
    photograph(page, f"draw-{scheme}")
    colour = page.get_by_test_id("stApp").evaluate("element => getComputedStyle(element).backgroundColor")
    brightness = sum(map(int, re.findall(r"\d+", colour)[:3])) / 3
    assert (brightness > 200) == (scheme == "light")
    for name in ("train", "weights"):
        page.goto(f"{address}/{name}")
        settled(page)
        photograph(page, f"{name}-{scheme}")


@pytest.mark.parametrize("path", ["", "train", "weights"])
def test_a_first_visit_to_each_pages_own_address(fresh_address, visit, path):
    """On a fresh server each page opens at its own address, with the menu, and no word of a page that was not found."""
    page = visit(f"{fresh_address}/{path}")
    title = {"": "Draw a digit", "train": "Train a network", "weights": "Filters of the first layer"}[path]
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    for name in ("Draw", "Train", "Weights"):
        expect(page.get_by_role("link", name=name)).to_be_visible()
