"""The Train page trains, says how it ended, and takes a run back, on, or another way."""

from dataclasses import replace

import numpy as np

import nncore
from nncore.compute.watch import NOBODY
from nncore.runs.start import begin
from pages.ui.shared import runs, server, state
from pages.ui.train.range_test import AWAY
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
    uploader,
    visitor,
)
from tests.waiting import until


def ended(app) -> str:
    """What the page says of how a run ended, well or not."""
    return next(each.value for each in [*app.success, *app.info] if "Test accuracy" in each.value)


def test_training_ends_with_the_test_accuracy_and_joins_the_list():
    """A short run ends with its accuracy on the 10,000 test digits, and can be chosen on Weights."""
    app = opened("train")
    set_controls(app, training_images=2000, epochs=4)
    train_until_the_end(app)
    assert not app.exception
    assert f"{last_run(app).history.test.accuracy:.2%}" in ended(app)
    assert len(app.get("vega_lite_chart")) == 1
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
    assert "Validation has not improved for 1 epochs" in ended(app)


def test_what_cannot_be_trained_is_said_in_a_sentence():
    """Patience without digits to validate on ends in one sentence, and in no run."""
    app = opened("train")
    set_controls(app, patience=1, validation_fraction=0.0)
    app.run()
    button(app, "Start").click().run()
    assert not app.exception
    assert "'Held back for validation' at 0.1 would be right" in app.error[0].value
    assert not visitor(app).runs


def test_the_range_test_sets_the_slider():
    """The range test shows its zones on a chart, and a click on its advice sets the learning rate."""
    app = opened("train")
    set_controls(app, training_images=5000)
    app.run()
    before = setting(app, "learning_rate")
    button(app, "Run the range test").click().run()
    until(lambda: not app.session_state[state.RANGE_TEST][1].active)
    app.run()
    assert not app.exception
    advice = next(each for each in app.button if each.label.startswith("Take "))
    advice.click().run()
    assert setting(app, "learning_rate") == float(advice.label.removeprefix("Take ")) != before
    assert any("Below" in each.value and "hardly anything is learned" in each.value for each in app.caption)


def test_a_range_test_that_nobody_waited_for_says_so_to_who_is_back():
    """It is no fault, and the sentence says what to do."""
    app = opened("train")
    button(app, "Run the range test").click().run()
    app.session_state[state.RANGE_TEST][1].stop(NOBODY)
    app.run()
    assert AWAY in texts(app.info)
    assert not app.error
    assert not button(app, "Run the range test").disabled


def test_settings_change_a_run_that_is_under_way():
    """Below its control each setting that may change is handed to the run by a click; one that may not is for the next run."""
    app = opened("train")
    set_controls(app, epochs=500)
    button(app, "Start").click().run()
    run = last_run(app)
    set_controls(app, momentum=0.5, shift=3.0)
    app.run()
    for label in ("Change this run, 0.9 to 0.5", "Change this run, 1 to 3"):
        button(app, label).click().run()
    assert not [each for each in app.button if each.label.startswith("Change this run")]
    until(lambda: run.history.now.shift == 3.0)
    assert run.history.now.momentum == 0.5
    set_controls(app, seed=7)
    app.run()
    assert "0 to 7: from the next run on" in texts(app.caption)
    run.stop()
    until(lambda: not run.active)


def offered(app) -> list[str]:
    """The changes that a click hands to the run under way."""
    return [each.label for each in app.button if each.label.startswith("Change this run")]


def test_only_what_was_moved_since_the_run_began_is_offered_to_it():
    """One more epoch, or a run that began elsewhere with other settings, offers nothing; what is moved is, there and back."""
    app = opened("train")
    set_controls(app, epochs=500)
    button(app, "Start").click().run()
    button(app, "One more epoch").click().run()
    assert last_run(app).asked.epochs == 501
    assert not offered(app)
    last_run(app).stop()
    until(lambda: not last_run(app).active)
    run = runs.start(visitor(app), replace(last_run(app).history.experiment, learning_rate=0.001, shift=0.0), server.digits())
    app.run()
    assert not offered(app)
    set_controls(app, momentum=0.5)
    app.run()
    button(app, "Change this run, 0.9 to 0.5").click().run()
    assert not offered(app)
    set_controls(app, momentum=0.9)
    app.run()
    assert offered(app) == ["Change this run, 0.5 to 0.9"]
    run.stop()
    until(lambda: not run.active)


def test_one_goes_back_to_an_epoch_and_on_in_another_way(digits):
    """From epoch 1 of 3 a branch goes on at a third of the rate, to the weights of a run that was changed there on its way.

    The same again is not to be had.
    """
    app = opened("train")
    set_controls(app, training_images=1000, epochs=3)
    train_until_the_end(app)
    labelled(app.slider, "Epoch").set_value(1).run()
    labelled(app.radio, "Go on from there with").set_value("the settings that you chose").run()
    assert button(app, "Go on from epoch 1").disabled
    labelled(app.radio, "Go on from there with").set_value("a third of the learning rate").run()
    button(app, "Go on from epoch 1").click().run()
    first, branch = visitor(app).runs
    until(lambda: not branch.active)
    app.run()
    assert not app.exception
    assert branch.name == "Run 2, from epoch 1 of Run 1"
    assert branch.history.now == replace(first.history.now, learning_rate=0.002)
    assert not offered(app)
    alone = begin(nncore.build(first.history.experiment), digits.train, first.history.experiment)
    for event in alone.events():
        if isinstance(event, nncore.Epoch) and event.epoch == 1:
            alone.change(branch.history.now)
    np.testing.assert_array_equal(branch.history.network.parameters, alone.network.parameters)
    assert np.any(branch.history.network.parameters != first.history.network.parameters)


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
    """A run that exploded is explained; one click sets a rate that holds and runs again, to its end."""
    app = opened("train")
    set_controls(app, batch_norm=False, optimizer="sgd", learning_rate=100.0, training_images=2000)
    train_until_the_end(app)
    button(app, "Try it with learning rate 0.1").click().run()
    assert not app.exception
    assert setting(app, "learning_rate") == 0.1
    runs = visitor(app).runs
    assert [run.history.experiment.learning_rate for run in runs] == [100.0, 0.1]
    until(lambda: not any(run.active for run in runs))
    assert not runs[-1].history.diverged


def test_a_run_that_has_learned_nothing_is_no_success():
    """About a tenth right is said with what guessing gets, and without a green tick."""
    app = opened("train")
    set_controls(app, batch_norm=False, optimizer="sgd", learning_rate=1e-5, training_images=1000, epochs=1)
    train_until_the_end(app)
    assert not app.success
    assert "Guessing gets 10%" in ended(app)


def test_one_thing_is_changed_and_said_before_and_after_the_run():
    """The controls say again what the run was trained with; the page names the one that is moved, and then what came of it."""
    app = opened("train")
    set_controls(app, training_images=1000, epochs=2)
    train_until_the_end(app)
    first = last_run(app).history.now
    set_controls(app, epochs=9, shift=2.0)
    app.run()
    button(app, "Change one thing").click().run()
    assert "Change one of them, then press Start" in texts(app.info)
    assert (setting(app, "epochs"), setting(app, "shift")) == (first.epochs, first.shift)
    set_controls(app, momentum=0.5)
    app.run()
    assert "Against run 1 only the momentum changed, 0.9 to 0.5" in texts(app.info)
    train_until_the_end(app)
    assert "From Run 1 to Run 2: only the momentum changed, 0.9 to 0.5" in texts(app.caption)
    assert "Against run" not in texts(app.info)


def test_what_other_digits_did_is_not_laid_to_a_setting(digits):
    """A run on MNIST after one on digits of one's own is not compared with it by the setting that was changed, too."""
    rows = [",".join(map(str, [label, *image.ravel()])) for image, label in
            zip(digits.test.images[:40], digits.test.labels[:40], strict=True)]
    app = opened("train")
    uploader(app, "Files").upload("mine.csv", "\n".join(rows).encode(), "text/csv").run()
    set_controls(app, epochs=1, training_images=30)
    train_until_the_end(app)
    button(app, "Back to MNIST").click().run()
    set_controls(app, momentum=0.5)
    train_until_the_end(app)
    assert "From Run 1 to Run 2" not in texts(app.caption)
    set_controls(app, momentum=0.7)
    train_until_the_end(app)
    assert "From Run 2 to Run 3: only the momentum changed, 0.5 to 0.7" in texts(app.caption)


def test_what_cannot_be_changed_is_no_advice_to_click():
    """Where a teacher's link hides the learning rate, the coach says what it would take and has no button that sets it."""
    app = opened("train", hide="learning_rate")
    set_controls(app, batch_norm=False, optimizer="sgd", learning_rate=100.0, training_images=2000)
    train_until_the_end(app)
    assert "It would take learning rate 0.1, which stays as it is here." in texts(app.caption)
    assert not [each for each in app.button if each.label.startswith("Try it")]


def test_no_time_is_promised_that_the_settings_do_not_keep():
    """Before the first run nothing is said of seconds, as `best` takes hours."""
    app = opened("train")
    labelled(app.selectbox, "Recipe").set_value("best").run()
    assert "Press Start" in texts(app.markdown)
    assert "in seconds" not in texts(app.markdown)
