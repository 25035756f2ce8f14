"""A person takes the first stops of the tour by mouse alone, leaves it, and is led back by the link."""

import re

from playwright.sync_api import Page, expect

from tests.browser.actions import answered, photograph, press
from tests.browser.drawing_by_mouse import write
from tests.browser.test_weights import tiles


def stop(page: Page, number: int) -> None:
    """The banner is that of the stop of this number."""
    expect(page.locator("summary").filter(has_text=f"Tour, stop {number} of 10")).to_be_visible()


def test_the_first_stops_are_noticed(visit, address):
    """A drawing, a test digit and a clicked filter are each noticed without another click, and the banner leads on each time."""
    page = visit(address, width=1280, height=800)
    press(page, "Take the tour")
    stop(page, 1)
    expect(page).to_have_url(re.compile("tour=pixel"))
    photograph(page, "tour-pixel")
    write(page, 4)
    press(page, "On to: What does it answer?")
    stop(page, 2)
    press(page, "Test digit")
    press(page, "On to: What is a weight?")
    stop(page, 3)
    expect(page).to_have_url(re.compile("weights.*tour=weight"))
    with answered(page):
        tiles(page).nth(3).click()
    expect(page.get_by_role("button", name="On to: What does a neuron do?")).to_be_visible()
    photograph(page, "tour-weight")
    press(page, "On to: What does a neuron do?")
    stop(page, 4)
    page.locator("[data-unit^='1-']").nth(5).click()
    expect(page.get_by_role("button", name="On to: Why layers?")).to_be_visible()
    photograph(page, "tour-neuron")


def test_it_is_left_and_taken_up(visit, address):
    """Who leaves after the first stop goes on with the second from Draw; the link of a stop opens it for somebody else."""
    page = visit(f"{address}/?tour=pixel", width=390, height=844, touch=True)
    write(page, 4, left=60, top=40)
    expect(page.get_by_role("button", name="On to: What does it answer?")).to_be_visible()
    photograph(page, "tour-phone")
    press(page, "Leave the tour")
    expect(page.get_by_text("Tour, stop")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("tour="))
    press(page, "Go on with the tour")
    stop(page, 2)


def test_the_button_leads_to_the_stage_of_the_same_page(visit, address):
    """On Step by step's first stage the stop on gradients leads to the second, where a gradient that is tapped is noticed."""
    page = visit(f"{address}/steps?tour=gradient", width=390, height=844, touch=True)
    expect(page.get_by_role("button", name=re.compile("^The weighted sum of neuron 9"))).to_be_visible()
    press(page, "Go to Steps")
    page.get_by_role("button", name=re.compile("^The gradient at the weighted sum of neuron 9")).tap()
    expect(page.get_by_text("This stop of the tour is done")).to_be_in_viewport()
    photograph(page, "tour-gradient")
    press(page, "On to: Why did it learn?")
    stop(page, 10)
    press(page, "One step")
    expect(page.get_by_role("button", name="End the tour")).to_be_visible()


def test_the_button_leads_to_the_view_of_the_same_page(visit, address):
    """On Weights' filters the stop on neurons leads to the diagram."""
    page = visit(f"{address}/weights?tour=neuron", width=1280, height=800)
    expect(tiles(page).first).to_be_visible()
    press(page, "Go to Weights")
    expect(page.get_by_role("heading", name="The lit diagram")).to_be_visible()
