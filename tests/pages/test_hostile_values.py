"""A client may send what no control offers; the page takes none of it, and shows what was sent as text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from nncore import settings as fields
from nncore.runs.lessons import LESSONS
from pages.ui.shared import state
from tests.pages.actions import labelled, open_tab, opened, texts

TOO_MUCH = (-1, 10**9)
CONTROLS = ("number_input", "select_slider", "toggle", "button_group")  # of settings, as AppTest names them
IMAGE = "![x](https://example.org/x.png)"


@pytest.mark.parametrize("much", TOO_MUCH)
def test_no_more_than_the_controls_of_train_offer(much):
    """Numbers beyond a control's bounds leave every setting within them, and the page stands."""
    app = opened("train")
    for each in app.number_input:
        each.set_value(much)
    app.run()
    assert not app.exception
    assert app.number_input
    for each in app.number_input:
        assert each.value is None or each.min <= each.value <= each.max


@pytest.mark.parametrize("much", TOO_MUCH)
def test_no_more_runs_than_a_sweep_may_have(much):
    """A sweep drawn at random has as many runs as its control offers, whatever is sent."""
    app = open_tab(opened("runs"), "Sweep")
    app.session_state[state.sweep_key("how")] = "at random"
    app.run()
    runs = labelled(app.number_input, "Runs")
    seed = labelled(app.number_input, "Seed of the choice")
    runs.set_value(much)
    seed.set_value(much)
    app.run()
    assert not app.exception
    for each in (labelled(app.number_input, "Runs"), labelled(app.number_input, "Seed of the choice")):
        assert each.min <= each.value <= each.max


def test_a_title_stays_text():
    """A task's title that is Markdown for an image brings no image onto the page."""
    app = opened("class")
    app.session_state["task_title"] = IMAGE
    app.run()
    assert not app.exception
    said = "\n".join(map(texts, (app.markdown, app.caption, app.info, app.error)))
    assert IMAGE not in said


@pytest.mark.parametrize("text", [IMAGE, f'{{"{IMAGE}":1}}', "x" * 100_000, "[" * 5_000, f"default,{IMAGE}:1", "\0", "{}"])
def test_a_link_stays_text(text):
    """Where every field of a link is wrong the pages stand, and no image comes of it."""
    link = dict.fromkeys(state.CARRIED, text)
    for app in (opened("train", **link), open_tab(opened("runs", **link), "Sweep")):
        assert not app.exception
        said = "\n".join(map(texts, (app.markdown, app.caption, app.info, app.error, app.warning, app.success)))
        assert IMAGE not in said


@settings(max_examples=12, deadline=None, derandomize=True, database=None)
@given(hidden=some.lists(some.sampled_from(list(fields())) | some.text(max_size=20), max_size=6).map(",".join),
       lesson=some.none() | some.sampled_from(list(LESSONS)) | some.text(max_size=20),
       tab=some.sampled_from(["Compare", "Sweep"]) | some.text(max_size=20))
def test_names_in_a_link_are_those_that_there_are_or_nothing(hidden, lesson, tab):
    """Whatever a link names as a setting to hide, a lesson or a tab: the pages stand, and of all controls those alone are missing
    that a real name hides.
    """
    link = {"hide": hidden, "tab": tab} | ({} if lesson is None else {"lesson": lesson})
    train, runs = opened("train", **link), opened("runs", **link)
    assert not train.exception
    assert not runs.exception
    hides = set(hidden.split(",")) | (set(LESSONS[lesson].hidden) if lesson in LESSONS else set())
    shown = {each.key for kind in CONTROLS for each in train.get(kind)}
    missing = {name for name in fields() if state.setting_key(name) not in shown and name != "hidden"}
    assert missing == hides & set(fields()) - {"hidden"}
