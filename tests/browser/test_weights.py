"""On Weights a filter is chosen in the picture itself, by mouse, finger or keys."""

import base64
import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

import nncore
from tests.browser.actions import answered, fewer_images, photograph, press, set_number
from tests.browser.drawing_by_mouse import write

BEST = nncore.load(nncore.recipes()["best"].file)[0]
STRENGTH = np.linalg.norm(BEST.dense_layers[0].W, axis=0)
STRONGEST = np.argsort(-STRENGTH, kind="stable")


def tiles(page: Page):
    return page.get_by_role("group", name=re.compile("filters of")).get_by_role("button")


def tile(page: Page, neuron: int):
    return page.get_by_role("button", name=re.compile(f"^Neuron {neuron}, "))


def expect_chosen(page: Page, neuron: int) -> None:
    """The neuron is framed, it alone, and its true numbers stand beside it."""
    expect(tile(page, neuron)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", pressed=True).and_(tiles(page))).to_have_count(1)
    expect(page.get_by_alt_text(f"The filter of neuron {neuron}, large")).to_be_visible()
    expect(page.get_by_text(f"Neuron {neuron}, {(STRENGTH[neuron] < STRENGTH).sum() + 1:,} of 1,024 by strength")).to_be_visible()
    expect(page.get_by_text(f"Strength {STRENGTH[neuron]:.2f}", exact=True)).to_be_visible()
    expect(page.get_by_text(f"Bias {BEST.dense_layers[0].b[neuron]:z.2f}", exact=True)).to_be_visible()


def widest(page: Page) -> float:
    """How far to the right anything on the page goes, in CSS pixels."""
    return page.evaluate("Math.max(...[...document.querySelectorAll('section *')].map(e => e.getBoundingClientRect().right))")


def test_a_filter_is_clicked_and_shows_its_numbers(visit, address):
    """Among the strongest, and among them all by number, the clicked filter's numbers are those of the network."""
    page = visit(f"{address}/weights")
    expect(tiles(page)).to_have_count(24)
    expect_chosen(page, STRONGEST[0])
    tile(page, STRONGEST[13]).click()
    expect_chosen(page, STRONGEST[13])
    photograph(page, "weights-chosen")
    page.get_by_text("by number", exact=True).click()
    expect_chosen(page, 0)
    tile(page, 17).click()
    expect_chosen(page, 17)


def test_a_filter_is_chosen_by_keys(visit, address):
    """Tab comes to the chosen filter, arrows go along rows and columns and stop at the ends, Enter and Space choose."""
    page = visit(f"{address}/weights")
    tile(page, STRONGEST[0]).click()
    for keys, place in ((["ArrowRight", "ArrowDown", "Enter"], 9), (["ArrowUp", "ArrowLeft", "Space"], 0),
                        (["End", "ArrowRight", "Enter"], 23), (["Home", "ArrowUp", "Enter"], 0)):
        for key in keys:
            page.keyboard.press(key)
        expect(tile(page, STRONGEST[place])).to_be_focused()
        expect_chosen(page, STRONGEST[place])
    page.keyboard.press("Shift+Tab")
    expect(tile(page, STRONGEST[0])).not_to_be_focused()
    page.keyboard.press("Tab")
    expect(tile(page, STRONGEST[0])).to_be_focused()


def on_sheet(page: Page, neuron: int) -> tuple[float, float]:
    """The column and the row, from 0, of the filter that is cut out of a sheet of 8 by 128 for the tile of a neuron."""
    x, y = (float(tile(page, neuron).locator(".picture").evaluate("(picture, side) => picture.style.getPropertyValue(side)", side)
                  .rstrip("%")) for side in ("--x", "--y"))
    return x / 100 * 7, y / 100 * 127


def test_all_filters_are_under_a_button(visit, address):
    """1,024 of them, in the order of strength, each with its picture; the last one can be chosen, and no click sends it again."""
    page = visit(f"{address}/weights")
    press(page, "Show all 1,024")
    expect(tiles(page)).to_have_count(1024)
    for neuron in STRONGEST[[0, 500, -1]]:
        assert on_sheet(page, neuron) == pytest.approx((neuron % 8, neuron // 8), abs=0.01)
    network, received = page.context.new_cdp_session(page), []
    network.on("Network.webSocketFrameReceived", lambda frame: received.append(frame["response"]["payloadData"]))
    network.send("Network.enable")
    expect(tiles(page).last).to_have_attribute("aria-label", re.compile(f"^Neuron {STRONGEST[-1]}, "))
    tile(page, STRONGEST[-1]).click()
    expect_chosen(page, STRONGEST[-1])
    elements = [ForwardMsg.FromString(base64.b64decode(each)).delta.new_element for each in received]
    components = [each.bidi_component.component_name for each in elements if each.WhichOneof("type") == "bidi_component"]
    assert set(components) == {"inkling_kernel"}
    photograph(page, "weights-all")
    press(page, "Show 24")
    expect(tiles(page)).to_have_count(24)


@pytest.mark.parametrize("width", [360, 390])
def test_filters_fit_a_phone(visit, address, width):
    """Nothing goes beyond the screen; no filter is below 34 pixels, few or all, whose button stands with them; the tapped
    one is shown directly beneath.
    """
    page = visit(f"{address}/weights", width=width, height=844, touch=True)
    expect_chosen(page, STRONGEST[0])
    expect(page.get_by_role("button", name="Show all 1,024")).to_be_in_viewport(ratio=1)
    tile(page, STRONGEST[4]).tap()
    expect_chosen(page, STRONGEST[4])
    expect(page.get_by_text(f"Strength {STRENGTH[STRONGEST[4]]:.2f}", exact=True)).to_be_in_viewport()
    for more in (lambda: None, lambda: press(page, "Show all 1,024")):
        more()
        expect(tiles(page)).not_to_have_count(0)
        page.wait_for_timeout(300)
        assert tiles(page).first.locator(".picture").bounding_box()["width"] >= 34
        assert widest(page) <= width
    tile(page, STRONGEST[20]).tap()
    expect_chosen(page, STRONGEST[20])
    photograph(page, f"weights-{width}")


def test_the_filters_and_the_numbers_are_in_one_screen(visit, address):
    """At 1280 by 800 the 24 filters, the chosen one, its numbers and the digits that it speaks for need no scrolling."""
    page = visit(f"{address}/weights", width=1280, height=800)
    expect_chosen(page, STRONGEST[0])
    for each in (tiles(page).first, tiles(page).last, page.get_by_alt_text(re.compile("large$")),
                 page.get_by_text("The digits it speaks for"), page.get_by_text("Its weights to each neuron")):
        expect(each).to_be_in_viewport(ratio=1)


def test_the_charts_grow_with_the_page(visit, address):
    """At 1920 px, on a beamer, a neuron's charts are at least 1.3 times as high as at 1280; none goes beyond the page."""
    heights = []
    for width, height in ((1280, 800), (1920, 1080)):
        page = visit(f"{address}/weights", width=width, height=height)
        expect_chosen(page, STRONGEST[0])
        drawn = page.locator(".stVegaLiteChart svg.marks")
        expect(drawn).to_have_count(2)
        heights.append([each.bounding_box()["height"] for each in drawn.all()])
        assert widest(page) <= width
    for lower, higher in zip(*heights, strict=True):
        assert higher >= 1.3 * lower


def test_the_drawing_lights_filters(visit, address):
    """Without a drawing the page leads to Draw; after one the filters that it lights come first, and back there it is still."""
    page = visit(f"{address}/weights")
    page.get_by_text("lit by my drawing", exact=True).click()
    expect(page.get_by_text("Draw a digit first")).to_be_visible()
    page.get_by_role("link", name="Draw a digit").first.click()
    write(page, 3)
    page.get_by_role("link", name="Weights", exact=True).click()
    expect(tiles(page).first).to_have_attribute("aria-label", re.compile("by your drawing$"))
    lit = [float(re.search(r"lit (\S+) by", each.get_attribute("aria-label"))[1]) for each in tiles(page).all()]
    assert len(lit) == 24
    assert lit[0] > 0
    assert lit == sorted(lit, reverse=True)
    expect(page.get_by_text(f"Lit {lit[0]:.2f} by your drawing")).to_be_visible()
    photograph(page, "weights-lit")


def test_the_focus_stays_while_the_filters_learn(visit, fresh_address):
    """The picture changes every second under a filter that has the focus, and the chosen one stays chosen, in its place."""
    page = visit(f"{fresh_address}/train")  # where no other test's run takes turns with this one
    fewer_images(page, 3)
    set_number(page, "Epochs", 2000)
    press(page, "Start")
    expect(page.get_by_text(re.compile("images per second"))).to_be_visible()
    page.get_by_role("link", name="Weights", exact=True).click()
    third = tiles(page).nth(2)
    with answered(page):
        third.click()
    name = third.get_attribute("aria-label").partition(",")[0]
    sheet = "group => getComputedStyle(group).getPropertyValue('--sheet')"
    group = page.get_by_role("group", name=re.compile("24 of 384 filters of Run 1"))
    before = group.evaluate(sheet)
    page.wait_for_function("([group, before]) => getComputedStyle(group).getPropertyValue('--sheet') != before",
                           arg=[group.element_handle(), before])
    expect(third).to_be_focused()
    expect(third).to_have_attribute("aria-pressed", "true")
    expect(third).to_have_attribute("aria-label", re.compile(f"^{name},"))
    expect(page.get_by_alt_text(f"The filter of {name.lower()}, large")).to_be_visible()
    page.get_by_role("link", name="Train", exact=True).click()
    press(page, "Stop")
