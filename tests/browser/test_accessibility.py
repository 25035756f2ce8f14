"""Who does not see the pages hears them, and who has no mouse works them by the keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.actions import settled
from tests.browser.drawing_by_mouse import write

WIDTHS, SCHEMES = (1280, 390), ("light", "dark")
MOST_STOPS = 200  # of the Tab key on a page
STOP = """() => {
  let here = document.activeElement;
  while (here?.shadowRoot?.activeElement) here = here.shadowRoot.activeElement;
  if (!here || here === document.body || here.dataset.reached) return false;
  return here.dataset.reached = "yes";
}"""
# Of a group of choices one is a stop, and the arrow keys reach the others
MISSED = """() => [...document.querySelectorAll("button, a[href], input, select, textarea, [tabindex='0']")].filter(each =>
  each.checkVisibility({visibilityProperty: true, opacityProperty: true}) && each.getBoundingClientRect().width > 1
  && !each.disabled && each.tabIndex >= 0 && !each.dataset.reached
  && !each.closest("[role=radiogroup], [role=tablist]")).map(each => each.outerHTML.slice(0, 200))"""


@pytest.mark.parametrize("page", ["", "train", "runs", "runs?tab=Sweep", "weights", "steps", "class"])
def test_axe_finds_nothing(page, address, visit):
    """axe-core, the usual collection of rules, finds no fault on any page: on a phone and a laptop, light and dark."""
    here = visit(f"{address}/{page}")
    if not page:
        write(here, 4, left=60, top=40)
        settled(here)
    found = []
    for width in WIDTHS:
        for scheme in SCHEMES:
            here.set_viewport_size({"width": width, "height": 900})
            here.emulate_media(color_scheme=scheme)
            here.wait_for_timeout(1000)  # colours change gently
            found += [(width, scheme, each["id"], node["html"][:200], node["failureSummary"])
                      for each in Axe().run(here).response["violations"] for node in each["nodes"]]
    assert not found


@pytest.mark.parametrize("page", ["", "train", "runs", "weights", "steps", "class"])
def test_the_tab_key_reaches_every_control(page, address, visit):
    """Whatever can be clicked is reached by the Tab key alone, one after the other, from the top of the page."""
    here = visit(f"{address}/{page}")
    here.wait_for_timeout(1000)  # parts of a page come after its script
    settled(here)
    here.keyboard.press("Tab")
    stops = 0
    while here.evaluate(STOP) and stops < MOST_STOPS:
        stops += 1
        here.keyboard.press("Tab")
    assert stops > 5
    assert not here.evaluate(MISSED)
