"""A class gets a link that does what its teacher chose, a code that readers read, and a sheet that needs nothing else."""

import html
import re

import numpy as np
import pytest
import segno
import zxingcpp

import nncore
from nncore.files.links import from_link
from nncore.runs.lessons import LESSONS
from pages.ui.class_room import address
from pages.ui.class_room.code import code
from pages.ui.class_room.handout import Handout, of_lesson
from pages.ui.class_room.sheet import sheet
from pages.ui.shared import server, state
from tests.pages.actions import (
    button,
    draw,
    go_to,
    labelled,
    opened,
    say_it_was,
    set_controls,
    setting,
    texts,
    train_until_the_end,
    visitor,
)

BASE = "http://10.0.0.5:8501/"
TEACHERS = f"{BASE}train?settings=quick1,training_images:5000,epochs:2&hide=seed,batch_size&mission=accuracy:0.95,epochs:3"


def squares(svg: str) -> np.ndarray:
    """The code's squares as a picture, uint8 (n, n), drawn from the SVG's path by hand: h draws, m moves, M places."""
    width, height = map(int, re.search(r'viewBox="0 0 (\d+) (\d+)"', svg).groups())
    picture, x, y = np.full((height, width), 255, np.uint8), 0.0, 0.0
    path = re.findall(r' d="([^"]+)"', svg)[-1]
    for command, numbers in re.findall(r"([Mmh])([^Mmh]*)", path):
        values = [float(each) for each in re.findall(r"-?\d*\.?\d+", numbers)]
        if command == "h":
            picture[int(y), int(x):int(x + values[0])] = 0
            x += values[0]
        else:
            x, y = (values[0], values[1]) if command == "M" else (x + values[0], y + values[1])
    return picture


@pytest.mark.parametrize("link", [of_lesson(lesson, BASE).link for lesson in LESSONS.values()] + [TEACHERS, TEACHERS * 3])
def test_the_code_gives_exactly_the_link(link):
    """An independent reader (ZXing) finds one code in the picture, and in it the link, whatever its length."""
    [found] = zxingcpp.read_barcodes(np.kron(squares(code(link)), np.ones((6, 6), np.uint8)))
    assert found.text == link


def test_links_are_short():
    """A lesson's link is typed from the screen; a teacher's needs a code of at most 49 squares, which a beamer shows well."""
    assert max(len(of_lesson(lesson, "").link) for lesson in LESSONS.values()) <= 20
    assert len(segno.make(TEACHERS, error="m", micro=False).matrix) <= 49


@pytest.mark.parametrize("handout", [of_lesson(lesson, BASE) for lesson in LESSONS.values()]
                         + [Handout("task", "<script>alert(1)</script>", f"{BASE}train?settings=quick", {"Do": "1 < 2 & 3"}, "")])
def test_a_sheet_is_whole_and_needs_nothing_else(handout):
    """Title, link, sentences and mission stand in it, escaped, with the code; it loads nothing and runs nothing."""
    page = sheet(handout)
    for text in (handout.title, handout.link, handout.goal, *handout.sentences.values()):
        assert html.escape(text) in page
    assert code(handout.link) in page
    assert not re.search(r"<script|<link|src=|href=|@import|url\(", page)


def test_the_own_task_is_what_the_train_page_says():
    """Settings, what is hidden and the mission go into one link, which says no more than what differs from `quick`."""
    app = opened("train")
    set_controls(app, epochs=2, training_images=5000)
    app.run()
    go_to(app, "class")
    assert "the recipe quick, but with epochs 2, training images 5000" in texts(app.markdown)
    app.multiselect[0].select("seed").run()
    labelled(app.number_input, "Test accuracy, at least %").set_value(50.0).run()
    labelled(app.number_input, "Epochs, at most").set_value(3).run()
    link = app.code[-1].value
    assert link.endswith("train?settings=quick1,epochs:2,training_images:5000&hide=seed&mission=accuracy:0.5,epochs:3")
    pupil = opened("train", **dict(part.split("=") for part in link.partition("?")[2].split("&")))
    assert (setting(pupil, "epochs"), setting(pupil, "training_images")) == (2, 5000)
    assert not [each for each in pupil.number_input if each.label == "Seed"]
    assert "at least 50% of the test digits, with at most 3 epochs" in texts(pupil.info)


@pytest.mark.parametrize(("base", "for_pupils"), [
    ("http://localhost:8501/", "http://10.0.0.5:8501/"), ("http://127.0.0.1/school/", "http://10.0.0.5/school/"),
    ("https://inkling.example/", "https://inkling.example/"), ("http://10.0.0.9:8501/", "http://10.0.0.9:8501/")])
def test_links_begin_with_an_address_that_pupils_can_open(monkeypatch, base, for_pupils):
    """Opened by this machine's own name of itself, the page gives its address in the network in link and code, and says why."""
    monkeypatch.setattr(server, "base_url", lambda: base)
    monkeypatch.setattr(address, "in_the_network", lambda: "10.0.0.5")
    monkeypatch.setattr(address, "in_a_container", lambda: False)
    app = opened("class")
    assert all(each.value.startswith(for_pupils) for each in app.code)
    assert (f"Links and codes below begin with **{for_pupils}**" in texts(app.info)) == (base != for_pupils)
    assert not app.warning


@pytest.mark.parametrize(("here", "heard", "contained", "port", "way"), [
    ("", True, False, 8501, "Connect this machine"), ("10.0.0.5", False, False, 8501, "--server.address"),
    ("10.0.0.5", False, False, 8080, "Open this page by the address at which pupils will open it"),
    ("172.17.0.2", True, True, 8501, "the machine on which the container runs: open this page by that address")],
    ids=["no network", "hears nobody", "behind a proxy", "in a container"])
def test_a_teacher_hears_that_pupils_cannot_open_this_machine(monkeypatch, here, heard, contained, port, way):
    """Where no address would do, links stay as they are, and the page says what would help, and nothing else."""
    monkeypatch.setattr(server, "base_url", lambda: f"http://127.0.0.1:{port}/")
    monkeypatch.setattr(address, "in_the_network", lambda: here)
    monkeypatch.setattr(address, "hears_nobody_else", lambda: not heard)
    monkeypatch.setattr(address, "in_a_container", lambda: contained)
    app = opened("class")
    assert way in texts(app.warning)
    assert ("--server.address" in texts(app.warning)) == (way == "--server.address")
    assert app.code[0].value.startswith(f"http://127.0.0.1:{port}/")


def test_the_address_in_the_network_is_no_name_of_oneself():
    """It is one that other machines may know, or there is none."""
    assert address.in_the_network() not in address.THIS_MACHINE


@pytest.mark.parametrize("name", [name for name, lesson in LESSONS.items() if lesson.page == "train"])
def test_a_lessons_link_sets_what_it_says(name):
    """Its sentences and its mission stand at the top, its settings hold, and only those that it shows can be changed."""
    app = opened("train", lesson=name)
    lesson = LESSONS[name]
    assert not app.exception
    assert f"{lesson.title}.** Mission: {lesson.goal}" in app.expander[0].label
    for text in lesson.sentences.values():
        assert text in texts(app.markdown)
    assert from_link(app.query_params[state.SETTINGS_IN_LINK]) == lesson.experiment
    assert not [each for each in app.number_input if each.label == "Seed"]
    button(app, "Leave the lesson").click().run()
    assert "lesson" not in app.query_params
    assert [each for each in app.number_input if each.label == "Seed"]


def test_a_lesson_is_accomplished_after_a_change():
    """As it begins the mission is not met; with what the lesson shows changed, it is, and both are said."""
    app = opened("train", lesson="rate")
    train_until_the_end(app)
    assert "not accomplished yet" in texts(app.info)
    set_controls(app, learning_rate=0.3)
    app.run()
    train_until_the_end(app)
    assert "Mission accomplished" in texts(app.success)


def test_a_lesson_that_is_changed_and_reloaded_goes_on():
    """What was changed holds after F5, and the lesson with its mission is still there."""
    app = opened("train", lesson="rate")
    set_controls(app, learning_rate=0.3)
    app.run()
    again = opened("train", **{name: app.query_params[name] for name in app.query_params})
    assert setting(again, "learning_rate") == 0.3
    assert LESSONS["rate"].goal in again.expander[0].label


def test_an_unknown_lesson_is_explained():
    """A lesson that there is not is one sentence, and the page works as without."""
    app = opened("train", lesson="flying")
    assert "the lessons are overfit" in app.error[0].value
    assert setting(app, "epochs") == nncore.recipes()["quick"].experiment.epochs


def test_seconds_of_an_older_link_are_told_and_dropped():
    """The other conditions hold, and what is no longer counted is said in words."""
    app = opened("train", mission='{"accuracy":0.5,"seconds":20}')
    assert "at least 50% of the test digits." in texts(app.info)
    assert "no longer counted" in texts(app.info)


def test_a_lesson_on_draw_is_met_by_a_seven_that_is_read_as_a_one(digits):
    """A drawing that is read as a 1 does not meet it if it is said to be a 1, and does if it is said to be a 7."""
    app = opened("draw", lesson="seven")
    one = digits.test.images[digits.test.labels == 1][0]
    for digit, met in ((1, False), (7, True)):
        assert LESSONS["seven"].do in texts(app.markdown)
        draw(app, one)
        assert app.metric[0].value == "1"
        say_it_was(app, digit)
        assert ("Mission accomplished" in texts(app.success)) == met
    assert not places(app)
    go_to(app, "train")
    assert LESSONS["seven"].do not in texts(app.markdown)
    assert places(app) == ["Your lesson, *A seven that is a one*, takes place on **Draw**"]


def places(app) -> list[str]:
    """The links of a page to where a lesson takes place."""
    return [each.proto.label for each in app.get("page_link") if "lesson" in each.proto.label]


def test_a_lesson_on_train_is_named_on_draw():
    """Who opens its link on Draw, the first page, is led to Train, where it stands."""
    app = opened("draw", lesson="rate")
    assert places(app) == ["Your lesson, *Too fast, too slow*, takes place on **Train**"]
    assert f"{LESSONS['rate'].title}.** Mission" in go_to(app, "train").expander[0].label
    assert not places(app)


def test_a_link_of_before_begins_from_the_recipe_of_then():
    """`quick` in a printed link opens as it did; what is shared from there says what it stands for."""
    app = opened("train", settings="quick,epochs:2,training_images:5000")
    assert (setting(app, "epochs"), setting(app, "training_images")) == (2, 5000)
    assert app.query_params[state.SETTINGS_IN_LINK] == "quick1,epochs:2,training_images:5000"


def test_no_mission_asks_for_nothing():
    """The field for the accuracy begins above 0, as 0% would be met by any run."""
    app = opened("class")
    assert labelled(app.number_input, "Test accuracy, at least %").min > 0


def test_without_its_lesson_a_drawing_meets_none(digits):
    """The same seven, read as a one, is noted nowhere when no lesson asks for it."""
    app = opened("draw")
    draw(app, digits.test.images[digits.test.labels == 1][0])
    say_it_was(app, 7)
    assert not visitor(app).lessons_met
