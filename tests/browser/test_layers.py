"""Every layer of a network can be looked at, on a laptop without scrolling far, and on a phone."""

import re

from playwright.sync_api import expect

from tests.browser.actions import photograph, press


def test_a_layer_and_its_neurons_are_in_one_screen(visit, address):
    """At 1280 by 800: the histograms, the matrix and the first neurons; the first layer leads to its filters."""
    page = visit(f"{address}/weights", width=1280, height=800)
    page.get_by_text("Layers", exact=True).click()
    expect(page.get_by_alt_text(re.compile("is excited most by these digits")).first).to_be_in_viewport(ratio=1)
    expect(page.locator(".stVegaLiteChart svg.marks")).to_have_count(3)
    expect(page.get_by_text(re.compile(r"^0 of 1,024 dead"))).to_be_visible()
    expect(page.get_by_alt_text(re.compile("^The matrix of the layer's weights"))).to_be_in_viewport(ratio=0.8)
    photograph(page, "layers")
    page.get_by_text("Layer 1", exact=True).click()
    press(page, "Look at the filters")
    expect(page.get_by_role("group", name=re.compile("24 of 1,024 filters"))).to_be_visible()


def test_layers_fit_a_phone(visit, address):
    """Nothing goes beyond the screen."""
    page = visit(f"{address}/weights", width=390, height=844, scheme="dark", touch=True)
    page.get_by_text("Layers", exact=True).tap()
    expect(page.locator(".stVegaLiteChart svg.marks")).to_have_count(3)
    expect(page.get_by_alt_text(re.compile("is excited most by these digits"))).to_have_count(10)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    photograph(page, "layers-phone")
