"""A person compares runs, changes them on the way, loses none, and passes settings on."""

import re

from conftest import photograph, settled
from playwright.sync_api import Page, expect
from test_train import press, set_number, status


def train(page: Page, images: str = "End") -> None:
    """Start, and wait for the end."""
    press(page, "Start")
    expect(page.get_by_text("All epochs are done.")).to_be_visible(timeout=60_000)


def fewer_images(page: Page, presses: int) -> None:
    """Move the slider of training images to the left, so that a run takes a second."""
    slider = page.get_by_role("slider", name="Training images")
    slider.focus()
    for _ in range(presses):
        slider.press("ArrowLeft")


def test_a_run_survives_a_reload_and_goes_on(visit, address):
    """F5 in the middle of a run: the page comes back with the run, further on, with its settings, and it obeys."""
    page = visit(f"{address}/train")
    set_number(page, "Epochs", 300)
    press(page, "Start")
    expect(page.get_by_text(re.compile("Run 1: epoch [2-9]"))).to_be_visible(timeout=20_000)
    page.reload()
    settled(page)
    expect(page.get_by_text(re.compile("Run 1: epoch .* images per second"))).to_be_visible(timeout=20_000)
    expect(page.get_by_label("Epochs", exact=True)).to_have_value("300")
    before = status(page)
    expect(page.get_by_test_id("stProgress")).not_to_have_text(before, timeout=20_000)
    press(page, "Stop")
    expect(page.get_by_text(re.compile("Stopped in epoch"))).to_be_visible()


def test_the_link_of_a_page_that_is_open_gives_nobody_the_runs_of_another(visit, address):
    """Who opens a link with another's key, while that one is still there, begins a visit of his own."""
    page = visit(f"{address}/train")
    fewer_images(page, 4)
    train(page)
    page.wait_for_url(re.compile("visit="))
    other = visit(page.url)
    expect(other.get_by_text("Press Start")).to_be_visible()
    assert re.search("visit=([^&]+)", page.url).group(1) not in other.url or other.get_by_text("Run 1").count() == 0


def test_a_run_is_changed_on_its_way_and_gone_back_to(visit, address):
    """A larger batch is handed to the running run, the charts mark it; then an epoch is chosen and a branch goes on from it."""
    page = visit(f"{address}/train")
    set_number(page, "Epochs", 30)
    press(page, "Start")
    expect(page.get_by_text(re.compile("Run 1: epoch [2-9]"))).to_be_visible(timeout=20_000)
    set_number(page, "Batch size", 512)
    expect(page.get_by_text("In your settings only the batch size changed, 256 to 512.")).to_be_visible()
    press(page, "Change this run")
    expect(page.get_by_role("button", name="Change this run")).to_have_count(0, timeout=10_000)
    page.wait_for_timeout(3000)
    photograph(page, "train-changed")
    press(page, "Stop")
    expect(page.get_by_text(re.compile("Stopped in epoch"))).to_be_visible(timeout=10_000)
    page.get_by_text("Go back to an epoch").click()
    photograph(page, "train-go-back")
    page.get_by_role("button", name=re.compile("Go on from epoch")).click()
    expect(page.get_by_text(re.compile("Run 2: epoch"))).to_be_visible(timeout=20_000)
    press(page, "Stop")
    page.get_by_role("link", name="Experiments").click()
    expect(page.get_by_text(re.compile("Experiments"))).not_to_have_count(0)
    photograph(page, "experiments-branch")
