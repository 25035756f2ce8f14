"""On the map a digit is chosen in the picture itself, by mouse or keys, and its neighbours are shown."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

import nncore
from nncore.interpretability.digit_map import digit_map
from nncore.interpretability.silence import some_of_each
from tests.browser.actions import answered, photograph
from tests.browser.drawing_by_mouse import write
from tests.browser.test_first_screens import OVERHANG

MARGIN = 20  # CSS pixels around the points


def map_of(page: Page, network: str) -> Locator:
    """Go to the map of a network of those that ship."""
    page.get_by_role("link", name="Weights", exact=True).click()
    page.get_by_text("Map", exact=True).click()
    page.get_by_role("combobox", name="Network").click()
    page.get_by_role("option", name=re.compile(f"^{network}: ")).click()
    plot = page.get_by_role("application", name=re.compile(f"1,000 test digits as {network}"))
    expect(plot).to_be_visible()
    return plot


def looked_at(page: Page) -> str:
    """What stands beside the picture of the digit that is looked at."""
    return page.locator(".st-key-map_digit").inner_text().strip()


def points(plot: Locator, found) -> list[tuple[float, float]]:
    """Where on the canvas each digit has to be, in CSS pixels: in the middle, in one scale, upwards."""
    box = plot.evaluate("plot => [plot.clientWidth, plot.clientHeight]")
    low, high = found.places.min(axis=0), found.places.max(axis=0)
    scale = min((side - 2 * MARGIN) / wide for side, wide in zip(box, high - low, strict=True))
    x, y = ((found.places - (low + high) / 2) * scale * [1, -1] + [side / 2 for side in box]).T
    return list(zip(x.tolist(), y.tolist(), strict=True))


def alone(places: list[tuple[float, float]]) -> int:
    """The row of the digit whose nearest other on the canvas is farthest away."""
    return max(range(len(places)), key=lambda row: min((places[row][0] - x) ** 2 + (places[row][1] - y) ** 2
                                                        for other, (x, y) in enumerate(places) if other != row))


def expect_neighbours(page: Page, found, some: nncore.Digits, row: int) -> None:
    """Eight pictures with the digit and the distance of each, in their order."""
    for label, distance in zip(some.labels[found.neighbours[row]], found.distances[row], strict=True):
        expect(page.get_by_alt_text(re.compile(f"^A neighbour at distance {distance:.2f}: a test digit, {label}")).first
               ).to_be_visible()
    expect(page.get_by_alt_text(re.compile("^A neighbour at distance"))).to_have_count(8)


def test_a_click_gives_the_nearest_neighbours(visit, address, digits):
    """In the pixels and in the scores: the clicked digit is the one that lies there, and its neighbours are the layer's."""
    page = visit(f"{address}/weights")
    plot, some = map_of(page, "layers-64-32"), some_of_each(digits.test, 100)
    network = nncore.load(nncore.recipes()["layers-64-32"].file)[0]
    for layer, name in ((0, "Pixels"), (3, "Scores")):
        page.get_by_text(name, exact=True).click()
        expect(plot).to_have_attribute("aria-label", re.compile(f"layer {name.lower()}$"))
        page.wait_for_timeout(1000)  # points move gently
        found = digit_map(network, some, layer)
        places = points(plot, found)
        row = alone(places)
        x, y = places[row]
        plot.hover(position={"x": x, "y": y})
        expect(page.locator(".tip")).to_contain_text(f"a {some.labels[row]}, read")
        with answered(page):
            plot.click(position={"x": x, "y": y})
        expect(page.get_by_alt_text(f"The chosen test digit, a {some.labels[row]}")).to_be_visible()
        expect_neighbours(page, found, some, row)
    photograph(page, "map")


def test_arrow_keys_go_to_the_nearest_digit_on_that_side(visit, address):
    """From one's drawing to the right and up, each time another digit's image beside it; Enter chooses it, Escape leaves it."""
    page = visit(address)
    write(page, 4)
    plot = map_of(page, "layers-64-32")
    expect(page.get_by_alt_text("Your drawing, as the network sees it")).to_be_visible()
    plot.focus()
    tip, tops = page.locator(".tip"), []
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
        expect(tip).to_be_visible()
        tops.append(tip.evaluate("tip => [tip.offsetLeft, tip.offsetTop]"))
    assert tops[0][0] < tops[1][0]
    assert tops[1][1] > tops[2][1] > tops[3][1]
    said = tip.inner_text()
    expect(page.locator(".said")).to_have_text(said)
    with answered(page):
        page.keyboard.press("Enter")
    assert re.match(r"a (\d)", said)[1] in looked_at(page)
    page.keyboard.press("ArrowLeft")
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_one_digit_is_shown_alone(visit, address):
    """A click on a digit below the map makes all others pale, and the next one brings them back."""
    page = visit(f"{address}/weights")
    plot = map_of(page, "tiny-10")
    ink = """plot => { const canvas = plot.querySelector("canvas");
        return canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data
            .reduce((sum, each, place) => place % 4 === 3 ? sum + each : sum, 0); }"""
    before, three = plot.evaluate(ink), page.get_by_role("button", name="3", exact=True)
    three.click()
    expect(three).to_have_attribute("aria-pressed", "true")
    assert plot.evaluate(ink) < before / 2
    three.click()
    assert plot.evaluate(ink) == before


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_map_can_be_read_and_nothing_is_cut_off(visit, address, width, scheme):
    """axe-core finds no fault, nothing is wider than the screen, and the map is on the first one."""
    page = visit(f"{address}/weights", width=width, height=844, scheme=scheme)
    plot = map_of(page, "tiny-10")
    page.wait_for_timeout(1000)  # points move gently
    expect(plot).to_be_in_viewport(ratio=0.9)
    assert page.evaluate(OVERHANG) == []
    assert not [(each["id"], node["html"][:200]) for each in Axe().run(page).response["violations"] for node in each["nodes"]]
