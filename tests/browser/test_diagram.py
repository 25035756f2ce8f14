"""The lit diagram answers to mouse, finger and keys with the numbers of the network."""

import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

import nncore
from nncore.interpretability.weighted_sum import weighted_sums
from tests.browser.actions import answered, fewer_images, photograph, press, set_number
from tests.browser.drawing_by_mouse import write
from tests.browser.test_contrast import TALL, too_pale

NETWORK = nncore.load(nncore.recipes()["tiny-10"].file)[0]
SIDEWAYS = "Math.max(...[...document.querySelectorAll('section *')].map(e => e.getBoundingClientRect().right))"


def numbers(image: np.ndarray) -> list[list]:
    """The sums of all neurons of the network, and of the ten digits, for a digit uint8 (28, 28)."""
    return weighted_sums(NETWORK, nncore.as_inputs(image[None])[0], [range(10), range(10)])


def shorter(value: float) -> str:
    return f"{value:.3g}".replace("-", "\N{MINUS SIGN}")


def diagram(page: Page, network: str = "tiny-10") -> None:
    """Look at the diagram of a network that ships."""
    page.get_by_text("Diagram", exact=True).click()
    if network != "best":  # which is the current one at first
        page.get_by_role("combobox", name="Network").click()
        with answered(page):
            page.get_by_role("option", name=re.compile(f"^{network}:")).click()
    expect(page.get_by_role("group", name=re.compile(f"^{network}"))).to_be_visible()


def unit(page: Page, number: int, layer: int = 1) -> Locator:
    return page.locator(f'[data-unit="{layer}-{number}"]')


def tip(page: Page) -> Locator:
    return page.locator(".lit-diagram .tip")


def test_a_neuron_under_the_pointer_tells_the_numbers_that_nncore_says(visit, address, digits):
    """Activation, weighted sum, bias and the strongest contributions with what they multiply; away from it they go."""
    page = visit(f"{address}/weights", width=1280, height=800)
    diagram(page)
    for number, neuron in enumerate(numbers(digits.test.images[0])[0]):
        unit(page, number).hover()
        expect(tip(page)).to_contain_text(f"Neuron {number} of hidden layer 1")
        expect(tip(page)).to_contain_text(f"weighted sum{shorter(neuron.total)}")
        expect(tip(page)).to_contain_text(f"bias{shorter(neuron.bias)}")
        expect(tip(page)).to_contain_text(f"activation ReLU({shorter(neuron.total)}){shorter(neuron.activation)}")
        for pixel in neuron.strongest(3):
            expect(tip(page)).to_contain_text(
                f"pixel {pixel // 28}, {pixel % 28}: {shorter(neuron.inputs[pixel])} × {shorter(neuron.weights[pixel])}"
                f"{shorter(neuron.contributions[pixel])}")
    photograph(page, "diagram-hover")
    page.mouse.move(2, 2)
    expect(tip(page)).to_be_hidden()


def test_a_line_under_the_pointer_tells_its_product(visit, address, digits):
    """Weight times activation is what it adds, as nncore multiplies them."""
    page = visit(f"{address}/weights", width=1280, height=800)
    diagram(page)
    path = page.locator(".lines path[data-from^='1-']").last
    source, target = (int(path.get_attribute(name).split("-")[1]) for name in ("data-from", "data-unit-to"))
    x, y = path.evaluate("""path => {
        const {x, y} = path.getPointAtLength(path.getTotalLength() / 2).matrixTransform(path.getScreenCTM());
        return [x, y]; }""")
    page.mouse.move(x, y)
    neuron = numbers(digits.test.images[0])[1][target]
    expect(tip(page)).to_contain_text(f"Neuron {source} to digit {target}")
    expect(tip(page)).to_contain_text(f"weight {shorter(neuron.weights[source])} × activation {shorter(neuron.inputs[source])} ="
                                      f"{shorter(neuron.contributions[source])}")


def test_enter_on_a_neuron_shows_its_connections(visit, address, digits):
    """Keys go from neuron to neuron, and its numbers stand beside it; Enter chooses one, whose lines alone are bright."""
    page = visit(f"{address}/weights", width=1280, height=800)
    diagram(page)
    unit(page, 0).focus()
    page.keyboard.press("ArrowDown")
    expect(unit(page, 1)).to_be_focused()
    expect(tip(page)).to_contain_text("Neuron 1 of hidden layer 1")
    page.keyboard.press("Enter")
    expect(unit(page, 1)).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".own path[data-from='1-1']")).to_have_count(10)
    lit = [path for path in page.locator(".lines path").all() if path.is_visible()]
    assert lit
    assert all("1-1" in (path.get_attribute("data-from"), path.get_attribute("data-unit-to")) for path in lit)
    neuron = numbers(digits.test.images[0])[0][1]
    expect(page.get_by_text(f"weighted sum {shorter(neuron.total)}")).to_be_visible()
    expect(unit(page, 1)).to_be_focused()
    photograph(page, "diagram-chosen")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-unit^='2-']:focus")).to_have_count(1)
    unit(page, 1).click()
    expect(page.get_by_role("button", pressed=True).and_(page.locator("[data-unit]"))).to_have_count(0)


def test_a_test_digit_lights_it_and_so_does_the_drawing(visit, address, digits):
    """Each digit lights the neurons as nncore says, without a circle being made anew; a drawing takes its place."""
    page = visit(f"{address}/weights")
    diagram(page)
    page.evaluate("window.circles = [...document.querySelectorAll('.lit-diagram circle')]")
    with answered(page):
        press(page, "Another test digit")
    number = int(re.search(r"test digit ([\d,]+),", page.get_by_text("Lit by test digit").inner_text())[1].replace(",", ""))
    for place, neuron in enumerate(numbers(digits.test.images[number])[0]):
        expect(unit(page, place)).to_have_attribute("aria-label",
                                                    f"Neuron {place} of hidden layer 1, activation {shorter(neuron.activation)}")
    assert page.evaluate("window.circles.every(each => each.isConnected)")
    page.get_by_role("link", name="Draw", exact=True).click()
    write(page, 3)
    page.get_by_role("link", name="Weights", exact=True).click()
    press(page, "My drawing")
    expect(page.get_by_text("Lit by your drawing")).to_be_visible()
    photograph(page, "diagram-drawing")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit, address, scheme):
    """Neither in the diagram with a chosen neuron and its kernel, nor in the tour's banner; every word has enough contrast."""
    page = visit(f"{address}/weights?tour=neuron", height=TALL, scheme=scheme)
    diagram(page)
    unit(page, 4).click()
    expect(page.locator(".kernel")).to_be_visible()
    page.wait_for_timeout(1000)  # colours change gently
    assert not [(each["id"], node["html"][:200]) for each in Axe().run(page).response["violations"] for node in each["nodes"]]
    assert not too_pale(page)


@pytest.mark.parametrize("network", ["tiny-10", "modular-128-64", "best"])
def test_on_a_phone_layers_stand_below_each_other(visit, address, network):
    """Nothing goes beyond the screen, no two neurons that can be tapped are closer than 24 pixels; a tap shows the numbers."""
    page = visit(f"{address}/weights", width=390, height=844, touch=True, scheme="dark")
    diagram(page, network)
    svg = page.locator(".lit-diagram svg")
    expect(svg).to_be_visible()
    expect(svg).to_have_attribute("viewBox", re.compile("^0 0 360 "))
    assert page.evaluate(SIDEWAYS) <= 390
    boxes = [each.bounding_box() for each in page.locator(".neurons").first.locator("circle").all()]
    middles = np.array([(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes])
    assert min(np.hypot(*(one - other)) for place, one in enumerate(middles) for other in middles[:place]) >= 24
    page.locator("[data-unit]").nth(3).tap()
    expect(tip(page)).to_contain_text("weighted sum")
    assert page.evaluate(SIDEWAYS) <= 390
    photograph(page, f"diagram-phone-{network}")


def test_it_is_in_one_screen(visit, address):
    """At 1280 by 800 the whole diagram of the largest network that ships, and what lights it, need no scrolling."""
    page = visit(f"{address}/weights", width=1280, height=800)
    diagram(page, "best")
    for each in (page.locator(".lit-diagram svg"), page.get_by_text("Lit by test digit")):
        expect(each).to_be_in_viewport(ratio=1)
    photograph(page, "diagram-best")


def test_a_kernel_under_the_pointer_tells_its_weights(visit, address):
    """The pixel that is pointed at, or that the arrow keys reach, has its weight as a number below."""
    page = visit(f"{address}/weights", width=1280, height=800)
    diagram(page)
    unit(page, 4).click()
    picture = page.get_by_alt_text("The filter of Neuron 4 of hidden layer 1")
    picture.scroll_into_view_if_needed()
    box, W = picture.bounding_box(), NETWORK.dense_layers[0].W
    page.mouse.move(box["x"] + box["width"] * 13.5 / 28, box["y"] + box["height"] * 9.5 / 28)
    said = page.locator(".kernel output")
    expect(said).to_contain_text(f"Pixel 9, 13: weight {shorter(W[9 * 28 + 13, 4])}")
    page.locator(".kernel .paper").focus()
    page.keyboard.press("ArrowRight")
    expect(said).to_contain_text(re.compile("Pixel 9, 14|Pixel 14, 15"))


def test_the_focus_stays_while_the_network_learns(visit, fresh_address):
    """The numbers change every second, beneath a focus that stays; no circle is made anew, so nothing blinks."""
    page = visit(f"{fresh_address}/train")
    fewer_images(page, 3)
    set_number(page, "Epochs", 2000)
    press(page, "Start")
    expect(page.get_by_text(re.compile("images per second"))).to_be_visible()
    page.get_by_role("link", name="Weights", exact=True).click()
    page.get_by_text("Diagram", exact=True).click()
    expect(page.get_by_role("group", name=re.compile("^Run 1"))).to_be_visible()
    here = page.locator("[data-unit]").nth(10)
    here.focus()
    name, before = here.get_attribute("data-unit"), here.get_attribute("aria-label")
    page.evaluate("window.circles = [...document.querySelectorAll('.lit-diagram circle')]")
    for _ in range(3):
        expect(here).not_to_have_attribute("aria-label", before)
        before = here.get_attribute("aria-label")
        expect(here).to_be_focused()
        expect(here).to_have_attribute("data-unit", name)
        assert page.evaluate("window.circles.every(each => each.isConnected)")
    photograph(page, "diagram-learning")
    page.get_by_role("link", name="Train", exact=True).click()
    press(page, "Stop")
