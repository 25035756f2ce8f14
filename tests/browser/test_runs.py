"""A person compares runs, changes them on the way, loses none, and passes settings on."""

import os
import re
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

import nncore
from nncore.digits import MNIST
from nncore.files.links import quoted, to_link
from pages.ui.shared.as_text import NO_BREAK
from tests.browser.actions import (
    BEGUN,
    answered,
    begin_a_run_and_reload,
    fewer_images,
    figure,
    photograph,
    press,
    set_number,
    settled,
    status,
)

SMALL = f"train?settings={quoted(to_link(nncore.Experiment(hidden=(32,), epochs=4, training_images=2000)))}"


def train(page: Page) -> None:
    """Start, and wait for the end, which may come before a look at the page has seen it learn."""
    with answered(page):
        press(page, "Start")
    expect(page.get_by_text("All epochs are done.")).to_be_visible()


def choose(page: Page, name: str) -> None:
    """Add one to the page's first list of several."""
    settled(page)
    field = page.get_by_test_id("stMultiSelect").first.locator("input")
    field.scroll_into_view_if_needed()
    field.click()
    field.fill(name)
    page.get_by_role("option", name=name).click()
    page.keyboard.press("Escape")


def test_a_run_survives_a_reload_and_goes_on(visit, address):
    """F5 in the middle of a run: the page comes back with the run, further on, with its settings, and it obeys."""
    page = visit(f"{address}/train")
    begin_a_run_and_reload(page)
    expect(page.get_by_label("Epochs", exact=True)).to_have_value("2000")
    before = status(page)
    expect(page.get_by_test_id("stProgress")).not_to_have_text(before)
    press(page, "Stop")
    expect(page.get_by_text(re.compile("Stopped in epoch"))).to_be_visible()


def test_a_link_gives_nobody_the_runs_of_another(visit, address):
    """Who opens a link with another's key begins a visit of his own, while that one is still there and when he has gone."""
    page = visit(f"{address}/train")
    fewer_images(page, 4)
    train(page)
    page.wait_for_url(re.compile("visit="))
    link = page.url
    for gone in (False, True):
        if gone:
            page.goto("about:blank")
        other = visit(link)
        expect(other.get_by_text("Press Start")).to_be_visible()
        expect(other.get_by_text("Run 1")).to_have_count(0)
    page.goto(link)
    expect(page.get_by_text("Run 1: epoch")).to_be_visible()


def test_a_run_is_changed_on_its_way_and_gone_back_to(visit, address):
    """A larger batch is handed to the running run, Runs says when; then an epoch is chosen and a branch goes on from it."""
    page = visit(f"{address}/train")
    fewer_images(page, 3)
    set_number(page, "Epochs", 2000)
    press(page, "Start")
    expect(page.get_by_text(BEGUN)).to_be_visible()
    set_number(page, "Batch size", 512)
    expect(page.get_by_role("button", name="Change this run, 256 to 512")).to_be_visible()
    press(page, "Change this run")
    expect(page.get_by_role("button", name="Change this run")).to_have_count(0)
    photograph(page, "train-changed")
    press(page, "Stop")
    expect(page.get_by_text(re.compile("Stopped in epoch"))).to_be_visible()
    settled(page)  # a button that is drawn anew under the pointer does not hear its click
    page.get_by_text("Go back to an epoch").click()
    settled(page)
    photograph(page, "train-go-back")
    page.get_by_role("button", name=re.compile("Go on from epoch")).click()
    expect(page.get_by_text(re.compile("Run 2: epoch"))).to_be_visible()
    press(page, "Stop")
    expect(page.get_by_text(re.compile("Stopped (in epoch|before its first step)"))).to_be_visible()
    page.get_by_role("link", name="Runs").click()
    tick(page, "Run 1")
    expect(page.get_by_text(re.compile("After .* epochs only the batch size changed, 256 to 512"))).to_be_visible()
    photograph(page, "runs-branch")


def tick(page: Page, name: str) -> None:
    """Tick the card of a run."""
    settled(page)
    page.locator(".st-key-cards").get_by_text(name, exact=True).click()
    expect(page.get_by_role("checkbox", name=name, exact=True)).to_be_checked()
    settled(page)


def card(page: Page, name: str):
    """The card of a run."""
    return page.locator(".st-key-cards > *").filter(has=page.get_by_role("checkbox", name=name))


def compare_two(page: Page) -> None:
    """Train twice, with other epochs, and go to Runs."""
    train(page)
    set_number(page, "Epochs", 1)
    train(page)
    page.get_by_role("link", name="Runs").click()
    expect(page.get_by_text("From Run 1 to Run 2")).to_be_visible()
    settled(page)


def test_two_runs_are_compared_in_words_and_curves(visit, address):
    """Two runs that differ in one setting: what changed and what it did stands in a sentence, their curves over each other."""
    page = visit(f"{address}/{SMALL}")
    compare_two(page)
    expect(page.get_by_text(re.compile("From Run 1 to Run 2: only the epochs changed, 4 to 1: .* points? worse"))).to_be_visible()
    expect(page.get_by_test_id("stVegaLiteChart")).to_have_count(2)
    photograph(page, "runs-two")
    tick(page, "Run 1")
    expect(page.get_by_text(re.compile("Was it luck. One seed only"))).to_be_visible()
    expect(page.get_by_text("Take it home")).to_be_visible()
    press(page, "Repeat")
    expect(page.get_by_text(re.compile("Was it luck. 3 seeds"))).to_be_visible()
    photograph(page, "runs-seeds")


def test_what_is_taken_home_runs_by_itself(visit, address, digits, tmp_path):
    """The downloaded script, run alone, prints the accuracy that the page shows; the .npz opens; the curves are a table."""
    page = visit(f"{address}/train")
    fewer_images(page, 4)
    train(page)
    accuracy = figure(page, "Test").inner_text()
    page.get_by_role("link", name="Runs").click()
    tick(page, "Run 1")
    files = {}
    for name in ("Network (.npz)", "Script (.py)", "PyTorch (.py)", "Curves (.csv)"):
        settled(page)  # what is drawn anew has another address
        with page.expect_download() as download:
            press(page, name)
        files[name] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[name])
    ran = subprocess.run([sys.executable, files["Script (.py)"].name, str(MNIST)], cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith(accuracy)
    assert f"{nncore.evaluate(nncore.load(files['Network (.npz)'])[0], digits.test).accuracy:.2%}" == accuracy
    assert files["Curves (.csv)"].read_text().startswith("series,epoch,loss,accuracy")
    assert "nn.Linear(784, 384)" in files["PyTorch (.py)"].read_text()


def test_a_shared_link_gives_the_same_run_in_a_fresh_browser(visit, address):
    """The link from Runs sets every control for another visitor, and Start gives the very same accuracy."""
    page = visit(f"{address}/train")
    fewer_images(page, 4)
    set_number(page, "Seed", 5)
    set_number(page, "Epochs", 2)
    train(page)
    accuracy = figure(page, "Test").inner_text()
    page.get_by_role("link", name="Runs").click()
    tick(page, "Run 1")
    link = page.get_by_test_id("stCode").last.inner_text()
    other = visit(link)
    expect(other.get_by_label("Seed", exact=True)).to_have_value("5")
    train(other)
    assert figure(other, "Test").inner_text() == accuracy


def test_the_settings_of_a_sweeps_best_are_those_that_its_controls_begin_from(visit, address):
    """After Use these settings the controls beside it say the best run's layers, not those of before."""
    plan = quoted('{"try":{"hidden":["16","48"]}}')
    page = visit(f"{address}/{SMALL.replace('train?', 'runs?')}&tab=Sweep&sweep={plan}")
    expect(page.get_by_text("All else as on the Train page: 784-32-10")).to_be_visible()
    press(page, "Start the sweep")
    expect(page.get_by_text(re.compile("2 of 2 runs.*ended"))).to_be_visible()
    press(page, "Use these settings")
    expect(page.get_by_text(re.compile("All else as on the Train page: 784-(16|48)-10"))).to_be_visible()


@pytest.mark.parametrize("written", ["![](https://evil.example/a.png)", "https://evil.example", "www.evil.example",
                                     "a@evil.example", "[a](https://evil.example)", "<https://evil.example>", "**a** :red[b] $c"])
def test_a_links_text_becomes_no_image_and_no_link(visit, address, written):
    """What a link brings is read by a browser as it was written: the sentence that answers it has words alone."""
    page = visit(f"{address}/?lesson={quoted(written)}")
    said = page.get_by_test_id("stAlert").first
    expect(said).to_contain_text("the lessons are overfit")
    assert f"there is no lesson '{written[:40]}'" in said.inner_text().replace(NO_BREAK, "")
    assert said.locator("p").locator("a, img, strong, .katex, span[style]").count() == 0


def test_a_sweep_is_stopped_and_resumed(visit, address):
    """Of nine runs some are done when it is stopped; resumed, it does the rest, and all nine can be compared."""
    page = visit(f"{address}/train")
    fewer_images(page, 2)
    page.get_by_role("link", name="Runs").click()
    page.get_by_role("tab", name="Sweep").click()
    choose(page, "Hidden layers")
    expect(page.get_by_text(f"9 runs, {os.cpu_count()} at a time")).to_be_visible()
    press(page, "Start the sweep")
    expect(page.get_by_text(re.compile("[1-8] of 9 runs"))).to_be_visible()
    press(page, "Stop")
    expect(page.get_by_text(re.compile("[1-8] of 9 runs.*stopped"))).to_be_visible()
    photograph(page, "sweep-stopped")
    press(page, "Resume")
    expect(page.get_by_text(re.compile("9 of 9 runs.*ended"))).to_be_visible()
    expect(page.get_by_test_id("stVegaLiteChart")).to_have_count(2)
    photograph(page, "sweep-ended")
    page.get_by_role("tab", name="Compare").click()
    expect(page.get_by_text(re.compile("From Run 8 to Run 9"))).to_be_visible()
    photograph(page, "runs-sweep")


def test_a_removal_is_undone(visit, address):
    """Unticked, nothing can be removed; the button names what is ticked; Undo brings the run back, as it was, to its place."""
    page = visit(f"{address}/{SMALL}")
    compare_two(page)
    expect(page.get_by_role("button", name="Remove")).to_be_disabled()
    before = card(page, "Run 1").inner_text()
    tick(page, "Run 1")
    press(page, "Remove Run 1")
    expect(page.get_by_text("Run 1 removed.")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Run 1")).to_have_count(0)
    expect(page.get_by_role("button", name="Remove")).to_be_disabled()
    photograph(page, "runs-removed")
    press(page, "Undo")
    expect(page.get_by_text("From Run 1 to Run 2")).to_be_visible()
    assert card(page, "Run 1").inner_text() == before
    assert page.locator(".st-key-cards .stCheckbox").all_inner_texts() == ["Run 2", "Run 1"]


def test_the_first_screen_has_the_sentence_the_curves_and_the_runs(visit, address):
    """At 1280 x 800, unscrolled: what the change did and whether it was luck, the curves, and both cards with their colours."""
    page = visit(f"{address}/{SMALL}", width=1280, height=800)
    compare_two(page)
    shown = [page.get_by_text("From Run 1 to Run 2"), page.get_by_text("McNemar's exact test"),
             page.get_by_test_id("stVegaLiteChart").first, card(page, "Run 1"), card(page, "Run 2")]
    for each in shown:
        box = each.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 800
    colours = [page.locator(f".run-card i.series-{place}").evaluate("i => getComputedStyle(i).backgroundColor")
               for place in (0, 1)]
    assert colours == ["rgb(18, 138, 125)", "rgb(207, 74, 134)"]  # teal, pink: the theme's first two for series
    photograph(page, "runs-first-screen")


def test_a_phone_shows_cards(visit, address):
    """360 px wide there is no table, each run is a card with its figures within the page, and nothing scrolls sideways."""
    page = visit(f"{address}/{SMALL}", width=360, height=740, touch=True)
    compare_two(page)
    assert page.get_by_test_id("stDataFrame").count() == 0
    for name, epochs in (("Run 1", 4), ("Run 2", 1)):
        expect(card(page, name)).to_contain_text(re.compile(rf"\d\d\.\d\d% test\s*\d\d\.\d\d% validation\s*epochs {epochs}"))
    for element in page.locator(".st-key-cards, .st-key-cards *, .st-key-remove_ticked").all():
        box = element.bounding_box()
        assert not box or box["x"] >= 0 and box["x"] + box["width"] <= 360
    assert page.evaluate("[...document.querySelectorAll('*')].filter(e => e.scrollWidth > e.clientWidth + 1 &&"
                         "['auto', 'scroll'].includes(getComputedStyle(e).overflowX)).length") == 0
    photograph(page, "runs-phone")


def test_a_sweeps_grid_is_there_from_the_start_and_its_controls_survive_a_reload(visit, address):
    """Nine cells before the first run; F5 leaves tab and controls as they were; in the end each has a figure, the best a star."""
    page = visit(f"{address}/{SMALL}")
    page.get_by_role("link", name="Runs").click()
    page.get_by_role("tab", name="Sweep").click()
    choose(page, "Hidden layers")
    expect(page.get_by_text("9 runs")).to_be_visible()
    cells = page.get_by_test_id("stVegaLiteChart").first
    expect(cells.get_by_text("…")).to_have_count(9)
    page.reload()
    settled(page)
    expect(page.get_by_text("9 runs")).to_be_visible()
    expect(cells.get_by_text("…")).to_have_count(9)
    photograph(page, "sweep-planned")
    press(page, "Start the sweep")
    expect(page.get_by_text(re.compile("9 of 9 runs.*ended"))).to_be_visible()
    expect(cells.get_by_text("…")).to_have_count(0)
    expect(cells.get_by_text(re.compile(r"\d\.\d%"))).to_have_count(9)
    expect(cells.get_by_text("★")).to_have_count(1)
    press(page, "Train it on all digits")
    expect(page.get_by_text(re.compile("Run 10: "))).to_be_visible()
    press(page, "Stop")
