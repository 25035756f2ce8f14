"""From a click to what a person sees by it, in milliseconds of the browser's own clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from tests.browser.actions import settled

LONGEST = 20_000  # milliseconds after which nothing will come
WATCH = """([first, all]) => {
  const found = (root, css) => [...root.querySelectorAll(css), ...[...root.querySelectorAll("*")].flatMap(
    each => each.shadowRoot ? found(each.shadowRoot, css) : [])];
  const stale = each => each && (each.closest("[data-stale=true]") || stale(each.getRootNode().host));
  const says = each => [each.getAttribute("alt"), each.getAttribute("aria-label"), each.textContent];
  const count = (css, words) => found(document, css).filter(each => each.getClientRects().length && !stale(each)
    && says(each).some(said => said !== null && new RegExp(words).test(said.trim()))).length;
  const stand = marks => marks.every(([css, words, least]) => least ? count(css, words) >= least : !count(css, words));
  const times = window.seen = {before: stand(first), clicked: 0, first: 0, all: 0};
  const look = () => {
    times.first ||= stand(first) ? performance.now() : 0;
    times.all ||= times.first && stand(all) ? performance.now() : 0;
    if (!times.all) requestAnimationFrame(look);
  };
  const begin = () => { if (!times.clicked) { times.clicked = performance.now(); requestAnimationFrame(look) } };
  for (const kind of ["click", "keydown"]) addEventListener(kind, begin, {capture: true, once: true});
}"""


@dataclass(frozen=True)
class Mark:
    """`least` elements that a selector finds, in components too, and whose name or text a pattern fits; 0 is none of them."""

    selector: str
    words: str = ""
    least: int = 1


@dataclass(frozen=True)
class Aim:
    """Where a person clicks, or the keys that they press there; the `first` marks of what they want, and `later` ones."""

    where: Locator
    first: tuple[Mark, ...]
    later: tuple[Mark, ...] = ()
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sight:
    """Something that shall stand at most `most` milliseconds after a click; `aim` says how, for a page and a network's name."""

    what: str
    aim: Callable[[Page, str], Aim]
    most: float = 300


def seen(page: Page, sight: Sight, name: str) -> tuple[float, float]:
    """Click; the milliseconds until the first marks stand, and until all do.

    Raises LookupError if they stood before the click, and playwright's TimeoutError if they do not come.
    """
    aim = sight.aim(page, name)
    aim.where.scroll_into_view_if_needed()
    first, later = ([[mark.selector, mark.words, mark.least] for mark in marks] for marks in (aim.first, aim.first + aim.later))
    page.evaluate(WATCH, [first, later])
    if page.evaluate("window.seen.before"):
        raise LookupError(f"{sight.what} of {name}: it stood before the click")
    if aim.keys:
        for key in aim.keys:
            aim.where.press(key)
    else:
        aim.where.click()
    page.wait_for_function("window.seen.all", timeout=LONGEST)
    settled(page)
    times = page.evaluate("window.seen")
    return times["first"] - times["clicked"], times["all"] - times["clicked"]
