"""A real browser and a real server: what a person gets is tested as a person gets it."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from tests.browser.actions import count_runs, settled
from tests.serving import running_server

HOW_TO_GET_ONE = "no browser was found; `apt install chromium` or `python -m playwright install chromium` gets one"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]
# Streamlit's own, on a page's own address; and a picture of a running network that was replaced before it had come
HARMLESS = re.compile("favicon|_stcore/(health|host-config)|404|Image source error")


def system_browser() -> str | None:
    """Where the system's Chromium lies; None if it has none."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def browser():
    """Chromium, of the system or of Playwright. Without one CI fails; a person's machine skips, and says how to get one."""
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=system_browser(), args=ARGUMENTS)
        except Error:
            (pytest.fail if os.environ.get("CI") else pytest.skip)(HOW_TO_GET_ONE)
        yield chromium
        chromium.close()


@contextmanager
def serving() -> Iterator[str]:
    """The address of a fresh server of the app, on a free port, when it is ready."""
    with running_server() as server:
        yield f"http://{server.address}"


@pytest.fixture(scope="session")
def address():
    """The address of a server that all tests share; each test is another visitor."""
    with serving() as address:
        yield address


@pytest.fixture
def fresh_address():
    """The address of a server that nobody has visited yet."""
    with serving() as address:
        yield address


def note_strangers(page: Page, home: str, strangers: list[str]) -> None:
    """Note each address of another host than `home` that the page asks for; what a page has in itself or as a file has none."""
    def note(asked) -> None:
        if urlsplit(asked.url).netloc not in ("", home):
            strangers.append(asked.url)

    page.on("request", note)
    page.on("websocket", note)


@pytest.fixture
def visit(browser: Browser):
    """A function that opens an address as a new visitor.

    Afterwards no page may have shown or logged a fault, or have asked another host for anything.
    """
    pages: list[Page] = []
    faults: list[str] = []
    strangers: list[str] = []

    def note(message) -> None:
        if message.type == "error":
            faults.append(message.text)

    def open_page(url: str, width: int = 1280, height: int = 900, scheme: str = "light", touch: bool = False) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, has_touch=touch,
                                      ignore_https_errors=True)  # a test has no certificate that is known elsewhere
        context.on("page", count_runs)
        context.on("page", lambda page: note_strangers(page, urlsplit(url).netloc, strangers))
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(url)
        settled(page)
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.remove_listener("console", note)  # leaving breaks what is under way
        if not page.is_closed():
            print(page.url, page.locator("body").inner_text(), sep="\n")  # what pytest shows of a test that failed
        expect(page.get_by_test_id("stException")).to_have_count(0)
        page.context.close()
    assert not [fault for fault in faults if not HARMLESS.search(fault)]
    assert not strangers
