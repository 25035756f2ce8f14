"""A browser that has the app open asks its server alone; so it works in a room without internet."""

from playwright.sync_api import expect

from tests.browser.actions import fewer_images, press, settled
from tests.browser.conftest import note_strangers
from tests.browser.drawing_by_mouse import write
from tests.waiting import until

TRAINED = "Test accuracy"


def test_no_page_asks_anybody_but_its_server(visit, address):
    """Over every page, with its pictures, charts, icons and fonts, while one draws, trains and looks inside: `visit` sees it."""
    page = visit(address)
    write(page, 4)
    page.get_by_role("link", name="Train", exact=True).click()
    settled(page)
    fewer_images(page, 4)
    press(page, "Start")
    expect(page.get_by_text(TRAINED).first).to_be_visible()
    for name in ("Runs", "Weights", "Class", "Draw"):
        page.get_by_role("link", name=name, exact=True).click()
        settled(page)
        page.wait_for_load_state("networkidle")


def test_a_stranger_would_be_seen(browser):
    """A picture of another host is noted; what the page has in itself is not."""
    page, strangers = browser.new_page(), []
    note_strangers(page, "inkling.example", strangers)
    page.route("**/*", lambda route: route.fulfill(body=""))
    page.goto("http://inkling.example/train")
    page.evaluate("""["data:,", "a.png", "http://outside.example/b.png"].forEach(each => { new Image().src = each })""")
    until(lambda: page.wait_for_timeout(20) or strangers)
    assert strangers == ["http://outside.example/b.png"]
    page.close()
