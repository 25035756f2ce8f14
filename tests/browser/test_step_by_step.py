"""On Step by step a number is chosen and worked out, and a step is taken and undone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.actions import answered, photograph, settled
from tests.browser.drawing_by_mouse import write
from tests.browser.test_first_screens import OVERHANG

FORWARD, BACKWARD, UPDATE = "1 Forward", "2 Backward", "3 One update"


def walk(visit, address: str, **screen) -> Page:
    """The page, once the network of 16 neurons has learned."""
    page = visit(f"{address}/steps", **screen)
    expect(numbers(page).first).to_be_visible()
    settled(page)
    return page


def numbers(page: Page):
    return page.get_by_role("group", name=re.compile("^(Forward|Backward)")).get_by_role("button")


def stage(page: Page, name: str) -> None:
    with answered(page):
        page.get_by_role("radio", name=name).click()


def table(page: Page, caption: str) -> list[str]:
    """What the rows of a table say."""
    return page.get_by_role("table").filter(has=page.get_by_text(caption)).locator("tbody tr").all_inner_texts()


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def test_a_number_that_is_chosen_shows_where_it_came_from(visit, address):
    """By a click and by keys: its calculation ends with the number that stands in the button."""
    page = walk(visit, address)
    chosen = page.get_by_role("button", name=re.compile("^The weighted sum of neuron 9, layer 1"))
    chosen.click()
    expect(page.get_by_role("row", name=re.compile("^sum y"))).to_have_count(1)
    expect(page.get_by_text("The weighted sum of neuron 9, layer 1", exact=True)).to_be_visible()
    total = page.get_by_role("row", name=re.compile("^sum y")).inner_text().split()[-1]
    assert chosen.get_attribute("aria-label").endswith(f": {total}")
    expect(chosen).to_have_attribute("aria-pressed", "true")
    for key in ("ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_text("The activation of neuron 2, layer 1", exact=True)).to_be_visible()
    page.get_by_role("button", name=re.compile("^The probability of digit 6")).click()
    expect(page.get_by_text("Softmax in three steps")).to_be_visible()
    page.get_by_text("The code that ran, and its formula").click()
    expect(page.get_by_text("nncore/losses.py, softmax")).to_be_visible()
    photograph(page, "steps-softmax")


def test_an_update_and_its_undo_bring_the_probabilities_back(visit, address):
    """A step on the digit makes the loss smaller; undone, probabilities and loss are those of before, to the digit."""
    page = walk(visit, address)
    stage(page, UPDATE)
    before = table(page, "The probabilities")
    with answered(page):
        page.get_by_role("button", name="One step").click()
    expect(page.get_by_text("changed their answer")).to_be_visible()
    _, first, second = table(page, "The probabilities")[-1].split()
    assert number(second) < number(first)
    photograph(page, "steps-update")
    with answered(page):
        page.get_by_role("button", name="Again").click()
    for _ in range(2):
        with answered(page):
            page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("changed their answer")).to_have_count(0)
    assert table(page, "The probabilities") == before


def test_ones_own_drawing_goes_through(visit, address):
    """What was drawn on Draw is the digit that is looked at, and its gradients have its shape."""
    page = visit(address)
    write(page, 4)
    page.get_by_role("link", name="Steps", exact=True).click()
    settled(page)
    expect(numbers(page).first).to_be_visible()
    expect(page.get_by_text(re.compile("it should be 4"))).to_be_visible()
    stage(page, BACKWARD)
    expect(page.get_by_alt_text(re.compile("^The gradients of all 784 weights"))).to_be_visible()
    expect(page.get_by_text("The same without calculus")).to_be_visible()


def test_what_matters_is_in_one_screen(visit, address):
    """At 1280 by 800 the numbers from the sums to the loss and the calculation of one of them need no scrolling."""
    page = walk(visit, address, width=1280, height=800)
    for each in (numbers(page).first, numbers(page).last, page.get_by_role("row", name=re.compile("^sum y"))):
        expect(each).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("width", [360, 390])
def test_step_by_step_fits_a_phone(visit, address, width):
    """No stage goes beyond the screen, and all six pages stand in the bar."""
    page = walk(visit, address, width=width, height=844, touch=True)
    for name in (FORWARD, BACKWARD, UPDATE):
        if name != FORWARD:
            stage(page, name)
        assert page.evaluate(OVERHANG) == []
    for name in ("Draw", "Train", "Runs", "Weights", "Steps", "Class"):
        expect(page.get_by_role("link", name=name, exact=True)).to_be_in_viewport(ratio=1)
    photograph(page, f"steps-{width}")


@pytest.mark.parametrize("name", ["weighted sum of neuron 9, layer 1", "score of digit 5"])
def test_on_a_phone_the_calculation_comes_into_sight(visit, address, name):
    """A number that is tapped is framed and worked out in one screen, with the number that the calculation is of."""
    page = walk(visit, address, width=390, height=844, touch=True)
    chosen = page.get_by_role("button", name=re.compile(f"^The {name}:"))
    chosen.tap()
    expect(page.get_by_text(f"The {name}", exact=True)).to_be_in_viewport(ratio=1)
    expect(page.get_by_text("y = x w, added up, + b")).to_be_in_viewport(ratio=1)
    expect(chosen).to_be_in_viewport(ratio=1)
