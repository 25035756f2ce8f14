"""A client may send what no control offers; the page takes none of it, and shows what was sent as text."""

import pytest

from pages.ui.shared import state
from tests.pages.actions import labelled, open_tab, opened, texts

TOO_MUCH = (-1, 10**9)
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
