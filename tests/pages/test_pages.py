"""Each page meets a first visitor with words, does its main action, and never shows a traceback."""

import base64
import io
import time

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

import nncore
from nncore.files.links import to_link
from nncore.files.networks import to_bytes
from pages.ui.experiments import charts

PAGES = {"draw": None, "train": "pages/screens/train.py", "experiments": "pages/screens/experiments.py",
         "sweep": "pages/screens/sweep.py", "weights": "pages/screens/weights.py"}


def opened(page: str) -> AppTest:
    app = AppTest.from_file("../../app.py", default_timeout=30).run()
    if PAGES[page]:
        app.switch_page(PAGES[page]).run()
    return app


def draw(app: AppTest, digit: np.ndarray) -> None:
    """What the browser sends when `digit` has been drawn."""
    ink = np.asarray(Image.fromarray(digit).resize((280, 280)))
    file = io.BytesIO()
    Image.fromarray(np.dstack([ink, ink, ink, np.full_like(ink, 255)])).save(file, "PNG")
    url = "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
    [canvas] = app.get("bidi_component")
    app.session_state[canvas.key] = {"drawing": {"raw": {"objects": [{"type": "path"}]}, "data": url}}
    app.run()


def button(app: AppTest, label: str):
    return next(each for each in app.button if each.label == label)


def uploader(app: AppTest, label: str):
    return next(each for each in app.file_uploader if each.label == label)


def wait_for(runs) -> None:
    """Wait until all runs have ended, and fail if they do not."""
    end = time.monotonic() + 30
    while any(run.active for run in runs):
        assert time.monotonic() < end
        time.sleep(0.02)


def train_until_the_end(app: AppTest) -> None:
    button(app, "Start").click().run()
    wait_for(app.session_state["visitor"].runs[-1:])
    app.run()


@pytest.mark.parametrize("page", PAGES)
def test_a_first_visit_invites_and_shows_no_fault(page):
    """Every page opens without an exception, with a title."""
    app = opened(page)
    assert not app.exception
    assert app.title


def test_a_blank_canvas_invites_and_shows_no_bars():
    """Before the first stroke there is an invitation, and neither an answer nor ten bars of 10 %."""
    app = opened("draw")
    assert "Draw a digit" in app.info[0].value
    assert not app.metric
    assert not app.get("vega_lite_chart")


@pytest.mark.parametrize("index", [0, 1, 2, 3, 4])
def test_a_drawn_digit_is_read(digits, index):
    """A test digit that comes from the canvas is read right, with its probability and a chart."""
    app = opened("draw")
    draw(app, digits.test.images[index])
    assert not app.exception
    assert app.metric[0].value == str(digits.test.labels[index])
    assert app.metric[1].value.endswith("%")
    assert app.get("vega_lite_chart")


def test_clear_and_undo_take_the_drawing_away(digits):
    """After Clear, or Undo of the only stroke, the page invites again."""
    for label in ("Clear", "Undo"):
        app = opened("draw")
        draw(app, digits.test.images[0])
        button(app, label).click().run()
        assert app.info


def test_the_drawing_is_still_there_after_another_page(digits):
    """Coming back from Weights, the digit is read again without a new stroke."""
    app = opened("draw")
    draw(app, digits.test.images[0])
    app.switch_page(PAGES["weights"]).run()
    app.switch_page("pages/screens/draw.py").run()
    assert app.metric[0].value == str(digits.test.labels[0])


def test_a_test_digit_comes_with_its_label():
    """A random test digit is shown with its label and an answer, and one comes back to the canvas."""
    app = opened("draw")
    button(app, "Show me a test digit").click().run()
    number = app.session_state["visitor"].test_digit
    label = nncore.load_mnist().test.labels[number]
    assert any(f"label says **{label}**" in each.value for each in app.markdown)
    button(app, "Back to my drawing").click().run()
    assert app.info


def test_training_ends_with_the_test_accuracy_and_joins_the_list():
    """A short run ends with its accuracy on the 10,000 test digits, and can be chosen on Weights."""
    app = opened("train")
    app.session_state["setting_training_images"] = 2000
    app.session_state["setting_epochs"] = 2
    train_until_the_end(app)
    assert not app.exception
    run = app.session_state["visitor"].runs[-1]
    assert f"{run.history.test.accuracy:.2%}" in app.success[0].value
    assert len(app.get("vega_lite_chart")) == 2
    app.switch_page(PAGES["weights"]).run()
    assert any(option.startswith("Run 1") for option in app.selectbox[0].options)


def test_an_explosion_is_said_in_a_sentence():
    """A learning rate of 100 ends the run with what happened and what to try."""
    app = opened("train")
    app.session_state["setting_learning_rate"] = 100.0
    train_until_the_end(app)
    assert "exploded" in app.warning[0].value
    assert "Try a learning rate" in app.warning[0].value


UNUSUAL = nncore.Experiment(
    hidden=(20, 10, 7), activation="tanh", initializer="xavier", batch_norm=True, dropout=0.1, loss="mean_squared_error",
    label_smoothing=0.05, optimizer="adam", learning_rate=0.002, momentum=0.8, schedule="cosine", batch_size=50, epochs=1,
    l2=0.001, weight_decay=0.02, clip_norm=3.0, average=0.5, patience=2, training_images=500, validation_fraction=0.2, shift=1.0,
    rotation=3.0, scale=0.05, shear=0.05, elastic=0.4, stroke_width_share=0.1, template_share=0.1, scribble_share=0.1,
    noise=0.05, seed=5)


def test_every_control_reaches_the_experiment():
    """What the controls say, every one at a value that is not its default, is what the run is started with."""
    assert not [name for name, value in UNUSUAL.to_dict().items() if value == getattr(nncore.Experiment(), name)]
    app = opened("train")
    for name, value in UNUSUAL.to_dict().items():
        if name != "hidden":
            app.session_state[f"setting_{name}"] = value
    app.session_state["setting_layers"] = len(UNUSUAL.hidden)
    for layer, width in enumerate(UNUSUAL.hidden):
        app.session_state[f"setting_width_{layer}"] = width
    app.run()
    train_until_the_end(app)
    assert app.session_state["visitor"].runs[-1].history.experiment == UNUSUAL


@pytest.mark.parametrize("recipe", nncore.recipes().values(), ids=lambda recipe: recipe.name)
def test_one_click_sets_all_controls_to_a_recipe(recipe):
    """A click on a recipe's name lets the controls say its Experiment, with its claim; a change of one puts the light out."""
    app = opened("train")
    button(app, recipe.name).click().run()
    assert not app.exception
    assert any(recipe.source in each.value for each in app.caption)
    button(app, "Start").click().run()
    run = app.session_state["visitor"].runs[-1]
    run.stop()
    assert run.history.experiment == recipe.experiment
    app.session_state["setting_seed"] = 77
    app.run()
    assert any("Your own settings" in each.value for each in app.caption)


def test_early_stopping_says_so():
    """A run that stops early ends with the reason and the epoch that was kept."""
    app = opened("train")
    for name, value in {"training_images": 500, "patience": 1, "epochs": 200}.items():
        app.session_state[f"setting_{name}"] = value
    app.run()
    train_until_the_end(app)
    assert "Validation has not improved for 1 epochs" in app.success[0].value


def test_what_cannot_be_trained_is_said_in_a_sentence():
    """Patience without digits to validate on ends in one sentence, and in no run."""
    app = opened("train")
    app.session_state["setting_patience"] = 1
    app.session_state["setting_validation_fraction"] = 0.0
    app.run()
    button(app, "Start").click().run()
    assert not app.exception
    assert "validation_fraction=0.1 would be right" in app.error[0].value
    assert not app.session_state["visitor"].runs


def test_digits_of_ones_own_are_learned_from_until_they_are_given_back(digits):
    """An uploaded table is what the next run learns from, on another page too; a bad one is explained by row and column."""
    rows = [",".join(map(str, [label, *image.ravel()])) for image, label in
            zip(digits.test.images[:40], digits.test.labels[:40], strict=True)]
    app = opened("train")
    uploader(app, "Files").upload("mine.csv", "\n".join(rows).encode(), "text/csv").run()
    assert "40 digits of mine.csv" in app.success[0].value
    app.switch_page(PAGES["weights"]).run()
    app.switch_page(PAGES["train"]).run()
    app.session_state["setting_epochs"] = 2
    train_until_the_end(app)
    assert app.session_state["visitor"].runs[-1].history.images == 2 * 36
    button(app, "Back to MNIST").click().run()
    uploader(app, "Files").upload("bad.csv", "\n".join([*rows[:3], rows[3].replace(",0", ",x", 1)]).encode(), "text/csv").run()
    assert not app.exception
    assert "bad.csv, row 4, column 2: a pixel is 'x'" in app.error[0].value


def test_a_saved_network_is_opened_and_a_bad_file_explained():
    """A downloaded .npz joins the list; a file that is none gives one sentence and no traceback."""
    experiment = nncore.Experiment(hidden=(9,))
    app = opened("train")
    saved = to_bytes(nncore.build(experiment), experiment)
    uploader(app, "Open a trained network").upload("mine.npz", saved, "application/octet-stream").run()
    assert "mine.npz is open" in app.success[0].value
    app.switch_page(PAGES["weights"]).run()
    assert any("mine.npz" in option for option in app.selectbox[0].options)
    app.switch_page(PAGES["train"]).run()
    uploader(app, "Open a trained network").upload("bad.npz", b"no network", "application/octet-stream").run()
    assert not app.exception
    assert "bad.npz cannot be opened" in app.error[0].value


def test_filters_can_be_chosen_ordered_and_scaled():
    """Weights shows the filters in both orders and scales, and another filter on request."""
    app = opened("weights")
    for control in app.get("button_group"):
        for option in control.options:
            control.set_value(option)
            app.run()
            assert not app.exception
    app.number_input[0].set_value(7).run()
    assert not app.exception
    assert len(app.get("image")) == 3


def test_two_runs_are_kept_and_compared_in_words():
    """After two runs the log has two rows, the sentence of what changed, curves over each other, and a dot plot."""
    app = opened("experiments")
    assert "Nothing has run yet" in app.info[0].value
    app.switch_page(PAGES["train"]).run()
    for name, value in {"training_images": 1000, "epochs": 2, "shift": 0.0, "rotation": 0.0, "scale": 0.0, "shear": 0.0}.items():
        app.session_state[f"setting_{name}"] = value
    app.run()
    train_until_the_end(app)
    app.session_state["setting_dropout"] = 0.5
    app.run()
    train_until_the_end(app)
    app.switch_page(PAGES["experiments"]).run()
    assert not app.exception
    assert len(app.dataframe[0].value) == 2
    assert any("From Run 1 to Run 2: only the dropout changed, 0 to 0.5: " in each.value for each in app.markdown)
    assert len(app.get("vega_lite_chart")) == 3
    button(app, "Star").click().run()
    assert app.dataframe[0].value["★"].tolist() == [True, True]
    for choice in charts.against_choices():
        app.selectbox[0].set_value(choice).run()
        assert not app.exception, choice
    button(app, "Remove").click().run()
    assert not app.exception
    assert "Nothing has run yet" in app.info[0].value


def test_a_run_is_renamed():
    """The name that a person gives stands in the run log."""
    app = opened("train")
    app.session_state["setting_training_images"] = 1000
    train_until_the_end(app)
    app.switch_page(PAGES["experiments"]).run()
    app.text_input[0].set_value("my best").run()
    assert app.dataframe[0].value["Run"].tolist() == ["my best"]


def test_a_link_sets_every_control_and_a_broken_one_is_explained():
    """A page opened with settings in its link starts the run that they stand for; a broken link is one sentence."""
    app = AppTest.from_file("../../app.py", default_timeout=30)
    app.query_params["settings"] = to_link(UNUSUAL)
    app.run()
    app.switch_page(PAGES["train"]).run()
    train_until_the_end(app)
    assert app.session_state["visitor"].runs[-1].history.experiment == UNUSUAL
    app = AppTest.from_file("../../app.py", default_timeout=30)
    app.query_params["settings"] = "hello"
    app.run()
    app.switch_page(PAGES["train"]).run()
    assert "the link's settings cannot be read" in app.error[0].value
    assert not app.exception


def test_a_setting_is_repeated_with_other_seeds():
    """Repeat adds runs that differ in the seed alone, side by side; the log says that nothing but the seed changed."""
    app = opened("train")
    for name, value in {"training_images": 500, "epochs": 1, "shift": 0.0, "rotation": 0.0, "scale": 0.0, "shear": 0.0}.items():
        app.session_state[f"setting_{name}"] = value
    app.run()
    train_until_the_end(app)
    app.switch_page(PAGES["experiments"]).run()
    visitor = app.session_state["visitor"]
    assert any("One seed only" in each.value for each in app.markdown)
    button(app, "Repeat").click().run()
    assert [run.history.experiment.seed for run in visitor.runs] == [0, 1, 2]
    wait_for(visitor.runs)
    app.run()
    assert any("only the seed changed" in each.value for each in app.markdown)
    visitor.runs[:] = visitor.runs[:1]
    app.run()
    assert any("One seed only" in each.value for each in app.markdown)


def test_the_range_test_sets_the_slider():
    """The range test shows its zones on a chart, and a click on its advice sets the learning rate."""
    app = opened("train")
    app.session_state["setting_training_images"] = 5000
    app.run()
    before = app.session_state["setting_learning_rate"]
    button(app, "Run the range test").click().run()
    assert not app.exception
    advice = next(each for each in app.button if each.label.startswith("Take "))
    advice.click().run()
    assert app.session_state["setting_learning_rate"] == float(advice.label.removeprefix("Take ")) != before
    assert any("Below" in each.value and "hardly anything is learned" in each.value for each in app.caption)


def test_settings_change_a_run_that_is_under_way(digits):
    """A setting that may change is handed to the run by a click and marked; one that may not says that it is for the next run."""
    app = opened("train")
    app.session_state["setting_epochs"] = 500
    button(app, "Start").click().run()
    run = app.session_state["visitor"].runs[-1]
    app.session_state["setting_momentum"] = 0.5
    app.session_state["setting_shift"] = 3.0
    app.run()
    assert any("momentum changed, 0.9 to 0.5" in each.value for each in app.caption)
    button(app, "Change this run").click().run()
    end = time.monotonic() + 20
    while not run.history.changes:
        assert time.monotonic() < end
        time.sleep(0.02)
    assert (run.history.now.momentum, run.history.now.shift) == (0.5, 3.0)
    app.session_state["setting_seed"] = 7
    app.run()
    assert any("begin with the next run" in each.value for each in app.caption)
    run.stop()
    wait_for([run])


def test_one_goes_back_to_an_epoch_and_on_as_a_branch():
    """From epoch 1 of 3, with the run's settings, a branch comes to the same end; it is a run of its own."""
    app = opened("train")
    app.session_state["setting_training_images"] = 1000
    app.session_state["setting_epochs"] = 3
    train_until_the_end(app)
    next(each for each in app.slider if each.label == "Epoch").set_value(1).run()
    button(app, "Go on from epoch 1").click().run()
    first, branch = app.session_state["visitor"].runs
    wait_for([branch])
    app.run()
    assert not app.exception
    assert branch.name == "Run 2, from epoch 1 of Run 1"
    assert branch.history.accuracy == first.history.accuracy
    np.testing.assert_array_equal(branch.history.network.parameters, first.history.network.parameters)


def test_a_downloaded_network_is_trained_on():
    """The file of a run of two epochs, opened again, is at epoch 2 and goes on to epoch 3."""
    app = opened("train")
    app.session_state["setting_training_images"] = 1000
    app.session_state["setting_epochs"] = 2
    train_until_the_end(app)
    file = app.session_state["visitor"].runs[-1].file()
    other = opened("train")
    uploader(other, "Open a trained network").upload("mine.npz", file).run()
    button(other, "Train it on").click().run()
    run = other.session_state["visitor"].runs[-1]
    wait_for([run])
    other.run()
    assert not other.exception
    assert (run.history.first_epoch, run.epoch) == (2, 3)


def test_a_reloaded_page_finds_its_runs_by_the_key_in_the_link():
    """With the link's key a new session has the runs of the one that has gone; with another key, or none, it has none."""
    app = opened("train")
    app.session_state["setting_training_images"] = 1000
    train_until_the_end(app)
    visitor = app.session_state["visitor"]
    assert app.query_params["visit"] == visitor.key
    visitor.watch = lambda: False
    for key, runs in (("something else", 0), (visitor.key, 1)):
        again = AppTest.from_file("../../app.py", default_timeout=30)
        again.query_params["visit"] = key
        again.run()
        assert len(again.session_state["visitor"].runs) == runs
    again.switch_page(PAGES["train"]).run()
    assert again.success[0].value == app.success[0].value
    assert again.session_state["setting_training_images"] == 1000


def test_a_teachers_link_hides_controls_and_its_mission_is_checked():
    """The link sets the controls, some of which are not shown but count; the mission stands above, and its end is told."""
    app = AppTest.from_file("../../app.py", default_timeout=30).run()
    app.query_params["settings"] = to_link(nncore.Experiment(hidden=(8,), epochs=1, training_images=1000, seed=3))
    app.query_params["hide"] = "hidden,seed,pen,nonsense"  # pen is what "Other stroke widths" was called in links of before
    app.query_params["mission"] = '{"accuracy":0.3,"parameters":7000}'
    app.switch_page(PAGES["train"]).run()
    assert not app.exception
    assert "at least 30 % of the test digits, with at most 7,000 parameters" in app.info[0].value
    assert not [each for each in app.number_input if each.label in ("Seed", "Width 1", "Other stroke widths")]
    train_until_the_end(app)
    assert app.session_state["visitor"].runs[-1].history.experiment == nncore.Experiment(
        hidden=(8,), epochs=1, training_images=1000, seed=3)
    assert any("Mission accomplished" in each.value for each in app.success)


def test_a_guess_is_told_beside_what_came():
    """Who guesses 50 % and writes a sentence sees both again, with the difference."""
    app = opened("train")
    app.session_state["setting_training_images"] = 1000
    next(each for each in app.number_input if "Its test accuracy" in each.label).set_value(50.0).run()
    next(each for each in app.text_input if "this will happen" in each.label).set_value("it explodes").run()
    train_until_the_end(app)
    accuracy = app.session_state["visitor"].runs[-1].history.accuracy
    told = next(each.value for each in app.info if "You guessed" in each.value)
    assert f"it is {accuracy:.2%}, {100 * (accuracy - 0.5):.1f} points more" in told
    assert "“it explodes”" in told


def test_a_click_takes_the_coachs_advice():
    """A run that exploded is explained; one click sets a tenth of the rate and runs again."""
    app = opened("train")
    app.session_state["setting_batch_norm"] = False
    app.session_state["setting_optimizer"] = "sgd"
    app.session_state["setting_learning_rate"] = 100.0
    train_until_the_end(app)
    advice = next(each for each in app.button if each.label == "Try it with learning rate 10")
    advice.click().run()
    assert not app.exception
    assert app.session_state["setting_learning_rate"] == 10.0
    runs = app.session_state["visitor"].runs
    assert [run.history.experiment.learning_rate for run in runs] == [100.0, 10.0]
    wait_for(runs)
