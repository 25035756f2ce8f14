"""Whatever a person wrote into a name or a link, a page shows it as it is, and makes no image and no link of it."""

import json
import re

import pytest

from pages.ui.shared.as_text import as_text
from tests.pages.actions import cards, labelled, on_cards, opened, texts, tick, visitor
from tests.pages.test_runs import with_runs

IMAGE = "![](https://evil.example/a.png)"
ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")  # what CommonMark takes for the character alone
LINKS = {
    "lesson": ("train", {"lesson": IMAGE}),
    "mission": ("train", {"mission": f"accuracy:{json.dumps(IMAGE)}"}),
    "settings": ("train", {"settings": json.dumps({IMAGE: 1})}),
    "value": ("train", {"settings": f"default,epochs:{IMAGE}"}),
    "task": ("class", {"settings": json.dumps({"hidden": IMAGE})}),
    "sweep": ("runs", {"tab": "Sweep", "sweep": json.dumps({"try": {"learning_rate": [IMAGE]}})}),
    "field": ("runs", {"tab": "Sweep", "sweep": json.dumps({"try": {IMAGE: ["1"]}})}),
}


def is_plain(markdown: str) -> bool:
    """Whether nothing in it stands for an image, a link, code or a formula, nor for an address that becomes a link by itself."""
    return not re.search(r"[\[\]<`$*]|://|www\.", ESCAPED.sub("", markdown))


@pytest.mark.parametrize(("page", "link"), LINKS.values(), ids=LINKS)
def test_a_hostile_link_shows_no_image(page, link):
    """The sentence that answers it has no image and no link."""
    app = opened(page, **link)
    assert not app.exception
    [said] = app.error
    assert "evil" in said.value
    assert is_plain(said.value), said.value


@pytest.mark.parametrize("name", ["![](x)", "**a**", "[b](http://c.example)", "<https://c.example>", "# d", "1. e", ":red[f]",
                                  "_g_"])
def test_a_runs_name_stays_text(name):
    """On its card, on the button that removes it, in the sentence when it is gone; a pair of names in theirs, too."""
    app = with_runs(2)
    assert "From Run 1 to Run 2" in texts(app.markdown)
    tick(app, "Run 1")
    labelled(app.text_input, "Name").set_value(name).run()
    assert visitor(app).runs[0].name == name
    written = as_text(name)
    assert ESCAPED.search(written)
    assert cards(app) == ["Run 2", written]
    assert f"**{written}: " in texts(app.markdown)
    assert f"Remove {written}" in [each.label for each in app.button]
    next(each for each in app.button if each.label == f"Remove {written}").click().run()
    assert f"{written} removed." in texts(app.markdown)
    next(each for each in app.button if each.label == "Undo").click().run()
    tick(app)
    assert f"From {written} to Run 2" in texts(app.markdown)
    assert name not in on_cards(app)


@pytest.mark.parametrize("plain", ["Run 2", "my best", "Learning rate cannot be '-1'; it takes a number",
                                   "3 of 4, at 0.5: well (or not)", "a-b"])
def test_what_means_nothing_is_left_as_it_is(plain):
    """Words, numbers and what stands between them need no sign before them."""
    assert as_text(plain) == plain
