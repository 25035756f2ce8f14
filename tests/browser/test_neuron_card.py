"""The card of a neuron opens at the side from wherever a neuron is chosen, says the same there, and closes by a key."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import nncore
from nncore.interpretability.responses import responses
from nncore.interpretability.silence import cost_of_silence
from tests.browser.actions import answered, photograph, settled
from tests.browser.drawing_by_mouse import write

NAME = "layers-64-32"
NETWORK = nncore.load(nncore.recipes()[NAME].file)[0]


def choose_network(page: Page) -> None:
    page.get_by_role("combobox", name="Network").click()
    with answered(page):
        page.get_by_role("option", name=re.compile(f"^{NAME}: ")).click()


def card(page: Page) -> Locator:
    return page.get_by_role("dialog")


def edges(page: Page) -> tuple[float, float]:
    """Where the card begins and ends, from the left, once it has slid in."""
    page.wait_for_function("card => card.getBoundingClientRect().right <= innerWidth", arg=card(page).element_handle())
    box = card(page).bounding_box()
    return box["x"], box["x"] + box["width"]


def open_from_weights(page: Page) -> int:
    """Open the card of the chosen filter's neuron, and give its number."""
    choose_network(page)
    chosen = page.get_by_alt_text(re.compile("^The filter of neuron .* large")).get_attribute("alt")
    page.get_by_role("button", name="Look closer").click()
    expect(card(page)).to_be_visible()
    return int(re.search(r"\d+", chosen)[0])


def open_from_draw(page: Page) -> int:
    """Write a digit, open the card of the neuron of the second layer that it lights most, and give its number."""
    choose_network(page)
    write(page, 3)
    page.get_by_role("radio", name="Layers").or_(page.get_by_role("button", name="Layers")).first.click()
    strongest = page.locator(".st-key-lit_2").get_by_role("button", name=re.compile(r"^Neuron \d+$")).first
    neuron = int(re.search(r"\d+", strongest.inner_text())[0])
    strongest.click()
    expect(card(page)).to_be_visible()
    return neuron


def open_from_layers(page: Page) -> int:
    """Open the card of the last neuron that the view of layer 2 shows, and give its number."""
    choose_network(page)
    page.get_by_role("radio", name="Layers").or_(page.get_by_role("button", name="Layers")).first.click()
    last = page.locator(".st-key-look_closer").get_by_role("button", name=re.compile(r"^\d+$")).last
    neuron = int(last.inner_text())
    last.click()
    expect(card(page)).to_be_visible()
    return neuron


def expect_numbers(page: Page, number: int, neuron: int, digits) -> None:
    """What stands on the card is what nncore says of that neuron."""
    cost, found = cost_of_silence(NETWORK, digits.test, number, neuron), responses(NETWORK, digits.test, number)
    opened = card(page)
    expect(opened.get_by_role("heading", name=f"Neuron {neuron}")).to_be_visible()
    expect(opened.get_by_text(f"Bias {NETWORK.dense_layers[number - 1].b[neuron]:z.2f}", exact=True)).to_be_visible()
    expect(opened.get_by_text(re.compile("^Switched off: "))).to_contain_text(f"{abs(cost.points):.2f} points"
                                                                             if round(cost.points, 2) else "")
    means = ", ".join(f"{mean:z.2f} to a {digit}" for digit, mean in enumerate(found.mean[:, neuron]))
    expect(opened.get_by_label(f"On average it says {means}").first).to_be_visible()
    real = opened.get_by_alt_text(re.compile(r"^A \d, to which it says"))
    expect(real).to_have_count(18)
    assert [int(each.get_attribute("alt")[2]) for each in real.all()] == [
        *digits.test.labels[found.most[:, neuron]], *digits.test.labels[found.least[:, neuron]]]
    expect(opened.get_by_alt_text(re.compile("^Its dream"))).to_be_visible()


@pytest.mark.parametrize(("place", "number", "opening"), [
    ("weights", 1, open_from_weights), ("weights", 2, open_from_layers), ("", 2, open_from_draw)])
def test_the_card_says_what_nncore_says_from_wherever_it_is_opened(visit, address, digits, place, number, opening):
    """From a filter, a layer and Draw's layers: the neuron's name, bias, means, pictures and what its silence costs."""
    page = visit(f"{address}/{place}", height=800)
    neuron = opening(page)
    expect_numbers(page, number, neuron, digits)
    photograph(page, f"card-{opening.__name__}")
    assert edges(page) == (680, 1280)


def test_the_card_closes_and_stays_closed(visit, address):
    """Escape and the close button close it; the focus is in it, and then back where it was; the page's next runs do not bring it
    back, and it opens again.
    """
    page = visit(f"{address}/weights")
    open_from_weights(page)
    closer = page.get_by_role("button", name="Look closer")
    for close in (lambda: page.keyboard.press("Escape"), lambda: card(page).get_by_role("button", name="Close").click()):
        expect(card(page)).to_be_visible()
        assert card(page).evaluate("card => card.contains(document.activeElement)")
        expect(card(page).get_by_text("Switched off")).to_be_visible()  # no measurement draws the page anew after this
        with answered(page):
            close()
        expect(card(page)).to_have_count(0)
        expect(closer).to_be_focused()
        with answered(page):
            page.get_by_text("each its own", exact=True).click()
        with answered(page):
            page.get_by_text("common to all", exact=True).click()
        expect(card(page)).to_have_count(0)
        closer.click()
    expect(card(page)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_card_fits_a_phone(visit, address, scheme):
    """At 390 pixels it takes the whole width, and nothing of it hangs over."""
    page = visit(f"{address}/weights", width=390, height=844, scheme=scheme, touch=True)
    open_from_weights(page)
    expect(card(page).get_by_text("Switched off")).to_be_visible()
    expect(card(page).get_by_alt_text(re.compile("^A ")).first).to_be_visible()
    settled(page)
    assert edges(page) == (0, 390)
    all_edges = card(page).evaluate("card => [...card.querySelectorAll('*')].map(each => each.getBoundingClientRect())"
                                    ".filter(box => box.width).map(box => [box.left, box.right])")
    assert np.min(all_edges) >= 0
    assert np.max(all_edges) <= 390
    photograph(page, f"card-390-{scheme}")
