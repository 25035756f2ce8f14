"""The Why? tab of the Draw page: what each pixel says, what is read without a part, and any other digit that is asked for."""

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.shared import state
from tests.pages.actions import draw, labelled, opened, texts
from tests.written_digits import FORMS, strokes

SUMS = re.compile(r"Together they make ([\d.]+) for (\d); blank paper makes ([\d.]+) for (\d)\. "
                  r"So ([\d.]+) for (\d) in all: (\d) is ([\d.,]+) times as likely as (\d)")


def why(app: AppTest) -> AppTest:
    return labelled(app.get("button_group"), "Look closer").set_value("Why in full").run()


def ask(app: AppTest, digit: int) -> AppTest:
    return labelled(app.get("button_group"), "Why, or why not, a ...").set_value(digit).run()


def write(app: AppTest, lines: list[np.ndarray]) -> None:
    """What the browser sends when these strokes have been drawn."""
    draw(app, np.full((28, 28), 255, np.uint8))
    [canvas] = app.get("bidi_component")
    sent = app.session_state[canvas.key]["drawing"]
    paths = [[["M" if place == 0 else "L", *point] for place, point in enumerate((line + 60).tolist())] for line in lines]
    app.session_state[canvas.key] = {"drawing": {**sent, "raw": {"objects": [{"type": "path", "path": path} for path in paths]}}}
    app.run()


def pictures(app: AppTest, words: str) -> list[str]:
    """The captions that hold these words, of the pictures on the page."""
    return [each.caption for element in app.get("image") for each in element.proto.imgs if words in each.caption]


@pytest.fixture
def four() -> AppTest:
    """The Why? tab of somebody who has written a 4 in two strokes."""
    app = opened("draw")
    write(app, strokes(FORMS[4][0]))
    assert app.metric[0].value == "4"
    return why(app)


def test_the_sums_that_are_told_add_up(four):
    """Ink and blank paper make the whole, for whichever digit; the answer leads by it, and is e to that times as likely."""
    for asked in (4, 9, 1):
        ask(four, asked)
        ink, ink_for, paper, paper_for, lead, lead_for, more, times, less = SUMS.search(texts(four.caption)).groups()
        signed = [float(number) * (1 if digit == "4" else -1) for number, digit in ((ink, ink_for), (paper, paper_for))]
        assert (lead_for, more) == ("4", "4")
        assert less == str(asked) or asked == 4
        assert sum(signed) == pytest.approx(float(lead), abs=0.11)  # each is rounded
        assert float(times.replace(",", "")) == pytest.approx(np.exp(float(lead)), rel=0.12)


def test_a_digit_of_strokes_is_read_without_each(four):
    """A 4 in two strokes is shown without the first and without the second, with what it then reads; patches are not."""
    found = pictures(four, "Without stroke")
    assert [caption[:len("Without stroke 1 it ")] for caption in found] == ["Without stroke 1 it ", "Without stroke 2 it "]
    assert all(re.search(r"(reads|does not know:) \d, >?\d+%", caption) for caption in found)
    assert not pictures(four, "Without this part")


def test_a_digit_of_one_stroke_is_read_without_patches():
    """A 3 written at one go loses three parts in turn."""
    app = opened("draw")
    write(app, strokes(FORMS[3][0]))
    assert len(pictures(why(app), "Without this part it")) == 3
    assert not pictures(app, "Without stroke")


def test_a_test_digit_is_read_without_patches(digits):
    """A digit of MNIST has no strokes and loses three parts in turn; asked for another digit, that one's share is told."""
    app = opened("draw")
    app.session_state[state.TEST_DIGIT] = 0  # a 7
    app.run()
    assert len(pictures(why(app), "Without this part it")) == 3
    ask(app, 2)
    assert all(re.search("2 gets|reads 2", caption) for caption in pictures(app, "Without this part it"))
    assert "To the network yours is a 2 with" in texts(app.caption)


def test_what_the_network_does_not_know_is_said():
    """With less confidence than is asked for it does not know what is left of a digit, as it would not know a drawing."""
    app = opened("draw")
    write(app, strokes(FORMS[9][2]))
    why(app)
    labelled(app.slider, "Sure enough to answer").set_value(99).run()
    captions = pictures(app, "Without this part")
    sure = [int(re.search(r", >?(\d+)%", caption)[1]) for caption in captions]
    assert [each < 99 for each in sure] == ["does not know: " in caption for caption in captions]
