"""The Draw page reads what comes from the canvas."""

import base64
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


def url(pixels: np.ndarray) -> str:
    """A picture as the canvas sends it."""
    Image.fromarray(pixels).save(file := io.BytesIO(), "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def tell(app: AppTest, told, sent: str) -> AppTest:
    """What a browser sends that tells a drawing, and its picture."""
    [canvas] = app.get("bidi_component")
    app.session_state[canvas.key] = {"drawing": {"raw": told, "data": sent}}
    return app.run()


BLANK = url(np.zeros((328, 328, 4), np.uint8))
STROKE = {"objects": [{"path": [["M", 150, 50], ["L", 150, 250]]}]}
NONE_KNOWN = {"objects": [{"type": "path"}] * 2}
NOT_READ = "the canvas tells a drawing that cannot be read"
PAGE = np.dstack([np.tile(np.pad(np.full((8, 6), 255, np.uint8), 4), (20, 20))] * 3)


@pytest.mark.parametrize(("told", "sent", "said"), [
    ({"objects": 3}, BLANK, NOT_READ), ({"objects": [3]}, BLANK, NOT_READ), ([], BLANK, NOT_READ),
    ({"objects": [{"path": [["M", float("nan"), 1], ["L", 5, 5]]}]}, BLANK, "farther than 2,000 pixels from the canvas"),
    ({"objects": [{"path": [["M", 1, 1], ["L", 1e9, 1]]}]}, BLANK, "farther than 2,000 pixels from the canvas"),
    ({"objects": [{"path": [["L", 1, 1]] * 20_000}]}, BLANK, "the drawing has 1 strokes of 20,000 pieces"),
    (STROKE, "data:image/png;base64,AAAA", "this is not a picture"),
    (STROKE, url(np.zeros((1001, 1000, 4), np.uint8)), "the canvas's picture has 1,001,000 pixels"),
    (NONE_KNOWN, url(PAGE), "there are 400 letters or digits")])
def test_what_no_canvas_tells_is_a_sentence(digits, told, sent, said):
    """Wrong types, no numbers, too many, far away, too large: the drawing before stays, a sentence says why and what to do."""
    app = opened("draw")
    draw(app, digits.test.images[0])
    tell(app, told, sent)
    assert not app.exception
    assert said in app.error[0].value
    assert app.error[0].value.endswith("press Clear, and draw again.")
    assert app.metric[0].value == str(digits.test.labels[0])


def test_a_first_drawing_that_is_refused_can_be_cleared():
    """The sentence says to press Clear, and Clear can be pressed; after it there is a blank canvas and no sentence."""
    app = opened("draw")
    assert button(app, "Clear").disabled
    tell(app, {"objects": 3}, BLANK)
    assert NOT_READ in app.error[0].value
    button(app, "Clear").click().run()
    assert not app.error
    assert button(app, "Clear").disabled


def test_a_refused_picture_is_read_once(monkeypatch):
    """Its sentence stands at each rerun, and the file is not read again; a lack of memory is a sentence, too."""
    decoded = counted(monkeypatch, pictures, "read_picture")
    app = opened("draw")
    labelled(app.get("button_group"), "Read from").set_value("Picture").run()
    uploader(app, "A picture with digits").set_value(("none.png", b"no picture", "image/png")).run()
    app.run()
    assert "none.png: this is not a picture that can be read" in app.error[0].value
    assert len(decoded) == 1

    def none_left(*_):
        raise MemoryError

    monkeypatch.setattr(pictures, "read_picture", none_left)
    uploader(app, "A picture with digits").set_value(("large.png", b"a picture", "image/png")).run()
    assert not app.exception
    assert "large.png: the machine has no memory left to read it" in app.error[0].value
