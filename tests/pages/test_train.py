"""The Train page trains, says how it ended, and takes a run back, on, or another way."""

import numpy as np

from tests.pages.actions import (
    button,
    go_to,
    labelled,
    last_run,
    opened,
    set_controls,
    setting,
    texts,
    train_until_the_end,
    visitor,
)
from tests.waiting import until


def test_training_ends_with_the_test_accuracy_and_joins_the_list():
    """A short run ends with its accuracy on the 10,000 test digits, and can be chosen on Weights."""
    app = opened("train")
    set_controls(app, training_images=2000, epochs=2)
    train_until_the_end(app)
    assert not app.exception
    assert f"{last_run(app).history.test.accuracy:.2%}" in app.success[0].value
    assert len(app.get("vega_lite_chart")) == 2
    go_to(app, "weights")
    assert any(option.startswith("Run 1") for option in app.selectbox[0].options)


def test_an_explosion_is_said_in_a_sentence():
    """A learning rate of 100 ends the run with what happened and what to try."""
    app = opened("train")
    set_controls(app, learning_rate=100.0)
    train_until_the_end(app)
    assert "exploded" in app.warning[0].value
    assert "Try a learning rate" in app.warning[0].value


def test_early_stopping_says_so():
    """A run that stops early ends with the reason and the epoch that was kept."""
    app = opened("train")
    set_controls(app, training_images=100, patience=1, epochs=200, learning_rate=0.05, schedule="constant")
    app.run()
    train_until_the_end(app)
    assert "Validation has not improved for 1 epochs" in app.success[0].value


def test_what_cannot_be_trained_is_said_in_a_sentence():
    """Patience without digits to validate on ends in one sentence, and in no run."""
    app = opened("train")
    set_controls(app, patience=1, validation_fraction=0.0)
    app.run()
    button(app, "Start").click().run()
    assert not app.exception
    assert "validation_fraction=0.1 would be right" in app.error[0].value
    assert not visitor(app).runs


def test_the_range_test_sets_the_slider():
    """The range test shows its zones on a chart, and a click on its advice sets the learning rate."""
    app = opened("train")
    set_controls(app, training_images=5000)
    app.run()
    before = setting(app, "learning_rate")
    button(app, "Run the range test").click().run()
    assert not app.exception
    advice = next(each for each in app.button if each.label.startswith("Take "))
    advice.click().run()
    assert setting(app, "learning_rate") == float(advice.label.removeprefix("Take ")) != before
    assert any("Below" in each.value and "hardly anything is learned" in each.value for each in app.caption)


def test_settings_change_a_run_that_is_under_way():
    """A setting that may change is handed to the run by a click and marked; one that may not says that it is for the next run."""
    app = opened("train")
    set_controls(app, epochs=500)
    button(app, "Start").click().run()
    run = last_run(app)
    set_controls(app, momentum=0.5, shift=3.0)
    app.run()
    assert "momentum changed, 0.9 to 0.5" in texts(app.caption)
    button(app, "Change this run").click().run()
    until(lambda: run.history.changes)
    assert (run.history.now.momentum, run.history.now.shift) == (0.5, 3.0)
    set_controls(app, seed=7)
    app.run()
    assert "begin with the next run" in texts(app.caption)
    run.stop()
    until(lambda: not run.active)


def test_one_goes_back_to_an_epoch_and_on_as_a_branch():
    """From epoch 1 of 3, with the run's settings, a branch comes to the same end; it is a run of its own."""
    app = opened("train")
    set_controls(app, training_images=1000, epochs=3)
    train_until_the_end(app)
    labelled(app.slider, "Epoch").set_value(1).run()
    button(app, "Go on from epoch 1").click().run()
    first, branch = visitor(app).runs
    until(lambda: not branch.active)
    app.run()
    assert not app.exception
    assert branch.name == "Run 2, from epoch 1 of Run 1"
    assert branch.history.accuracy == first.history.accuracy
    np.testing.assert_array_equal(branch.history.network.parameters, first.history.network.parameters)


def test_a_guess_is_told_beside_what_came():
    """Who guesses 50 % and writes a sentence sees both again, with the difference."""
    app = opened("train")
    set_controls(app, training_images=1000)
    next(each for each in app.number_input if "Its test accuracy" in each.label).set_value(50.0).run()
    next(each for each in app.text_input if "this will happen" in each.label).set_value("it explodes").run()
    train_until_the_end(app)
    accuracy = last_run(app).history.accuracy
    told = next(each.value for each in app.info if "You guessed" in each.value)
    assert f"it is {accuracy:.2%}, {100 * (accuracy - 0.5):.1f} points more" in told
    assert "“it explodes”" in told


def test_a_click_takes_the_coachs_advice():
    """A run that exploded is explained; one click sets a tenth of the rate and runs again."""
    app = opened("train")
    set_controls(app, batch_norm=False, optimizer="sgd", learning_rate=100.0)
    train_until_the_end(app)
    button(app, "Try it with learning rate 10").click().run()
    assert not app.exception
    assert setting(app, "learning_rate") == 10.0
    runs = visitor(app).runs
    assert [run.history.experiment.learning_rate for run in runs] == [100.0, 10.0]
    runs[-1].stop()
    until(lambda: not any(run.active for run in runs))
