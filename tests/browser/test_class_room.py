"""A teacher gives a class a link, on the beamer or on paper, and pupils come to a mission and accomplish it."""

import itertools
import re

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from nncore.runs.lessons import LESSONS
from tests.browser.actions import answered, figure, photograph, press, set_number, settled
from tests.browser.drawing_by_mouse import draw

ACCOMPLISHED = re.compile("Mission accomplished")


def link_of(page: Page) -> str:
    """The link that is shown to be copied."""
    return page.get_by_test_id("stCode").locator("visible=true").inner_text()


def read_code(page: Page, tmp_path) -> str:
    """What a reader of codes finds in a picture of the page, in the largest code if there are two."""
    page.screenshot(path=tmp_path / "page.png")
    codes = zxingcpp.read_barcodes(Image.open(tmp_path / "page.png"))
    return max(codes, key=lambda each: abs(each.position.bottom_right.x - each.position.top_left.x)).text


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.scrollingElement.scrollWidth - innerWidth")


def test_a_lessons_link_leads_to_its_end(visit, address):
    """A pupil opens the lesson on dead neurons, starts, follows the advice, and the mission is accomplished."""
    pupil = visit(f"{address}/train?lesson=dead")
    expect(pupil.get_by_text(LESSONS["dead"].do)).to_be_visible()
    expect(pupil.get_by_label("Seed", exact=True)).to_have_count(0)
    press(pupil, "Start")
    expect(pupil.get_by_text("Mission not accomplished yet")).to_be_visible()
    photograph(pupil, "lesson-not-yet")
    settled(pupil)
    pupil.get_by_role("button", name=re.compile("Try it with")).first.click()
    expect(pupil.get_by_text(ACCOMPLISHED)).to_be_visible()
    photograph(pupil, "lesson-accomplished")
    press(pupil, "Leave the lesson")
    expect(pupil.get_by_text(LESSONS["dead"].do)).to_have_count(0)


def test_a_seven_that_is_a_one_is_drawn(visit, address):
    """With a long upper stroke it is read as a 7; with a short one as a 1, and the lesson is met."""
    pupil = visit(f"{address}/?lesson=seven")
    expect(pupil.get_by_text(LESSONS["seven"].do)).to_be_visible()
    for upper, read in ((90, "7"), (20, "1")):
        corners = np.array([[170 - upper, 60], [170, 60], [150, 230]], float)
        draw(pupil, [np.concatenate([np.linspace(start, end, 12) for start, end in itertools.pairwise(corners)])])
        expect(figure(pupil, "The network reads")).to_have_text(read)
        with answered(pupil):
            pupil.get_by_role("radio", name="7", exact=True).click()
    expect(pupil.get_by_text(ACCOMPLISHED)).to_be_visible()
    photograph(pupil, "lesson-seven")


def test_a_teachers_link_leads_to_a_mission(visit, address):
    """A teacher makes a link; who opens it has the settings, fewer controls and a mission, and hears when it is accomplished."""
    teacher = visit(f"{address}/train?settings=quick,training_images:5000,epochs:2")
    teacher.get_by_role("link", name="Class", exact=True).click()
    teacher.get_by_role("tab", name="A task of your own").click()
    settled(teacher)
    field = teacher.get_by_test_id("stMultiSelect").locator("input")
    field.click()
    field.fill("Seed")
    teacher.get_by_role("option", name="Seed").click()
    teacher.keyboard.press("Escape")
    expect(teacher.get_by_test_id("stCode").locator("visible=true")).to_contain_text("hide=seed")
    set_number(teacher, "Test accuracy, at least %", 50)
    expect(teacher.get_by_test_id("stCode").locator("visible=true")).to_contain_text("mission=accuracy:0.5")
    photograph(teacher, "class-task")
    pupil = visit(link_of(teacher), width=390, height=844)
    expect(pupil.get_by_text("Mission: at least 50% of the test digits.")).to_be_visible()
    expect(pupil.get_by_label("Epochs", exact=True)).to_have_value("2")
    expect(pupil.get_by_label("Seed", exact=True)).to_have_count(0)
    press(pupil, "Start")
    expect(pupil.get_by_text(ACCOMPLISHED)).to_be_visible()
    photograph(pupil, "train-mission-phone")


@pytest.mark.parametrize(("width", "height", "scheme"), [(1280, 800, "light"), (1024, 768, "dark"), (1920, 1080, "dark")])
def test_the_code_is_large_for_a_beamer_and_is_read_from_there(visit, address, tmp_path, width, height, scheme):
    """It takes at least 60% of the height, its address stands under it within the screen, and a reader finds the link in it."""
    page = visit(f"{address}/class", width, height, scheme)
    link = link_of(page)
    expect(page.get_by_role("img", name=f"QR code of {link}").locator("visible=true")).to_be_visible()
    assert read_code(page, tmp_path) == link
    with answered(page):
        press(page, "Show large for a beamer")
    code = page.get_by_role("dialog").get_by_role("img", name="QR code")
    expect(code).to_be_in_viewport(ratio=1)
    page.wait_for_timeout(500)  # the dialog comes gently
    assert code.bounding_box()["height"] >= 0.6 * height
    expect(page.get_by_role("dialog").get_by_text(link.removeprefix("http://"))).to_be_in_viewport(ratio=1)
    assert read_code(page, tmp_path) == link
    photograph(page, f"class-large-{width}")


@pytest.mark.parametrize("width", [360, 390, 768, 1024, 1280, 1920])
def test_the_class_page_fits_every_width(visit, address, width):
    """Neither of its tabs is wider than the window."""
    page = visit(f"{address}/class", width, 800)
    assert sideways(page) <= 0
    page.get_by_role("tab", name="A task of your own").click()
    settled(page)
    assert sideways(page) <= 0


def test_a_sheet_prints_on_one_page(visit, address, tmp_path):
    """The downloaded file opens by itself, its code gives the link, and it is one page of A4."""
    page = visit(f"{address}/class")
    link = link_of(page)
    with page.expect_download() as download:
        press(page, "Sheet to print")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    sheet = page.context.new_page()
    sheet.goto(file.as_uri())
    assert read_code(sheet, tmp_path) == link
    printed = sheet.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    [(width, height)] = {tuple(map(float, box)) for box in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)}
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 297)
