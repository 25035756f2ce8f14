"""A person trains a network, watches it learn, and walks about meanwhile."""

import re

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.actions import fewer_images, figure, percent, photograph, press, set_number, settled, status, uploader
from tests.browser.drawing_by_mouse import write


def test_the_first_click_passes_98_percent(visit, address):
    """At the defaults the accuracy rises before one's eyes and passes 98.5 % on the test set; then the file can be had."""
    page = visit(f"{address}/train")
    expect(page.get_by_text("378,442 parameters")).to_be_visible()
    press(page, "Start")
    expect(figure(page, "Training")).to_have_text(re.compile(r"\d%"))
    early = percent(figure(page, "Training").inner_text())
    expect(page.get_by_test_id("stVegaLiteChart")).to_have_count(1)
    expect(page.get_by_text("All epochs are done.")).to_be_visible()
    photograph(page, "train-done")
    assert percent(figure(page, "Test").inner_text()) > 98.5
    assert percent(figure(page, "Training").inner_text()) > early
    with page.expect_download() as download:
        press(page, "Download the trained network")
    path = download.value.path()
    press(page, "Open a network")
    uploader(page, "Open a trained network").set_input_files(
        {"name": "mine.npz", "mimeType": "application/octet-stream", "buffer": path.read_bytes()})
    expect(page.get_by_text("mine.npz is open")).to_be_visible()


def test_a_run_goes_on_and_obeys_from_page_to_page(visit, address):
    """Paused it stands still through a change of page; it is chosen on Draw while it learns; resumed it goes on; then stops."""
    page = visit(f"{address}/train")
    fewer_images(page, 3)
    set_number(page, "Epochs", 2000)
    press(page, "Start")
    expect(page.get_by_text(re.compile("images per second"))).to_be_visible()
    press(page, "Pause")
    expect(page.get_by_text(re.compile("Run 1: .*paused"))).to_be_visible()
    before = status(page)
    page.get_by_role("link", name="Draw").click()
    write(page, 7)
    page.get_by_role("link", name="Train").click()
    expect(page.get_by_text(re.compile("Run 1: .*paused"))).to_be_visible()
    assert status(page) == before
    expect(page.get_by_label("Epochs", exact=True)).to_have_value("2000")
    press(page, "Resume")
    expect(page.get_by_text(re.compile("images per second"))).to_be_visible()
    page.get_by_role("link", name="Draw").click()
    page.get_by_test_id("stSelectbox").locator("input").click()
    page.get_by_role("option", name=re.compile("^Run 1")).click()
    expect(page.get_by_text("The network reads", exact=True)).to_be_visible()
    page.get_by_role("link", name="Train").click()
    press(page, "Stop")
    expect(page.get_by_text(re.compile("Stopped in epoch"))).to_be_visible()
    press(page, "One more epoch")
    expect(page.get_by_text(re.compile("Trained to the end of epoch"))).to_be_visible()


def test_the_filters_change_while_it_learns(visit, address):
    """On Weights the large filter of the network in training is another picture a moment later, without a touch."""
    page = visit(f"{address}/train")
    fewer_images(page, 3)
    set_number(page, "Epochs", 2000)
    press(page, "Start")
    expect(page.get_by_text(re.compile("images per second"))).to_be_visible()
    page.get_by_role("link", name="Weights").click()
    page.get_by_test_id("stSelectbox").locator("input").click()
    page.get_by_role("option", name=re.compile("^Run 1")).click()
    large = page.get_by_alt_text(re.compile("^The filter of neuron .* large"))
    expect(large).to_be_visible()
    first = large.get_attribute("src")
    expect(large).not_to_have_attribute("src", first)
    photograph(page, "weights-learning")
    with page.expect_download() as download:
        press(page, "Download the filters as PNG")
    assert download.value.path().read_bytes().startswith(b"\x89PNG")
    page.get_by_role("link", name="Train").click()
    press(page, "Stop")
    expect(page.get_by_text(re.compile("Stopped in epoch"))).to_be_visible()


def test_an_explosion_says_so(visit, address):
    """A rate far too large ends the run with a sentence that says so and what to try."""
    page = visit(f"{address}/train")
    rate = page.get_by_role("slider", name="Learning rate")
    rate.focus()
    rate.press("End")
    press(page, "Start")
    expect(page.get_by_text(re.compile("The loss exploded in epoch 1.*Try a learning rate of 0.001"))).to_be_visible()


def recipe(page: Page):
    """The list of recipes, which shows the one that the controls say."""
    return page.get_by_test_id("stSelectbox").filter(has_text="Recipe")


def take_recipe(page: Page, name: str) -> None:
    settled(page)
    recipe(page).locator("input").click()
    recipe(page).locator("input").fill(name)  # the list shows some at a time, and those that are typed
    page.get_by_role("option", name=re.compile(f"^{name}")).click()


def test_a_recipe_sets_the_controls_and_trains(visit, address):
    """modular-128-64, taken from the list, shows its shape and what it shows; Start trains it to more than its author's claim."""
    page = visit(f"{address}/train")
    expect(recipe(page).locator("input")).to_have_value(re.compile(r"^quick, \d+ (s|min)$"))  # then the list is not drawn anew
    take_recipe(page, "modular-128-64")
    expect(page.get_by_text("784-128-64-10 has 109,386 parameters")).to_be_visible()
    expect(page.get_by_text("Layers from a list.")).to_be_visible()
    page.get_by_text("Images", exact=True).click()
    expect(page.get_by_label("Rotation", exact=True)).to_have_value("0")
    photograph(page, "train-recipe")
    press(page, "Start")
    expect(page.get_by_text("All epochs are done.")).to_be_visible()
    assert percent(figure(page, "Test").inner_text()) > 92
    set_number(page, "Seed", 3)
    expect(recipe(page).locator("input")).to_have_value("your own settings")
    take_recipe(page, "quick")
    expect(page.get_by_text("784-384-192-10")).to_be_visible()


def test_the_first_screen_holds_what_matters_while_a_run_goes_on(visit, address):
    """At 1280 x 800, unscrolled: Start, the accuracy, the curve, the network's picture, nine digits, and four controls."""
    page = visit(f"{address}/train", height=800)
    set_number(page, "Epochs", 2000)
    press(page, "Start")
    expect(page.get_by_text(re.compile("images per second"))).to_be_visible()
    expect(page.locator(".watched-digits img")).to_have_count(9)
    photograph(page, "train-first-screen")
    for place in (page.get_by_role("button", name="Start"), page.get_by_role("button", name="One more epoch"),
                  figure(page, "Training"), page.get_by_test_id("stVegaLiteChart"), page.locator(".network-picture svg"),
                  page.locator(".watched-digits"), page.get_by_text("Hidden layers", exact=True),
                  page.get_by_test_id("stSlider").filter(has_text="Learning rate"), page.get_by_label("Epochs", exact=True),
                  page.get_by_test_id("stSlider").filter(has_text="Training images")):
        box = place.first.bounding_box()
        assert min(box["x"], box["y"]) >= 0, place
        assert box["x"] + box["width"] <= 1280, place
        assert box["y"] + box["height"] <= 800, place
    press(page, "Stop")
    expect(page.get_by_text(re.compile("Stopped in epoch"))).to_be_visible()


@pytest.mark.parametrize("width", [360, 768, 1024])
def test_nothing_scrolls_sideways(visit, address, width):
    """The page is as wide as the window; on a phone come Start, accuracy, curve, controls, and then the rest."""
    page = visit(f"{address}/train", width=width, height=740)
    expect(page.locator(".watched-digits img")).to_have_count(9)
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")
    places = [page.get_by_role("button", name="Start"), figure(page, "Training"), page.get_by_test_id("stVegaLiteChart"),
              recipe(page), page.locator(".network-picture svg"), page.get_by_role("button", name="Open a network")]
    if width == 360:
        tops = [place.bounding_box()["y"] for place in places]
        assert tops == sorted(tops)


def test_what_is_drawn_is_watched_and_then_read_by_the_run(visit, address):
    """A drawing's answer stands on Train while the network learns; "Draw with it" leads to Draw with the run as its network."""
    page = visit(address)
    write(page, 7)
    page.get_by_role("link", name="Train").click()
    expect(page.get_by_text("Your drawing:")).to_be_visible()
    fewer_images(page, 6)
    set_number(page, "Epochs", 1)
    press(page, "Start")
    expect(page.get_by_text("All epochs are done.")).to_be_visible()
    photograph(page, "train-drawing-watched")
    press(page, "Draw with it")
    network = page.get_by_test_id("stSelectbox").filter(has_text="Network").locator("input").first
    expect(network).to_have_value(re.compile("^Run 1"))


def test_a_folder_of_pictures_and_a_table_are_learned_from(visit, address, digits, tmp_path):
    """Pictures in folders 0 to 9 become the digits to learn from; a table with a fault is explained by row and column."""
    for number in range(60):
        folder = tmp_path / "mine" / str(digits.test.labels[number])
        folder.mkdir(parents=True, exist_ok=True)
        Image.fromarray(digits.test.images[number]).save(folder / f"picture-{number}.png")
    page = visit(f"{address}/train")
    press(page, "My own digits")
    uploader(page, "A folder of pictures").set_input_files(tmp_path / "mine")
    expect(page.get_by_text("The next run learns from 60 digits")).to_be_visible()
    photograph(page, "train-own-digits")
    page.keyboard.press("Escape")
    press(page, "Start")
    expect(page.get_by_text("All epochs are done.")).to_be_visible()
    press(page, "My own digits")
    press(page, "Back to MNIST")
    expect(page.get_by_text("The next run learns from")).to_have_count(0)
    uploader(page, "Files").set_input_files({"name": "bad.csv", "mimeType": "text/csv", "buffer": b"7," + b"0," * 783 + b"300\n"})
    expect(page.get_by_text("bad.csv, row 1, column 785: a pixel is '300'")).to_be_visible()
