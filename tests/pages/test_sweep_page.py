"""The Sweep page plans, runs and shows a sweep."""

from tests.pages.actions import button, go_to, labelled, opened, set_controls, texts, visitor
from tests.waiting import until


def test_a_sweep_is_planned_run_and_joins_the_run_log():
    """Two rates and a rate that is none are planned in words; the sweep's runs are shown, and stand in the run log."""
    app = opened("train")
    set_controls(app, epochs=1, training_images=1000)
    app.run()
    go_to(app, "sweep")
    labelled(app.multiselect, "Learning rate").set_value(["0.0001", "0.006"]).run()
    assert "2 runs" in texts(app.markdown)
    button(app, "Start the sweep").click().run()
    until(lambda: not visitor(app).sweep.active)
    app.run()
    assert not app.exception
    assert "learning rate 0.006" in texts(app.markdown)
    assert len(app.get("vega_lite_chart")) == 2
    go_to(app, "experiments")
    assert {run.history.experiment.learning_rate for run in visitor(app).runs} == {0.0001, 0.006}
    assert not app.exception


def test_a_sweep_over_what_is_not_possible_is_planned_all_the_same():
    """More images than there are will be a failed row with its reason; the plan itself shows no fault."""
    app = opened("sweep")
    labelled(app.multiselect, "Settings to try").set_value(["training_images"]).run()
    labelled(app.multiselect, "Training images").set_value(["60000", "1000"]).run()
    assert not app.exception
    assert "2 runs" in texts(app.markdown)


def test_a_sweep_that_cannot_be_is_said_in_words():
    """Without a value, and with one that the setting cannot take, there is a sentence and no Start."""
    app = opened("sweep")
    labelled(app.multiselect, "Learning rate").set_value([]).run()
    assert "needs values to try for learning_rate" in app.error[0].value
    assert not [each for each in app.button if each.label == "Start the sweep"]
