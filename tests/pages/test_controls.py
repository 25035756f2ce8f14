"""Each control of the Train page sets its field of the Experiment; a link and a recipe set all of them."""

import pytest

import nncore
from nncore.files.links import to_link
from pages.ui.shared import server
from pages.ui.train.recipe_list import duration
from tests.pages.actions import button, labelled, last_run, opened, set_controls, texts, train_until_the_end
from tests.waiting import until

UNUSUAL = nncore.Experiment(
    hidden=(20, 10, 7), activation="tanh", initializer="xavier", batch_norm=True, dropout=0.1, loss="mean_squared_error",
    label_smoothing=0.05, optimizer="adam", learning_rate=0.002, momentum=0.8, schedule="cosine", batch_size=50, epochs=1,
    l2=0.001, weight_decay=0.02, clip_norm=3.0, average=0.5, patience=2, training_images=500, validation_fraction=0.2, shift=1.0,
    rotation=3.0, scale=0.05, shear=0.05, elastic=0.4, stroke_width_share=0.1, template_share=0.1, scribble_share=0.1,
    noise=0.05, seed=5)


def test_every_control_reaches_the_experiment():
    """What the controls say, every one at a value that is not its default, is what the run is started with."""
    settings = UNUSUAL.to_dict()
    assert not [name for name, value in settings.items() if value == getattr(nncore.Experiment(), name)]
    widths = {f"width_{layer}": width for layer, width in enumerate(settings.pop("hidden"))}
    app = opened("train")
    set_controls(app, layers=len(widths), **widths, **settings)
    app.run()
    train_until_the_end(app)
    assert last_run(app).history.experiment == UNUSUAL


def test_a_link_sets_every_control():
    """A page opened with settings in its link starts the run that they stand for."""
    app = opened("train", settings=to_link(UNUSUAL))
    train_until_the_end(app)
    assert last_run(app).history.experiment == UNUSUAL


@pytest.mark.parametrize("recipe", nncore.recipes().values(), ids=lambda recipe: recipe.name)
def test_one_choice_sets_all_controls_to_a_recipe(recipe):
    """A recipe chosen from the list sets all controls and says what it shows; a change of one makes them the visitor's own."""
    app = opened("train")
    labelled(app.selectbox, "Recipe").set_value(recipe.name).run()
    assert not app.exception
    assert recipe.shows in texts(app.caption)
    assert recipe.source in labelled(app.selectbox, "Recipe").help
    button(app, "Start").click().run()
    run = last_run(app)
    run.stop()
    assert run.history.experiment == recipe.experiment
    set_controls(app, seed=77)
    app.run()
    assert labelled(app.selectbox, "Recipe").value == ""
    until(lambda: not run.active)


def test_the_list_of_recipes_ends_with_the_one_that_takes_hours():
    """Before the machine has measured it `best` takes hours, and it stands behind all others; then each has a time, in order."""
    app = opened("train")
    *others, best, own = labelled(app.selectbox, "Recipe").options
    assert (own, best.startswith("best, ")) == ("your own settings", True)
    assert "best" not in " ".join(others)
    until(server.recipe_seconds)
    app.run()
    options = labelled(app.selectbox, "Recipe").options[:-1]
    assert all(", " in option for option in options)
    seconds = [server.recipe_seconds()[option.partition(",")[0]] for option in options[:-1]]
    assert seconds == sorted(seconds)
    assert options[-1].startswith("best, ")


def test_recipes_are_timed_in_a_lesson_too(monkeypatch):
    """A lesson shows no list of recipes, yet asks for their times: once its class trains, nobody measures them any more."""
    asked = []
    monkeypatch.setattr(server, "recipe_seconds", lambda: asked.append(1) or {})
    assert not [each for each in opened("train", lesson="rate").selectbox if each.label == "Recipe"]
    assert asked


@pytest.mark.parametrize(("seconds", "said"), [(0.2, "1 s"), (12.4, "12 s"), (99, "99 s"), (130, "2 min"), (4680, "1.3 hours")])
def test_a_time_is_said_roughly(seconds, said):
    """Seconds, then minutes, then hours."""
    assert duration(seconds) == said
