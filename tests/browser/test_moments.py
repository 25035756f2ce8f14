"""The filters of a run form before one's eyes: its moments can be gone through, played, and laid beside each other."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.actions import fewer_images, photograph, press, set_number

PIXELS = """player => [...player.querySelectorAll('figure.PANEL canvas')].map(
    canvas => [...canvas.getContext('2d').getImageData(0, 0, 28, 28).data].join()).join()"""


@pytest.fixture
def trained(visit, address):
    """A function that opens the moments of a run of 3 epochs of 5,000 images, as a new visitor."""
    def open_page(**more) -> Page:
        page = visit(f"{address}/train", **more)
        fewer_images(page, 4)
        set_number(page, "Epochs", 3)
        press(page, "Start")
        expect(page.get_by_text("All epochs are done.")).to_be_visible()
        page.get_by_role("link", name="Weights", exact=True).click()
        page.get_by_text("Moments", exact=True).click()
        expect(moment(page)).to_be_visible()
        return page

    return open_page


def moment(page: Page):
    return page.get_by_role("slider", name="Moment", exact=True)


def filters(page: Page, panel: str = "now") -> str:
    """The colours of all filters of a panel: now, then or difference."""
    return page.locator(".player").evaluate(PIXELS.replace("PANEL", panel))


def test_the_filters_of_a_run_are_played(trained):
    """A move of the slider shows other filters; Play goes on from moment to moment to the end, Stop stays where it is."""
    page = trained()
    expect(moment(page)).to_have_attribute("aria-valuetext", re.compile(r"^Epoch 3, 9\d\.\d% on digits held back$"))
    end = filters(page)
    photograph(page, "moments")
    moment(page).press("Home")
    expect(moment(page)).to_have_attribute("aria-valuetext", re.compile("^Before the first step, "))
    start = filters(page)
    assert start != end
    moment(page).press("ArrowRight")
    expect(page.get_by_text("Step 1", exact=True).first).to_be_visible()
    assert filters(page) not in (start, end)
    press(page, "Play")
    expect(page.get_by_text("Step 8", exact=True).first).to_be_visible()
    press(page, "Stop")
    stopped = moment(page).input_value()
    page.wait_for_timeout(1000)
    assert moment(page).input_value() == stopped
    press(page, "Play")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect(moment(page)).to_have_attribute("aria-valuetext", re.compile("^Epoch 3, "))
    assert filters(page) == end


def test_two_moments_stand_beside_each_other(trained):
    """Each has its slider; the difference of a moment from itself is white, of two others it is not."""
    page = trained()
    page.get_by_text("Compare with another moment").click()
    other = page.get_by_role("slider", name="The other moment")
    expect(other).to_have_attribute("aria-valuetext", re.compile("^Before the first step"))
    assert filters(page) != filters(page, "then")
    assert set(filters(page, "difference").split(",")) != {"255"}
    photograph(page, "moments-two")
    other.press("End")
    assert filters(page) == filters(page, "then")
    assert set(filters(page, "difference").split(",")) == {"255"}


def test_who_wants_less_motion_goes_by_steps(trained):
    """Nothing plays; a press goes one moment on or back."""
    page = trained(width=390, height=844, scheme="dark", touch=True)
    page.emulate_media(reduced_motion="reduce")
    expect(page.get_by_role("button", name="Play")).to_be_hidden()
    page.get_by_role("button", name="One moment back").tap()
    expect(moment(page)).to_have_attribute("aria-valuetext", re.compile("^Epoch 2, "))
    page.get_by_role("button", name="One moment on").tap()
    expect(moment(page)).to_have_attribute("aria-valuetext", re.compile("^Epoch 3, "))
    photograph(page, "moments-phone")
    page.get_by_text("Compare with another moment").tap()
    photograph(page, "moments-phone-two")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_network_that_ships_has_no_way_to_show(visit, address):
    """The page says why, and leads to where one is trained."""
    page = visit(f"{address}/weights")
    page.get_by_text("Moments", exact=True).click()
    expect(page.get_by_text("only its last moment is known")).to_be_visible()
    page.get_by_role("link", name="Train a network").click()
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
