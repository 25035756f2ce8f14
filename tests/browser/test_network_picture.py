"""Streamlit lets the network's picture through, and a browser draws it."""

import pytest
from playwright.sync_api import expect

from tests.browser.actions import answered
from tests.serving import running_server

COLOUR = "(element, name) => getComputedStyle(element)[name]"


@pytest.fixture(scope="module")
def pictured():
    """The address of a page that shows the picture alone."""
    with running_server("tests/browser/pictured.py") as server:
        yield f"http://{server.address}"


@pytest.mark.parametrize(("scheme", "action"), [("light", "rgb(36, 86, 199)"), ("dark", "rgb(126, 166, 255)")])
@pytest.mark.parametrize("width", [360, 1920])
def test_the_picture_is_seen(visit, pictured, scheme, action, width):
    """Image, lines and circles are drawn in their colours, within the page, with the text that stands for them."""
    page = visit(pictured, width=width, scheme=scheme)
    svg = page.get_by_role("img", name="The network reads 7")
    expect(svg).to_be_visible()
    assert svg.locator(".image path").count() > 4
    assert svg.locator(".lines path").count() > 50
    assert svg.locator(".neurons circle").count() == 24
    assert svg.locator(".lines .for").first.evaluate(COLOUR, "stroke") == "rgb(200, 95, 11)"
    assert svg.locator(".lines .against").first.evaluate(COLOUR, "stroke") == "rgb(123, 82, 204)"
    assert svg.locator(".answer circle").evaluate(COLOUR, "fill") == action
    for part in svg.locator("circle, text").all():
        box = part.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["height"] > 8
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_is_redrawn_in_place(visit, pictured):
    """With another digit the circles stay those that they were, and nothing else of the page moves: so nothing blinks."""
    page = visit(pictured)
    page.evaluate("() => { window.circles = [...document.querySelectorAll('.network-picture circle')] }")
    before = page.locator(".network-picture").bounding_box()
    with answered(page):
        page.get_by_text("Another digit").click()
    expect(page.get_by_role("img", name="The network reads 4")).to_be_visible()
    assert page.evaluate("window.circles.every(circle => circle.isConnected)")
    assert page.locator(".network-picture").bounding_box() == before
