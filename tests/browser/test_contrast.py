"""Every word on every page can be read: its colour has enough contrast to what lies behind it, in both themes."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.actions import press, settled
from tests.browser.drawing_by_mouse import write
from tests.waiting import until

# WCAG 2.2, success criterion 1.4.3: 4.5 to 1, and 3 to 1 for large letters; what is disabled is exempt, and so are pictures.
COLOURS = """
    const brush = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
    const rgba = colour => {  // of any way to write a colour, as [red, green, blue, alpha], alpha 0 to 1
        brush.clearRect(0, 0, 1, 1);
        brush.fillStyle = colour;
        brush.fillRect(0, 0, 1, 1);
        const [red, green, blue, alpha] = brush.getImageData(0, 0, 1, 1).data;
        return [red, green, blue, alpha / 255];
    };
    const over = (front, opacity, back) => [0, 1, 2].map(i => back[i] + (front[i] - back[i]) * front[3] * opacity);
    const luminance = colour => {
        const linear = colour.map(each => each <= 0.04045 * 255 ? each / 255 / 12.92 : ((each / 255 + 0.055) / 1.055) ** 2.4);
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    };
    const contrast = (one, other) => {
        const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05);
    };
    const hex = colour => '#' + colour.map(each => Math.round(each).toString(16).padStart(2, '0')).join('');
"""
GROUND = """
    const parent = element => element.assignedSlot ?? element.parentElement ?? element.getRootNode().host;
    const holds = (element, [x, y]) => {
        const box = element.getBoundingClientRect();
        return box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
    };
    const opacity = element => element ? getComputedStyle(element).opacity * opacity(parent(element)) : 1;
    const behind = (element, point) => {  // the colour of what lies there, of this element and those around it
        if (!element) return [255, 255, 255];
        const back = behind(parent(element), point), style = getComputedStyle(element);
        return holds(element, point) ? over(rgba(style.backgroundColor), style.opacity, back) : back;
    };
    const ground = (element, point) => {  // in a drawing letters may lie on the shape beside them
        const shapes = element instanceof SVGElement ? element.parentElement.querySelectorAll(':scope > :is(circle, rect)') : [];
        const styles = [...shapes].filter(shape => holds(shape, point)).map(shape => getComputedStyle(shape));
        return styles.filter(style => style.fill !== 'none')
            .reduce((back, style) => over(rgba(style.fill), style.fillOpacity, back), behind(element, point));
    };
"""
TOO_PALE = f"""() => {{ {COLOURS} {GROUND} """ + """
    const typed = 'input:not([type=range], [type=checkbox], [type=radio], [type=file]), textarea';
    const exempt = ':disabled, [aria-disabled=true], [data-disabled], label:has(:disabled), style, script, text *';
    const words = element => element.matches(typed) ? element.value || element.placeholder
        : [...element.childNodes].filter(node => node.nodeType === 3).map(node => node.data).join(' ').trim();
    const isSeen = element => element.checkVisibility({opacityProperty: true, visibilityProperty: true})
        && element.getBoundingClientRect().width > 2 && element.getBoundingClientRect().height > 2;
    const fault = (element, said) => {
        const style = getComputedStyle(element, element.value === '' ? '::placeholder' : null);
        const box = element.getBoundingClientRect();
        const back = ground(element, [box.x + box.width / 2, box.y + box.height / 2]);
        const drawn = element instanceof SVGElement ? style.fill : style.color;
        const colour = over(rgba(drawn), opacity(element), back), ratio = contrast(colour, back);
        const size = parseFloat(style.fontSize), isLarge = size >= 24 || size >= 18.66 && style.fontWeight >= 700;
        const told = `${said.slice(0, 60)}: ${hex(colour)} on ${hex(back)}, ${ratio.toFixed(2)} to 1`;
        return ratio < (isLarge ? 3 : 4.5) ? [told] : [];
    };
    const faults = root => [...root.querySelectorAll('*')].flatMap(element => {
        const inside = element.shadowRoot ? faults(element.shadowRoot) : [], said = words(element);
        return said && isSeen(element) && !element.closest(exempt) ? [...inside, ...fault(element, said)] : inside;
    });
    return [...new Set(faults(document.body))];
}"""

TALL = 3000  # pixels of a window: what is scrolled away lies on nothing
PAGES = ("", "train", "runs", "weights", "steps", "class")


def too_pale(page: Page) -> list[str]:
    """The words on the page that are hard to read, each with its colours, and stay so: some come gently."""
    found = []
    for _ in range(5):
        settled(page)
        page.wait_for_timeout(700)
        if not (found := page.evaluate(TOO_PALE)):
            break
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_every_word_of_a_page_can_be_read(visit, address, name, scheme):
    """4.5 to 1, or 3 to 1 where letters are large, as a visitor finds the page."""
    assert not too_pale(visit(f"{address}/{name}", height=TALL, scheme=scheme))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_about_a_drawing_can_be_read(visit, address, scheme):
    """The answer, its bars and the reasons, too."""
    page = visit(address, height=TALL, scheme=scheme)
    write(page, 4)
    expect(page.get_by_alt_text(re.compile("orange pixels speak for 4"))).to_be_visible()
    assert not too_pale(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("settings", "end"), [("quick1,training_images:1000,epochs:2", "All epochs are done"),
                                               ("quick1,training_images:1000,learning_rate:100", "The loss exploded")])
def test_every_word_about_a_run_can_be_read(visit, address, settings, end, scheme):
    """How it ended, well or not, the advice, and where to go from there."""
    page = visit(f"{address}/train?settings={settings}", height=TALL, scheme=scheme)
    press(page, "Start")
    expect(page.get_by_text(re.compile(end)).first).to_be_visible()
    assert not too_pale(page)


def test_what_is_too_pale_is_found(visit, address):
    """Grey on white at 3.5 to 1 is named with both colours; in large letters it may be so, and where it is disabled."""
    page = visit(f"{address}/class")
    page.evaluate("""() => document.querySelector('h1').insertAdjacentHTML('afterend', `<div style="background: #fff">
        <p style="color: #888; font-size: 14px">pale</p><p style="color: #888; font-size: 24px">large</p>
        <p style="opacity: 0.5; color: #000; font-size: 14px">half</p>
        <button disabled style="color: #888">disabled</button></div>`)""")
    found = ["pale: #888888 on #ffffff, 3.54 to 1", "half: #808080 on #ffffff, 3.98 to 1"]
    until(lambda: page.evaluate(TOO_PALE) == found)  # the page's own words may still be fading in
