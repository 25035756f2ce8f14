"""A link brings settings, a teacher's mission, or a visitor's own runs after a reload."""

import nncore
from nncore.files.links import to_link
from tests.pages.actions import go_to, last_run, opened, set_controls, setting, texts, train_until_the_end, visitor


def test_a_broken_link_is_explained():
    """Settings that cannot be read are one sentence, and no fault."""
    app = opened("train", settings="hello")
    assert "the link's settings cannot be read" in app.error[0].value
    assert not app.exception


def test_a_reloaded_page_finds_its_runs_by_the_key_in_the_link():
    """With the link's key a new session has the runs of the one that has gone; with another key, or none, it has none."""
    app = opened("train")
    set_controls(app, training_images=1000)
    train_until_the_end(app)
    someone = visitor(app)
    assert app.query_params["visit"] == someone.key
    someone.watch = lambda: False
    for link, runs in (({"visit": "something else"}, 0), ({}, 0), ({"visit": someone.key}, 1)):
        again = opened("draw", **link)
        assert len(visitor(again).runs) == runs
    go_to(again, "train")
    assert again.success[0].value == app.success[0].value
    assert setting(again, "training_images") == 1000


def test_a_teachers_link_hides_controls_and_its_mission_is_checked():
    """The link sets the controls, some of which are not shown but count; the mission stands above, and its end is told."""
    small = nncore.Experiment(hidden=(8,), epochs=1, training_images=1000, seed=3)
    app = opened("train", settings=to_link(small), hide="hidden,seed,nonsense", mission='{"accuracy":0.3,"parameters":7000}')
    assert not app.exception
    assert "at least 30 % of the test digits, with at most 7,000 parameters" in app.info[0].value
    assert not [each for each in app.number_input if each.label in ("Seed", "Width 1")]
    train_until_the_end(app)
    assert last_run(app).history.experiment == small
    assert "Mission accomplished" in texts(app.success)
