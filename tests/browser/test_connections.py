"""Whoever loses the connection, closes the page or locks the phone finds their run again, or a sentence that says why not."""

import re

import pytest
from playwright.sync_api import Page, expect

from nncore.compute.run_job import BACK
from nncore.compute.watch import GRACE
from tests.browser.actions import BEGUN, count_runs, photograph, press, settled, status
from tests.browser.drawing_by_mouse import write
from tests.browser.line import Line
from tests.serving import running_server
from tests.waiting import until

LONG_RUN = "train?settings=default,epochs:2000,training_images:20000,hidden:16"  # minutes, where a machine is quick, too
A_BREAK, A_MINUTE = 10.0, GRACE + 5.0  # seconds
RESTED = re.compile(BACK.format(r"(\d+)"))
INK = "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.filter((v, i) => i % 4 == 0 && v > 128).length"


@pytest.fixture(scope="module")
def server():
    with running_server() as server:
        yield server


@pytest.fixture
def line(server):
    """A line of the test's own to a server that its tests share."""
    line = Line(server.address)
    yield line
    line.cut()


@pytest.fixture
def visit(browser):
    """A function that opens a page as a new visitor; that it cannot reach the server is no fault."""
    contexts = []

    def open_page(line: Line, path: str) -> Page:
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}))
        contexts[-1].on("page", count_runs)
        page = contexts[-1].new_page()
        page.goto(f"http://{line.address}/{path}")
        settled(page)
        return page

    yield open_page
    for context in contexts:
        for page in context.pages:
            expect(page.get_by_test_id("stException")).to_have_count(0)
        context.close()


def begun(visit, line: Line) -> Page:
    """The page of a new visitor whose run is in its second epoch at least, and can be found by the link."""
    page = visit(line, LONG_RUN)
    press(page, "Start")
    expect(page.get_by_text(BEGUN)).to_be_visible()
    page.wait_for_url(re.compile("visit="))
    return page


def epoch(page: Page) -> int:
    return int(re.search(r"Run 1: epoch (\d+)", status(page))[1])


def goes_on(page: Page, after: int) -> None:
    """Wait until the run is in a later epoch, and see that its owner can stop it."""
    until(lambda: page.wait_for_timeout(50) or epoch(page) > after + 1)
    press(page, "Stop")
    expect(page.get_by_text(re.compile(r"Stopped in epoch \d+"))).to_be_visible()


def test_a_break_of_the_network_stops_nothing(visit, line):
    """For ten seconds no byte comes through: the page says so; then the run is there, has gone on, and can be stopped."""
    page = begun(visit, line)
    before = epoch(page)
    line.cut()
    page.wait_for_timeout(1000 * A_BREAK)
    error = page.get_by_text("Connection error")
    expect(error).to_be_visible()
    photograph(page, "connection-cut")
    line.lay()
    expect(error).to_have_count(0)
    goes_on(page, before)
    expect(page.get_by_text("rested")).to_have_count(0)


@pytest.mark.parametrize("how", ["reloaded", "closed"])
def test_a_page_that_is_opened_again_has_its_run(visit, line, how):
    """After F5, or when its tab was closed and the link is opened again, the run is there and has gone on meanwhile."""
    page = begun(visit, line)
    before = epoch(page)
    if how == "reloaded":
        page.reload()
    else:
        link, context = page.url, page.context
        page.close()
        page = context.new_page()
        page.goto(link)
    settled(page)
    goes_on(page, before)
    expect(page.get_by_text("rested")).to_have_count(0)


def test_a_run_rests_while_a_phone_is_locked_or_the_page_closed_and_then_goes_on(visit, line, server):
    """After more than a minute each run is where it was left, goes on by itself, and the page says that it rested."""
    cut, stays = line, Line(server.address)
    locked, closed = begun(visit, cut), begun(visit, stays)
    link = closed.url
    closed.goto("about:blank")
    cut.cut()
    locked.wait_for_timeout(1000 * A_MINUTE)
    cut.lay()
    closed.goto(link)
    for page in (locked, closed):
        said = page.get_by_text(RESTED)
        expect(said).to_be_visible()
        photograph(page, "rested")
        goes_on(page, int(RESTED.search(said.inner_text())[1]))
    stays.cut()


def test_a_server_that_was_restarted_says_what_is_gone(visit):
    """What was made is gone, and the page says so until one leaves it; the settings and the strokes of open pages are there."""
    with running_server() as server:
        line = Line(server.address)
        trains, draws = begun(visit, line), visit(line, "")
        write(draws, 4)
        draws.wait_for_url(re.compile("visit="))
    with running_server() as server:
        line.lead_to(server.address)
        gone = re.compile("What was made under this link before is gone")
        expect(trains.get_by_text(gone)).to_be_visible()
        photograph(trains, "restarted")
        expect(draws.get_by_text("Connection error")).to_have_count(0)
        write(draws, 1, left=200)  # a page that rests asks the server for nothing before it is touched
        expect(draws.get_by_text(gone)).to_be_visible()
        photograph(draws, "restarted-draw")
        expect(trains.get_by_text("The settings are still here.")).to_be_visible()
        expect(trains.get_by_label("Epochs", exact=True)).to_have_value("2000")
        assert draws.locator("canvas.dc-canvas.lower-canvas").evaluate(INK) > 2000
        trains.get_by_role("link", name="Runs", exact=True).click()
        expect(trains.get_by_text(gone)).to_have_count(0)
        line.cut()
