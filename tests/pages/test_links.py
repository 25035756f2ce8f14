"""A link brings settings, a mission, or a visitor's own work after a reload, and says from the first moment what it can."""

import pytest

import nncore
from nncore.files.links import from_link, to_link
from pages.ui.shared import server, state
from tests.pages.actions import (
    draw,
    go_to,
    labelled,
    last_run,
    opened,
    say_it_was,
    set_controls,
    setting,
    texts,
    train_until_the_end,
    uploader,
    visitor,
)

QUICK = nncore.recipes()["quick"].experiment
SMALL = nncore.Experiment(hidden=(8,), epochs=1, training_images=1000, seed=3)


@pytest.fixture
def cookie(monkeypatch):
    """A browser that can be told from others."""
    monkeypatch.setattr(server, "browser", lambda: "one")


def linked(app) -> nncore.Experiment:
    """What the settings in the page's link stand for."""
    return from_link(app.query_params[state.SETTINGS_IN_LINK])


def reloaded(app, page: str):
    """The page as a new session gets it from the link of the one before, which has gone."""
    visitor(app).watch = lambda: False
    return opened(page, **{name: app.query_params[name] for name in app.query_params})


def test_a_broken_link_is_explained():
    """Settings that cannot be read are one sentence, and no fault; the link then says what the controls say."""
    app = opened("train", settings="hello")
    assert "the link's settings cannot be read" in app.error[0].value
    assert not app.exception
    assert linked(app) == QUICK


def test_a_broken_mission_is_explained():
    """A mission that cannot be read is one sentence, and the settings of its link hold."""
    app = opened("train", settings=to_link(SMALL), mission="hello", hide="seed")
    assert "mission" in app.error[0].value
    assert not app.exception
    assert linked(app) == SMALL


def test_the_link_says_what_the_controls_say():
    """From the first moment, after a change, and after a recipe's click, before any run."""
    app = opened("train")
    assert linked(app) == QUICK
    set_controls(app, momentum=0.5, epochs=3)
    app.run()
    assert (linked(app).momentum, linked(app).epochs) == (0.5, 3)
    labelled(app.selectbox, "Recipe").set_value("modular-128-64").run()
    assert linked(app) == nncore.recipes()["modular-128-64"].experiment


def test_a_link_is_left_behind_when_the_controls_change():
    """Who opens a link and changes a control gets the change, in the link too, whatever link the browser sends once more."""
    app = opened("train", settings=to_link(SMALL))
    set_controls(app, epochs=7)
    app.query_params[state.SETTINGS_IN_LINK] = to_link(SMALL)  # as when the second touch is quicker than the answer to the first
    app.run()
    assert setting(app, "epochs") == linked(app).epochs == 7


@pytest.mark.parametrize("page", ["train", "sweep", "draw", "runs"])
def test_a_reload_keeps_the_settings(page):
    """Set on Train and reloaded there or on any page after it, nothing having run, the controls say the same again."""
    app = opened("train")
    set_controls(app, epochs=9, layers=3, width_2=77)
    app.run()
    if page == "sweep":
        app.query_params[state.TAB_IN_LINK] = app.session_state[state.LINK][state.TAB_IN_LINK] = "Sweep"
    place = "runs" if page == "sweep" else page
    if page != "train":
        go_to(app, place)
    again = reloaded(app, place)
    if page == "sweep":
        assert "784-384-192-77-10, 9 epochs" in texts(again.caption)
    go_to(again, "train")
    assert linked(again) == linked(app)
    assert (setting(again, "epochs"), setting(again, "layers"), setting(again, "width_2")) == (9, 3, 77)


def test_a_reloaded_page_finds_its_runs_by_the_key_in_the_link(cookie):
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
    [said] = [each.value for each in app.info if "Test accuracy" in each.value]
    assert said in texts(again.info)


def test_a_drawing_is_kept_from_the_first_stroke_on(cookie, digits):
    """Nothing drawn, nothing in the link; one digit drawn and labelled, another drawn, nothing run: a reload has both."""
    app = opened("draw")
    assert "visit" not in app.query_params
    draw(app, digits.test.images[0])
    assert "visit" in app.query_params
    say_it_was(app, 7)
    draw(app, digits.test.images[0])
    again = reloaded(app, "draw")
    assert again.metric[0].value == str(digits.test.labels[0])
    assert [kept.label for kept in visitor(again).handwriting] == [7]


def test_an_opened_file_is_kept_for_a_reload(cookie):
    """A network from a file, nothing having run, can be chosen after a reload."""
    app = opened("train")
    saved = nncore.files.networks.to_bytes(nncore.build(SMALL), SMALL)
    uploader(app, "Open a trained network").upload("mine.npz", saved, "application/octet-stream").run()
    again = reloaded(app, "weights")
    assert any("mine.npz" in option for option in again.selectbox[0].options)


def test_two_pages_with_one_link_have_two_visits(cookie, digits):
    """While the first page is open the second has its own; what it draws is its own, and it has a key of its own."""
    app = opened("draw")
    draw(app, digits.test.images[0])
    other = opened("draw", visit=app.query_params["visit"])
    assert visitor(other) is not visitor(app)
    assert not visitor(other).sheets
    draw(other, digits.test.images[1])
    assert other.query_params["visit"] != app.query_params["visit"]
    assert len(visitor(app).sheets) == 1


def test_a_page_whose_visitor_was_claimed_meanwhile_begins_its_own(cookie, digits):
    """A page that comes back after its connection broke, and another page took over what was made, does not share it."""
    app = opened("draw")
    draw(app, digits.test.images[0])
    someone = visitor(app)
    other = reloaded(app, "draw")
    assert visitor(other) is someone
    app.run()
    assert not app.exception
    assert visitor(app) is not someone


def test_without_cookies_nobody_finds_anybodys_work(digits):
    """Without what tells browsers apart, no key is in the link, and none that is guessed opens anything."""
    app = opened("draw")
    draw(app, digits.test.images[0])
    assert "visit" not in app.query_params
    someone = visitor(app)
    server.visits().keep(someone.key, someone)
    someone.watch = lambda: False
    assert visitor(opened("draw", visit=someone.key)) is not someone


def test_a_teachers_link_hides_controls_and_its_mission_is_checked():
    """The link sets the controls, some of which are not shown but count; the mission stands above, and its end is told."""
    app = opened("train", settings=to_link(SMALL), hide="hidden,seed,nonsense", mission='{"accuracy":0.3,"parameters":7000}')
    assert not app.exception
    assert "at least 30% of the test digits, with at most 7,000 parameters" in app.info[0].value
    assert not [each for each in app.number_input if each.label in ("Seed", "Width 1")]
    train_until_the_end(app)
    assert last_run(app).history.experiment == SMALL
    assert "Mission accomplished" in texts(app.success)


def test_a_teachers_task_outlives_changes_of_page_and_a_reload():
    """On another page and reloaded there, the link carries the task on: the mission stands, the hidden stays hidden and holds."""
    app = opened("train", settings=to_link(SMALL), hide="seed", mission='{"accuracy":0.3}')
    set_controls(app, epochs=2)
    app.run()
    go_to(app, "weights")
    again = go_to(reloaded(app, "weights"), "train")
    assert "at least 30% of the test digits" in again.info[0].value
    assert not [each for each in again.number_input if each.label == "Seed"]
    assert (linked(again).seed, linked(again).epochs) == (3, 2)


def test_the_coach_leaves_alone_what_a_teacher_hides():
    """Advice on a setting that the link hides is said, and no click tries it; what the link says stays."""
    wild = nncore.Experiment(hidden=(16,), epochs=1, training_images=1000, optimizer="sgd", learning_rate=100.0)
    app = opened("train", settings=to_link(wild), hide="learning_rate")
    train_until_the_end(app)
    assert not app.exception
    assert "It would take learning rate 0.1, which stays as it is here." in texts(app.caption)
    assert not [each.label for each in app.button if each.label.startswith("Try it with")]
    assert setting(app, "learning_rate") == linked(app).learning_rate == 100.0
