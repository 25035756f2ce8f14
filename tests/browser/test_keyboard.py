"""Who has no mouse works every page by the keyboard: in these tests nothing is clicked, and nothing is focused but by keys."""

import re

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page, expect

import nncore
from tests.browser.actions import BEGUN, answered, figure, settled

MOST_STOPS = 120  # of the Tab key on the way to a control
HAS_FOCUS = "control => control.contains(control.getRootNode().activeElement)"


def reach(page: Page, control: Locator, key: str = "Tab") -> None:
    """Press Tab, or Shift+Tab for the way back, until the control has the focus."""
    expect(control).to_be_visible()
    for _ in range(MOST_STOPS):
        if control.evaluate(HAS_FOCUS):
            return
        page.keyboard.press(key)
    raise AssertionError(f"the Tab key does not come to {control}")


def use(page: Page, control: Locator, *keys: str) -> None:
    """Come to the control, press the keys, and wait until the page has answered to the last."""
    reach(page, control)
    for key in keys[:-1]:
        page.keyboard.press(key)
    with answered(page):
        page.keyboard.press(keys[-1])


def button(page: Page, name: str | re.Pattern) -> Locator:
    return page.get_by_role("button", name=name)


def write_number(page: Page, label: str, number: int) -> None:
    """Come to the field of a number, and write another into it."""
    reach(page, page.get_by_label(label, exact=True))
    page.keyboard.press("Control+a")
    page.keyboard.type(f"{number}")
    with answered(page):
        page.keyboard.press("Enter")


def choose_next(page: Page, choice: Locator) -> str:
    """Come to a group of choices and take another than the one that is taken; its name."""
    before = choice.get_by_role("radio", checked=True).inner_text()
    use(page, choice, "ArrowRight", "Enter")
    taken = choice.get_by_role("radio", checked=True)
    expect(taken).not_to_have_text(before)
    return taken.inner_text()


def test_train(visit, address):
    """Epochs are written, a run begins; on its way a slider moves and More settings opens; it is stopped; a recipe is taken."""
    page = visit(f"{address}/train?settings=quick1,training_images:2000")
    write_number(page, "Epochs", 2000)
    use(page, button(page, "Start"), "Enter")
    expect(page.get_by_text(BEGUN)).to_be_visible()
    use(page, page.get_by_role("slider", name="Learning rate"), "ArrowRight")
    expect(page).to_have_url(re.compile("learning_rate"))
    reach(page, page.locator("summary").filter(has_text="Learning"))
    page.keyboard.press("Enter")
    choose_next(page, page.get_by_role("radiogroup", name="Optimizer"))
    expect(page).to_have_url(re.compile("optimizer"))
    use(page, button(page, "Stop"), "Enter")
    expect(page.get_by_text(re.compile("Stopped in epoch"))).to_be_visible()
    use(page, page.get_by_role("combobox", name="Recipe"), *"tiny", "Enter")
    expect(page.get_by_label("Epochs", exact=True)).to_have_value(f"{nncore.recipes()['tiny-10'].experiment.epochs}")


def test_weights(visit, address):
    """Arrow keys go from filter to filter, Enter shows one large; another order brings others first."""
    page = visit(f"{address}/weights")
    filters = page.get_by_role("group", name=re.compile("filters of"))
    third = filters.get_by_role("button").nth(2)
    expect(third).to_be_visible()
    use(page, filters, "ArrowRight", "ArrowRight", "Enter")
    expect(third).to_have_attribute("aria-pressed", "true")
    name = third.get_attribute("aria-label").partition(",")[0].lower()
    expect(page.get_by_alt_text(f"The filter of {name}, large")).to_be_visible()
    order = page.get_by_role("radiogroup", name="Order")
    use(page, order, "ArrowRight", "ArrowRight", "Enter")
    expect(order.get_by_role("radio", name="by number")).to_be_checked()
    expect(filters.get_by_role("button").first).to_have_attribute("aria-label", re.compile("^Neuron 0,"))


def test_runs(visit, address):
    """A run is removed and brought back, and the other tab is opened."""
    page = visit(f"{address}/train?settings=quick1,training_images:1000,epochs:2")
    use(page, button(page, "Start"), "Enter")
    expect(page.get_by_text("All epochs are done.")).to_be_visible()
    use(page, page.get_by_role("link", name="Runs", exact=True), "Enter")
    use(page, page.get_by_role("checkbox", name="Run 1"), "Space")
    use(page, button(page, "Remove Run 1"), "Enter")
    expect(page.get_by_role("checkbox", name="Run 1")).to_have_count(0)
    use(page, button(page, "Undo"), "Enter")
    expect(page.get_by_role("checkbox", name="Run 1")).to_be_visible()
    use(page, page.get_by_role("tab", name="Compare"), "ArrowRight")
    expect(button(page, "Start the sweep")).to_be_visible()


def test_class(visit, address):
    """A lesson is chosen and its link opened; a task gets a title, a hidden setting and a mission, and its link is copied."""
    page = visit(f"{address}/class")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    use(page, page.get_by_role("radiogroup", name="Lesson"), "ArrowDown")
    expect(page.get_by_test_id("stCode").first).not_to_contain_text("lesson=overfit")
    reach(page, page.get_by_role("link", name="Open it as a pupil"))
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    expect(opened.value.get_by_text("Lesson: ")).to_be_visible()
    page.bring_to_front()
    reach(page, page.get_by_role("tab", name="Ready lessons"))
    page.keyboard.press("ArrowRight")
    link = page.get_by_test_id("stCode").locator("visible=true")
    use(page, page.get_by_role("combobox", name="Settings that pupils do not see"), *"Seed", "Enter")
    expect(link).to_contain_text("hide=seed")
    page.keyboard.press("Escape")
    write_number(page, "Test accuracy, at least %", 50)
    expect(link).to_contain_text("mission=accuracy:0.5")
    reach(page, link)  # which shows its button
    copy = button(page, "Copy to clipboard").locator("visible=true")
    reach(page, copy)
    page.keyboard.press("Enter")
    page.wait_for_function("async link => await navigator.clipboard.readText() === link", arg=link.inner_text())


def test_draw(visit, address, digits, tmp_path):
    """A test digit is read, by another network, too; a picture comes by what More unfolds, and is given its label."""
    page = visit(address)
    use(page, button(page, "Test digit"), "Enter")
    expect(page.get_by_text("Test digit number")).to_be_visible()
    network = page.get_by_role("combobox", name="Network")
    use(page, network, *"quick", "Enter")
    expect(network).to_have_value(re.compile("^quick"))
    reach(page, button(page, "More"))
    page.keyboard.press("Enter")
    least = page.get_by_role("slider", name="Sure enough to answer")
    use(page, least, "ArrowLeft")
    expect(least).to_have_attribute("aria-valuetext", "89%")
    reach(page, page.get_by_role("radiogroup", name="Read from"), "Shift+Tab")
    choose_next(page, page.get_by_role("radiogroup", name="Read from"))
    page.keyboard.press("Escape")
    expect(least).to_have_count(0)  # it gives the focus back as it goes
    expect(button(page, "More")).to_be_focused()
    settled(page)
    picture = tmp_path / "four.png"
    Image.fromarray(np.pad(digits.test.images[4].repeat(4, axis=0).repeat(4, axis=1), 40)).save(picture)
    reach(page, page.get_by_test_id("stFileUploaderDropzone").get_by_test_id("stBaseButton-secondary"))
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    with answered(page):
        chooser.value.set_files(picture)
    expect(figure(page, "The network reads")).to_have_text("4")
    use(page, page.get_by_role("radiogroup", name=re.compile("It was a")), *["ArrowRight"] * 4, "Enter")
    expect(page.get_by_text("Kept as a 4")).to_be_visible()
