"""A page that is reloaded, opened twice or passed on: everybody keeps their own work, and the link carries the settings."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

import nncore
from nncore.files.links import from_link
from tests.browser.actions import answered, photograph, set_number, settled
from tests.browser.drawing_by_mouse import write
from tests.waiting import until

INK = "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.filter((v, i) => i % 4 == 0 && v > 128).length"
FIRST = nncore.recipes()["quick"].experiment  # what the controls say to a first visitor
INVITATION = "Draw a digit in the black square"


def settings_in(url: str):
    """What the settings in an address stand for; None if it has none."""
    text = parse_qs(urlsplit(url).query).get("settings")
    return from_link(text[0]) if text else None


def expect_settings(page: Page, **wanted) -> None:
    """Wait until the page's address says these settings."""
    page.wait_for_url(lambda url: settings_in(url) and all(getattr(settings_in(url), name) == value
                                                           for name, value in wanted.items()), wait_until="commit")


def another_tab(page: Page) -> Page:
    """The same browser's second tab, opened with the same link."""
    other = page.context.new_page()
    other.goto(page.url)
    settled(other)
    return other


def label(page: Page, digit: int) -> None:
    """Say what the drawing was."""
    page.get_by_role("radio", name=str(digit), exact=True).click()


def handwriting(page: Page):
    """The pictures of my handwriting."""
    page.get_by_role("button", name="My handwriting").or_(page.get_by_role("radio", name="My handwriting")).first.click()
    return page.get_by_alt_text(re.compile("^Your ., read as"))


def test_a_drawing_and_a_labelled_digit_survive_a_reload(visit, address):
    """Nothing has run: after F5 the strokes are on the canvas and are read, each can be undone, my handwriting is there."""
    page = visit(address)
    assert "visit" not in page.url
    write(page, 4)
    page.wait_for_url(re.compile("visit="))
    label(page, 4)
    expect(page.get_by_text("1 in my handwriting")).to_be_visible()
    write(page, 4)  # another one: the canvas is clear
    page.reload()
    settled(page)
    expect(page.get_by_text("The network reads", exact=True)).to_be_visible()
    until(lambda: page.locator("canvas.dc-canvas.lower-canvas").evaluate(INK) > 1000)
    expect(handwriting(page)).to_have_count(1)
    photograph(page, "draw-reloaded")
    for _ in range(2):
        with answered(page):
            page.get_by_test_id("stButton").filter(has_text="Undo").click()
    expect(page.get_by_text(INVITATION)).to_be_visible()


def test_a_second_tab_has_a_visit_of_its_own_until_the_first_has_gone(visit, address):
    """A duplicated tab starts blank and shares nothing; when both have gone, the first one's link brings its work back."""
    page = visit(address)
    write(page, 7)
    page.wait_for_url(re.compile("visit="))
    link, other = page.url, another_tab(page)
    expect(other.get_by_text(INVITATION)).to_be_visible()
    write(other, 1)
    other.wait_for_url(lambda url: url != link, wait_until="commit")
    label(other, 1)
    expect(handwriting(other)).to_have_count(1)
    expect(handwriting(page)).to_have_count(0)
    other.close()
    third = another_tab(page)
    expect(third.get_by_text(INVITATION)).to_be_visible()
    page.goto("about:blank")
    third.reload()
    settled(third)
    expect(third.get_by_text("The network reads", exact=True)).to_be_visible()


def test_the_link_carries_the_settings_from_the_beginning(visit, address):
    """Before any run the address says the settings and follows each change; F5, another page and another browser keep them."""
    page = visit(f"{address}/train")
    expect_settings(page, epochs=FIRST.epochs, hidden=FIRST.hidden)
    set_number(page, "Epochs", 7)
    expect_settings(page, epochs=7)
    set_number(page, "Batch size", 100)
    expect_settings(page, epochs=7, batch_size=100)
    page.reload()
    settled(page)
    expect(page.get_by_label("Epochs", exact=True)).to_have_value("7")
    expect(page.get_by_label("Batch size", exact=True)).to_have_value("100")
    set_number(page, "Epochs", 3)
    expect_settings(page, epochs=3, batch_size=100)
    other = visit(page.url)
    expect(other.get_by_label("Epochs", exact=True)).to_have_value("3")
    expect(other.get_by_label("Batch size", exact=True)).to_have_value("100")
    page.get_by_role("link", name="Runs", exact=True).click()
    page.get_by_role("tab", name="Sweep").click()
    expect(page.get_by_text("784-384-192-10, 3 epochs")).to_be_visible()
    expect_settings(page, epochs=3)
    page.reload()
    settled(page)
    expect(page.get_by_text("784-384-192-10, 3 epochs")).to_be_visible()


def test_the_browsers_back_takes_back_a_change_of_settings(visit, address):
    """Back shows the settings that the address had before, in the controls too, and Forward those after it."""
    page = visit(f"{address}/train")
    set_number(page, "Epochs", 7)
    expect_settings(page, epochs=7)
    set_number(page, "Epochs", 9)
    expect_settings(page, epochs=9)
    page.go_back()
    expect(page.get_by_label("Epochs", exact=True)).to_have_value("7")
    expect_settings(page, epochs=7)
    page.go_forward()
    expect(page.get_by_label("Epochs", exact=True)).to_have_value("9")
    set_number(page, "Epochs", 3)
    expect_settings(page, epochs=3)


def test_quick_touches_are_not_taken_back_by_the_link(visit, address):
    """Controls that are touched faster than the page answers keep what they were given, and the address ends with it."""
    page = visit(f"{address}/train")
    expect_settings(page, epochs=FIRST.epochs)
    for label, value in (("Epochs", 6), ("Batch size", 99), ("Seed", 8), ("Epochs", 11)):
        set_number(page, label, value)
    expect_settings(page, epochs=11, batch_size=99, seed=8)
    settled(page)
    for label, value in (("Epochs", "11"), ("Batch size", "99"), ("Seed", "8")):
        expect(page.get_by_label(label, exact=True)).to_have_value(value)
