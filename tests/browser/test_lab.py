"""In the lab one sees at once what an alteration costs, takes it back, and keeps what one likes."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.actions import answered, figure, percent, photograph, press
from tests.browser.drawing_by_mouse import write
from tests.browser.test_first_screens import OVERHANG


def lab(page: Page, network: str) -> None:
    """Go to the lab of a network of those that ship, and wait until its accuracy is known."""
    page.get_by_role("link", name="Weights", exact=True).click()
    page.get_by_text("Lab", exact=True).click()
    page.get_by_role("combobox", name="Network").click()
    page.get_by_role("option", name=re.compile(f"^{network}: ")).click()
    expect(figure(page, "Right, of 2,000 digits")).to_have_text(re.compile("%$"))


def prune(page: Page, share: int) -> None:
    """Move the slider by its keys to a share that is a multiple of 10 %."""
    slider = page.get_by_role("slider", name="Prune the smallest weights")
    slider.focus()
    slider.press("Home")
    for _ in range(share // 10):
        with answered(page):
            slider.press("PageUp")
    expect(page.get_by_text(f"Altered: {share}% pruned")).to_be_visible()


def accuracy(page: Page) -> float:
    """What the lab says, once it is measured."""
    shown = figure(page, "Right, of 2,000 digits")
    expect(shown).to_have_text(re.compile("%$"))
    return percent(shown.inner_text())


def test_pruning_costs_accuracy_undo_brings_it_back_and_keep_keeps_it(visit, address):
    """90 % of the weights pruned: far fewer right; undone: as many as before; kept: the current network, on every page."""
    page = visit(address)
    write(page, 4)
    lab(page, "layers-64-32")
    before = accuracy(page)
    assert before > 95
    prune(page, 90)
    assert accuracy(page) < before - 5
    expect(page.get_by_text(re.compile("Your drawing was read as 4 .*, now as"))).to_be_visible()
    photograph(page, "lab")
    press(page, "Ask the 10,000 test digits")
    expect(page.get_by_text(re.compile(r"Of the 10,000 test digits [\d.]+% are right; of the original's 97.19%"))).to_be_visible()
    press(page, "Undo all")
    expect(page.get_by_text("Nothing is altered yet.")).to_be_visible()
    assert accuracy(page) == before
    prune(page, 60)
    pruned = accuracy(page)
    press(page, "Keep it")
    expect(page.get_by_text("layers-64-32, 60% pruned", exact=True)).to_be_visible()
    expect(page.get_by_text("Nothing is altered yet.")).to_be_visible()
    assert accuracy(page) == pruned
    page.get_by_role("link", name="Draw", exact=True).click()
    expect(page.get_by_text("layers-64-32, 60% pruned", exact=True)).to_be_visible()


def test_on_the_first_screen_stand_accuracy_controls_and_curves(visit, address):
    """At 1280 x 800 nobody scrolls to see them."""
    page = visit(f"{address}/weights", width=1280, height=800)
    lab(page, "tiny-10")
    for part in (figure(page, "Right, of 2,000 digits"), page.get_by_role("button", name="Keep it"),
                 page.get_by_text("Bits for each weight"), page.get_by_role("combobox", name="Neurons off"),
                 *page.locator(".stVegaLiteChart").all()):
        expect(part).to_be_in_viewport(ratio=0.99)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_lab_can_be_read_and_nothing_is_cut_off(visit, address, width, scheme):
    """axe-core finds no fault, and nothing is wider than the screen."""
    page = visit(f"{address}/weights", width=width, height=844, scheme=scheme)
    lab(page, "tiny-10")
    prune(page, 10)
    page.wait_for_timeout(1000)  # charts come gently
    assert page.evaluate(OVERHANG) == []
    assert not [(each["id"], node["html"][:200]) for each in Axe().run(page).response["violations"] for node in each["nodes"]]
