"""The Draw page reads what comes from the canvas."""

import io
import re

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from nncore.files import pictures
from nncore.reading import reader
from pages.ui.shared import state
from tests.pages.actions import button, draw, go_to, labelled, opened, texts, uploader


def html(app: AppTest) -> str:
    """All pieces of HTML on the page."""
    return "".join(each.proto.body for each in app.get("html"))


def bars(app: AppTest) -> str:
    """The bars of the ten probabilities, as HTML; empty if there are none."""
    return "".join(each.proto.body for each in app.get("html") if 'class="bars"' in each.proto.body)


def test_a_blank_canvas_invites_and_shows_no_bars():
    """Before the first stroke there is an invitation, and neither an answer nor ten bars of 10 %."""
    app = opened("draw")
    assert "Draw a digit" in app.info[0].value
    assert not app.metric
    assert not bars(app)


@pytest.mark.parametrize("index", [0, 1, 2, 3, 4])
def test_a_drawn_digit_is_read(digits, index):
    """A test digit that comes from the canvas is read right, with its probability and ten bars."""
    app = opened("draw")
    draw(app, digits.test.images[index])
    assert not app.exception
    assert app.metric[0].value == str(digits.test.labels[index])
    shown = re.findall(r'title="(\d): ([\d.]+)%"', bars(app))
    assert [int(digit) for digit, _ in shown] == list(range(10))
    shares = [float(share) for _, share in shown]
    assert sum(shares) == pytest.approx(100, abs=1e-2)
    assert np.argmax(shares) == digits.test.labels[index]


def test_a_dot_is_no_digit_yet(digits):
    """After a click there is no answer and no 1, but a sentence; with a longer stroke there is an answer."""
    app, pen = opened("draw"), {"strokeWidth": 16}
    draw(app, digits.test.images[0], path=[["M", 150, 150], ["Q", 150, 150, 150, 150.001], ["L", 150, 150.002]], **pen)
    assert "This is a dot" in app.info[0].value
    assert not app.metric
    draw(app, digits.test.images[0], path=[["M", 150, 50], ["Q", 150, 100, 150, 200], ["L", 150, 250]], **pen)
    assert app.metric[0].value == "1"


@pytest.mark.parametrize("label", ["Clear", "Undo"])
def test_clear_and_undo_take_the_drawing_away(digits, label):
    """After Clear, or Undo of the only stroke, the page invites again."""
    app = opened("draw")
    draw(app, digits.test.images[0])
    assert not app.info
    button(app, label).click().run()
    assert "Draw a digit" in app.info[0].value


def test_the_drawing_is_still_there_after_another_page(digits):
    """Coming back from Weights, the digit is read again without a new stroke."""
    app = opened("draw")
    draw(app, digits.test.images[0])
    go_to(app, "weights")
    go_to(app, "draw")
    assert app.metric[0].value == str(digits.test.labels[0])


def test_a_test_digit_comes_with_its_label(digits):
    """A random test digit is shown with its label and an answer, and one comes back to the canvas."""
    app = opened("draw")
    button(app, "Test digit").click().run()
    label = digits.test.labels[app.session_state[state.TEST_DIGIT]]
    assert f"label says **{label}**" in texts(app.markdown)
    button(app, "Back to my drawing").click().run()
    assert app.info


def counted(monkeypatch, module, name: str) -> list:
    """A list that grows with each call of a function of `module`."""
    calls, function = [], getattr(module, name)

    def counting(*args, **more):
        calls.append(args)
        return function(*args, **more)

    monkeypatch.setattr(module, name, counting)
    return calls


def test_a_drawing_is_read_once_a_rerun(digits, monkeypatch):
    """However much the page shows of the answer, each run of its script asks the network once."""
    app = opened("draw")
    asked = counted(monkeypatch, reader, "_read")
    draw(app, digits.test.images[0])
    assert len(asked) == 1
    app.run()
    assert len(asked) == 2


def test_a_photo_is_decoded_once(digits, monkeypatch):
    """A picture is decoded when it comes, and not again as long as it is on the page; another one is."""
    decoded = counted(monkeypatch, pictures, "read_picture")
    app = opened("draw")
    labelled(app.get("button_group"), "Read from").set_value("Picture").run()
    for number in (1, 2):
        ink = np.pad(digits.test.images[number].repeat(4, axis=0).repeat(4, axis=1), 40)
        Image.fromarray(255 - ink).save(file := io.BytesIO(), "PNG")
        uploader(app, "A picture with digits").set_value((f"{number}.png", file.getvalue(), "image/png")).run()
        assert app.metric[0].value == str(digits.test.labels[number])
        app.run()
        assert len(decoded) == number


def test_a_printed_page_is_said_in_a_sentence():
    """A picture with more on it than digits, and one that is a bomb, are told by name; there is no answer and no traceback."""
    x, y = np.mgrid[:400, :400]
    page = Image.fromarray(np.where((x % 15 < 7) & (y % 14 < 5), 0, 255).astype(np.uint8))
    app = opened("draw")
    labelled(app.get("button_group"), "Read from").set_value("Picture").run()
    for image, said in ((page, "letters or digits on the picture, as on a printed page"),
                        (Image.new("1", (4000, 4000)), "the picture has 4,000 x 4,000 pixels; a JPEG with up to")):
        image.save(file := io.BytesIO(), "PNG")
        uploader(app, "A picture with digits").set_value(("*page*.png", file.getvalue(), "image/png")).run()
        assert not app.exception
        assert said in app.error[0].value
        assert r"\*page\*.png" in app.error[0].value


@pytest.mark.parametrize("told", [
    {"objects": 3}, {"objects": [3]}, {"objects": [{"path": [["M", float("nan"), 1], ["L", 5, 5]]}]}, [],
    {"objects": [{"path": [["L", 1, 1]] * 20_000}]}, {"objects": [{"path": [["M", 1, 1], ["L", 1e9, 1]]}]}])
def test_what_no_canvas_tells_is_a_sentence(digits, told):
    """Wrong types, no numbers, too many and far away: the drawing before stays, and a sentence says what to do."""
    app = opened("draw")
    draw(app, digits.test.images[0])
    [canvas] = app.get("bidi_component")
    app.session_state[canvas.key] = {"drawing": {"raw": told, "data": "data:image/png;base64,AAAA"}}
    app.run()
    assert not app.exception
    assert "press Clear, and draw again" in app.error[0].value
    assert app.metric[0].value == str(digits.test.labels[0])
