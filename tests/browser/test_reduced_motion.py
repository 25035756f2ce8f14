"""Who has asked the system for less motion sees things change, and nothing move."""

import re

from playwright.sync_api import Page, expect

from tests.browser.actions import answered, fewer_images, press, set_number
from tests.browser.drawing_by_mouse import write

# In each frame, in the page and in the components' own trees: what goes on for longer than an eye can follow
WATCH = """() => {
    window.moving = new Set();
    const said = each => { const element = each.effect.target, name = element.getAttribute('class') ?? '';
        return `${element.tagName} ${name}: ${each.transitionProperty ?? each.animationName ?? each.id}`; };
    const look = () => {
        const inside = [...document.querySelectorAll('*')].map(each => each.shadowRoot).filter(Boolean);
        [document, ...inside].flatMap(root => root.getAnimations()).filter(each => each.playState === 'running'
            && each.effect.getComputedTiming().activeDuration > 1).forEach(each => window.moving.add(said(each)));
        requestAnimationFrame(look);
    };
    look();
}"""
# The canvas's own tools, in a tree that no style of ours reaches; and the script that unfolds settings, of which HEIGHTS tells
OF_OTHERS = re.compile("dc-toolbar|^DETAILS [^:]*: $")
HEIGHTS = """async folded => {
    const seen = new Set();
    folded.querySelector("summary").click();
    for (let frame = 0; frame < 40; frame++) {
        await new Promise(requestAnimationFrame);
        seen.add(folded.offsetHeight);
    }
    return seen.size;
}"""


def moved(page: Page) -> list[str]:
    """What has moved since the last look, or since the watch began."""
    found = page.evaluate("[[...window.moving], window.moving.clear()][0]")
    return [each for each in found if not OF_OTHERS.search(each)]


def test_nothing_moves_where_less_motion_is_asked_for(visit, address):
    """Neither after a drawing, nor in what unfolds, nor while a run is watched; without the wish things do, and are noticed."""
    page = visit(address)
    page.evaluate(WATCH)
    write(page, 4)
    page.wait_for_timeout(500)
    with answered(page):
        press(page, "Clear")
    write(page, 3)
    assert moved(page)
    page.emulate_media(reduced_motion="reduce")
    page.wait_for_timeout(1000)  # what was under way goes on
    moved(page)
    with answered(page):
        press(page, "Clear")
    write(page, 4)
    with answered(page):
        page.get_by_role("radio", name="4", exact=True).click()
    press(page, "More")
    expect(page.get_by_role("slider", name="Brush width")).to_be_visible()
    page.keyboard.press("Escape")
    with answered(page):
        page.get_by_role("link", name="Train", exact=True).click()
    assert page.locator("details").first.evaluate(HEIGHTS) <= 2  # folded, and unfolded
    fewer_images(page, 5)
    set_number(page, "Epochs", 2000)
    press(page, "Start")
    expect(page.get_by_text(re.compile("Run 1: epoch [2-9]"))).to_be_visible()
    press(page, "Stop")
    expect(page.get_by_text(re.compile("Stopped in epoch"))).to_be_visible()
    with answered(page):
        page.get_by_role("link", name="Weights", exact=True).click()
    with answered(page):
        page.get_by_role("group", name=re.compile("filters of")).get_by_role("button").nth(5).click()
    assert not moved(page)
