"""A hand that writes digits on the canvas with the mouse."""

from playwright.sync_api import Page, expect

STROKES = {  # in CSS pixels from the canvas's upper left corner
    0: [[(140, 50), (95, 70), (75, 140), (95, 215), (140, 235), (185, 215), (205, 140), (185, 70), (140, 50)]],
    1: [[(140, 45), (140, 140), (140, 235)]],
    3: [[(90, 65), (140, 45), (185, 70), (175, 115), (130, 135), (185, 160), (190, 210), (140, 238), (88, 215)]],
    4: [[(120, 50), (85, 150), (200, 150)], [(170, 90), (165, 240)]],
    7: [[(80, 60), (200, 60), (150, 140), (120, 230)]],
}


def write(page: Page, digit: int) -> None:
    """Draw the strokes of `digit`, and wait after each until the page has read it."""
    canvas = page.locator("canvas.upper-canvas")
    expect(canvas).to_be_visible(timeout=20_000)
    box = canvas.bounding_box()
    for stroke in STROKES[digit]:
        (x, y), *rest = stroke
        page.mouse.move(box["x"] + x, box["y"] + y)
        page.mouse.down()
        for x, y in rest:
            page.mouse.move(box["x"] + x, box["y"] + y, steps=5)
        page.mouse.up()
        page.wait_for_timeout(450)  # the canvas sends a stroke 200 ms after its end
    expect(page.get_by_text("The network reads", exact=True)).to_be_visible()
