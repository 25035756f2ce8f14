"""A digit on Draw is labelled by who wrote it: one after the other, and then the canvas is clear."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import nncore
from pages.ui.shared import state
from pages.ui.shared.visitor import OpenedFile
from tests.pages.actions import button, draw, labelled, opened, say_it_was, texts, visitor
from tests.written_digits import FORMS, strokes


def write(app: AppTest, *digits: int) -> None:
    """What the browser sends when these digits have been written beside each other."""
    draw(app, np.full((28, 28), 255, np.uint8))
    [canvas] = app.get("bidi_component")
    sent = app.session_state[canvas.key]["drawing"]
    lines = [line * 0.7 + [20 + 100 * place, 90] for place, digit in enumerate(digits) for line in strokes(FORMS[digit][0])]
    paths = [[["M" if number == 0 else "L", *point] for number, point in enumerate(line.tolist())] for line in lines]
    app.session_state[canvas.key] = {"drawing": {**sent, "raw": {"objects": [{"type": "path", "path": path} for path in paths]}}}
    app.run()


def exploded() -> OpenedFile:
    """A network whose weights are no numbers."""
    experiment = nncore.Experiment(hidden=(16,))
    network = nncore.build(experiment)
    network.parameters[:] = np.nan
    return OpenedFile("exploded", "exploded.npz", network, experiment, None)


def test_one_digit_is_labelled_and_the_canvas_is_clear():
    """A click on what it was keeps the digit and invites to draw the next."""
    app = opened("draw")
    write(app, 4)
    say_it_was(app, 4)
    assert [kept.label for kept in visitor(app).handwriting] == [4]
    assert "Draw a digit" in app.info[0].value


def test_each_digit_of_a_number_is_labelled():
    """71 takes two clicks: the first keeps the 7 and goes on to the 1, the second keeps the 1 and clears the canvas."""
    app = opened("draw")
    write(app, 7, 1)
    assert app.metric[0].value == "71"
    say_it_was(app, 7)
    assert app.metric[0].value == "71"
    assert app.session_state[state.PLACE] == 1
    say_it_was(app, 1)
    assert [kept.label for kept in visitor(app).handwriting] == [7, 1]
    first, second = (kept.image for kept in visitor(app).handwriting)
    assert not np.array_equal(first, second)
    assert "Draw a digit" in app.info[0].value
    write(app, 7, 1)
    assert app.session_state[state.PLACE] == 0


def test_a_shorter_number_is_looked_at_from_its_first_digit():
    """With the second digit of 71 chosen, Undo leaves the 7 alone, and that is what all of the page looks at."""
    app = opened("draw")
    write(app, 7, 1)
    labelled(app.get("button_group"), "Look at digit").set_value(1).run()
    one = visitor(app).drawing
    visitor(app).sheets.append(visitor(app).sheets.pop())
    write(app, 7)
    assert not app.exception
    assert app.metric[0].value == "7"
    assert not np.array_equal(visitor(app).drawing, one)


def test_an_exploded_network_is_said_to_read_nothing():
    """Draw and Weights show no bars, no digit and no number that is none, but a sentence."""
    app = opened("draw")
    visitor(app).add_file(exploded())
    visitor(app).network = "file exploded"
    write(app, 4)
    assert not app.exception
    assert "exploded" in app.info[0].value
    assert not app.metric
    html = "".join(each.proto.body for each in app.get("html") if "<style>" not in each.proto.body)
    assert "nan" not in (texts(app.markdown) + texts(app.caption) + html).lower()
    app.switch_page("pages/screens/weights.py").run()
    assert not app.exception
    assert "have exploded" in texts(app.markdown)


@pytest.mark.parametrize("source", ["Picture", "Camera"])
def test_a_test_digit_gives_way_to_another_source(source):
    """With a test digit on show, Picture and Camera are one click away, and so is the drawing."""
    app = opened("draw")
    write(app, 4)
    button(app, "Test digit").click().run()
    labelled(app.get("button_group"), "Read from").set_value(source).run()
    assert state.TEST_DIGIT not in app.session_state
    assert app.get("file_uploader") or app.get("camera_input")
    button(app, "Back to my drawing").click().run()
    assert app.metric[0].value == "4"
