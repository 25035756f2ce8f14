"""A person draws a digit and the network reads it."""

import re

import numpy as np
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from tests.browser.actions import photograph, settled
from tests.browser.drawing_by_mouse import draw, write
from tests.written_digits import FORMS, strokes


def press(page: Page, name: str) -> None:
    """Click the button of that name, or the choice in a row of choices."""
    page.get_by_role("button", name=name).or_(page.get_by_role("radio", name=name)).first.click()


def answer(page: Page):
    """The figure under `The network reads`."""
    return page.get_by_test_id("stMetric").filter(has_text="The network reads").get_by_test_id("stMetricValue")


@pytest.mark.parametrize("digit", FORMS)
def test_a_digit_drawn_with_the_mouse_is_read(visit, address, digit):
    """Strokes of the mouse in two forms become the right answer, with ten bars and what the network sees."""
    page = visit(address)
    expect(page.get_by_text("Draw a digit in the black square")).to_be_visible()
    write(page, digit)
    expect(answer(page)).to_have_text(str(digit))
    expect(page.get_by_role("img", name=re.compile(f"The ten probabilities; the highest is {digit} with"))).to_be_visible()
    expect(page.get_by_alt_text(re.compile("What the network sees"))).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_text("Draw a digit in the black square")).to_be_visible()
    write(page, digit, form=1)
    expect(answer(page)).to_have_text(str(digit))


def test_a_small_digit_in_a_corner_is_read(visit, address):
    """A 3 of 40 pixels in the lower right corner, written with the thick standard pen, is read."""
    page = visit(address)
    write(page, 3, left=280, top=278, height=40)
    expect(answer(page)).to_have_text("3")


def test_a_number_is_read_digit_by_digit(visit, address):
    """2026 comes out as one number, with the confidence of each digit and boxes; each digit can be looked at."""
    page = visit(address)
    for place, digit in enumerate((2, 0, 2, 6)):
        write(page, digit, left=8 + 80 * place, top=100, height=90)
    expect(answer(page)).to_have_text("2026")
    photograph(page, "draw-number")
    expect(page.get_by_alt_text(re.compile("box around each of 4 digits: 2026"))).to_be_visible()
    expect(page.get_by_alt_text(re.compile("^Read as 6 with"))).to_be_visible()
    page.get_by_text("4: 6", exact=True).click()
    press(page, "Why in full")
    expect(page.get_by_alt_text(re.compile("orange pixels speak for 6"))).to_be_visible()


def test_a_scribble_is_not_known(visit, address):
    """At 99 % wanted confidence a scribble gets a question mark and the words for it."""
    page = visit(address)
    press(page, "More")
    slider = page.get_by_role("slider", name="Sure enough to answer")
    slider.focus()
    slider.press("End")
    page.keyboard.press("Escape")
    places = np.random.default_rng(5).uniform(20, 300, (30, 2))
    draw(page, [places])
    expect(answer(page)).to_have_text("?")
    expect(page.get_by_text("I don't know.")).to_be_visible()
    photograph(page, "draw-scribble")


def test_a_photo_is_read(visit, address, tmp_path):
    """An uploaded photo of 407 on unevenly lit paper is read, with boxes on the photo; a text file is refused in a sentence."""
    ink = Image.new("L", (420, 220), 0)
    paint = ImageDraw.Draw(ink)
    for place, digit in enumerate((4, 0, 7)):
        for line in strokes(FORMS[digit][0]):
            paint.line([tuple(point) for point in line + [30 + 130 * place, 40]], fill=255, width=7, joint="curve")
    light = np.linspace(240, 150, 420)[None] * np.linspace(1, 0.9, 220)[:, None]
    Image.fromarray(np.clip(light - 0.5 * np.asarray(ink), 0, 255).astype(np.uint8)).save(tmp_path / "photo.jpg")
    page = visit(address)
    press(page, "More")
    press(page, "Picture")
    page.keyboard.press("Escape")
    expect(page.get_by_text("Give a picture of one or more digits")).to_be_visible()
    upload = page.get_by_label("A picture with digits", exact=True).locator("input[type=file]")
    upload.set_input_files(tmp_path / "photo.jpg")
    expect(answer(page)).to_have_text("407")
    photograph(page, "draw-photo")
    upload.set_input_files({"name": "no.png", "mimeType": "image/png", "buffer": b"hello"})
    expect(page.get_by_text("this is not a picture that can be read")).to_be_visible()


def test_back_from_a_picture_one_draws_on(visit, address, tmp_path):
    """After "Back to my drawing" the canvas is there, and stays there when a digit is drawn."""
    Image.fromarray(np.full((60, 60), 255, np.uint8)).save(tmp_path / "paper.png")
    page = visit(address)
    press(page, "More")
    press(page, "Picture")
    page.keyboard.press("Escape")
    page.get_by_label("A picture with digits", exact=True).locator("input[type=file]").set_input_files(tmp_path / "paper.png")
    expect(page.get_by_text("No digit was found")).to_be_visible()
    press(page, "Back to my drawing")
    write(page, 4, left=60, top=40)
    expect(answer(page)).to_have_text("4")
    expect(page.locator("canvas.upper-canvas")).to_be_visible()



def test_one_looks_closer(visit, address):
    """Why, the preparation with its switches, the lit layers, the closest digits and a second network are each one click away."""
    page = visit(address)
    write(page, 5)
    press(page, "Why in full")
    page.get_by_test_id("stButtonGroup").filter(has_text="Why, or why not").get_by_text("3", exact=True).click()
    expect(page.get_by_alt_text(re.compile("orange pixels speak for 3"))).to_be_visible()
    press(page, "Preparation")
    expect(page.get_by_text(re.compile("Cut out the ink: leaving it out costs"))).to_be_visible()
    expect(page.get_by_alt_text(re.compile("^Centred, read as 5"))).to_be_visible()
    press(page, "Layers")
    expect(page.get_by_text("Hidden layer 3")).to_be_visible()
    press(page, "Alike to it")
    expect(page.get_by_alt_text(re.compile("^A training image labelled 5")).first).to_be_visible()
    press(page, "Second network")
    expect(page.get_by_role("img", name=re.compile("^The ten probabilities"))).to_have_count(3)
    photograph(page, "draw-second")


def test_a_network_is_fine_tuned_on_ones_handwriting_and_back(visit, address):
    """Drawings are kept with their label and seen as a sheet; fine-tuning shows both accuracies after it; Undo takes it back."""
    page = visit(address)
    network = page.get_by_role("combobox", name="Network")
    network.click()
    page.get_by_role("option", name=re.compile("^quick: ")).click()
    for digit in (1, 7):
        write(page, digit)
        page.get_by_role("radio", name=str(digit), exact=True).click()  # which clears the canvas
        expect(page.get_by_text("Draw a digit in the black square")).to_be_visible()
    press(page, "My handwriting")
    expect(page.get_by_alt_text(re.compile("^Your (1|7), read as"))).to_have_count(2)
    expect(page.get_by_text("On you")).to_be_visible()
    press(page, "Fine-tune on my handwriting")
    expect(page.get_by_text("MNIST, after fine-tuning")).to_be_visible()
    expect(page.get_by_text("You, after fine-tuning")).to_be_visible()
    expect(network).to_have_value(re.compile("quick fine-tuned on my handwriting"))
    settled(page)
    photograph(page, "draw-fine-tuned")
    press(page, "Undo the fine-tuning")
    expect(page.get_by_text("MNIST, after fine-tuning")).to_have_count(0)
    expect(network).to_have_value(re.compile("^quick: 784"))
    with page.expect_download() as download:
        press(page, "Download the set")
    page.get_by_role("button", name="close").first.click()
    expect(page.get_by_alt_text(re.compile("^Your (1|7), read as"))).to_have_count(1)
    page.get_by_label("Open a set", exact=True).locator("input[type=file]").set_input_files(
        {"name": "mine.npz", "mimeType": "application/octet-stream", "buffer": download.value.path().read_bytes()})
    expect(page.get_by_alt_text(re.compile("^Your (1|7), read as"))).to_have_count(3)


def test_the_keyboard_undoes_and_clears(visit, address):
    """Ctrl+Z takes the last stroke back, Ctrl+Backspace all."""
    page = visit(address)
    write(page, 4)
    page.keyboard.press("Control+Backspace")
    expect(page.get_by_text("Draw a digit in the black square")).to_be_visible()
    write(page, 1)
    page.keyboard.press("Control+z")
    expect(page.get_by_text("Draw a digit in the black square")).to_be_visible()


def test_undo_takes_one_stroke_back_and_clear_all(visit, address):
    """After Undo of the second stroke the first is still read; Clear brings the invitation back, and one can draw again."""
    page = visit(address)
    write(page, 4)
    expect(answer(page)).to_have_text("4")
    page.get_by_test_id("stButton").filter(has_text="Undo").click()
    expect(answer(page)).not_to_have_text("4")
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_text("Draw a digit in the black square")).to_be_visible()
    write(page, 7)
    expect(answer(page)).to_have_text("7")


def test_the_drawing_survives_another_page(visit, address):
    """Coming back, the strokes are on the canvas and are read; one more stroke joins them."""
    page = visit(address)
    write(page, 7)
    page.get_by_role("link", name="Weights", exact=True).click()
    expect(page.get_by_text("Filters of the first layer")).to_be_visible()
    page.get_by_role("link", name="Draw", exact=True).click()
    expect(answer(page)).to_have_text("7")
    ink = "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.filter((v, i) => i % 4 == 0 && v > 128).length"
    assert page.locator("canvas.dc-canvas.lower-canvas").evaluate(ink) > 1000
    write(page, 1)


def test_a_test_digit_shows_its_label(visit, address):
    """A random digit of the test set is shown with its true label, and the way back leads to the drawing."""
    page = visit(address)
    write(page, 7)
    page.get_by_role("button", name="Test digit").click()
    expect(page.get_by_text(re.compile(r"its label says \d, so the answer is"))).to_be_visible()
    page.get_by_role("button", name="Back to my drawing").click()
    expect(answer(page)).to_have_text("7")


def test_it_fits_a_phone(visit, address):
    """390 px wide nothing is cut off: canvas and answer are in sight together and the page does not scroll sideways."""
    page = visit(address, width=390, height=844, touch=True)
    write(page, 3)
    expect(answer(page)).to_be_in_viewport()
    expect(page.locator("canvas.upper-canvas")).to_be_in_viewport()
    photograph(page, "draw-phone")
    for name in ("train", "weights"):
        page.goto(f"{address}/{name}")
        settled(page)
        photograph(page, f"{name}-phone")
        width = page.evaluate("Math.max(...[...document.querySelectorAll('section *')].map(e => e.scrollWidth <= 0 ? 0 : "
                              "e.getBoundingClientRect().right))")
        assert width <= 391


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark(visit, address, scheme):
    """The page follows the visitor's scheme: dark letters on light, or light ones on dark."""
    page = visit(address, scheme=scheme)
    write(page, 7)
    photograph(page, f"draw-{scheme}")
    colour = page.get_by_test_id("stApp").evaluate("element => getComputedStyle(element).backgroundColor")
    brightness = sum(map(int, re.findall(r"\d+", colour)[:3])) / 3
    assert (brightness > 200) == (scheme == "light")
    for name in ("train", "weights"):
        page.goto(f"{address}/{name}")
        settled(page)
        photograph(page, f"{name}-{scheme}")


@pytest.mark.parametrize("path", ["", "train", "weights"])
def test_a_first_visit_to_each_pages_own_address(fresh_address, visit, path):
    """On a fresh server each page opens at its own address, with the menu, and no word of a page that was not found."""
    page = visit(f"{fresh_address}/{path}")
    title = {"": "Draw a digit", "train": "Train a network", "weights": "Filters of the first layer"}[path]
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    for name in ("Draw", "Train", "Weights"):
        expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
