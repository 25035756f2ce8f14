"""The Experiments page keeps runs, compares them in words and repeats them."""

import pandas as pd
import pytest

import nncore
from pages.ui.runs import charts
from pages.ui.shared.charts import plotted
from tests.pages.actions import button, go_to, opened, set_controls, texts, train_until_the_end, visitor
from tests.waiting import until

UNDISTORTED = {"shift": 0.0, "rotation": 0.0, "scale": 0.0, "shear": 0.0}


def test_two_runs_are_kept_and_compared_in_words():
    """After two runs the log has two rows, the sentence of what changed, curves over each other, and a dot plot."""
    app = opened("experiments")
    assert "Nothing has run yet" in app.info[0].value
    go_to(app, "train")
    set_controls(app, training_images=1000, epochs=2, **UNDISTORTED)
    app.run()
    train_until_the_end(app)
    set_controls(app, dropout=0.5)
    app.run()
    train_until_the_end(app)
    go_to(app, "experiments")
    assert not app.exception
    assert len(app.dataframe[0].value) == 2
    assert "From Run 1 to Run 2: only the dropout changed, 0 to 0.5: " in texts(app.markdown)
    assert "McNemar's exact test" in texts(app.markdown)
    assert len(app.get("vega_lite_chart")) == 3
    button(app, "Star").click().run()
    assert app.dataframe[0].value["★"].tolist() == [True, True]
    for choice in ("Seconds", "dropout"):
        app.selectbox[0].set_value(choice).run()
        assert not app.exception, choice
    button(app, "Remove").click().run()
    assert not app.exception
    assert "Nothing has run yet" in app.info[0].value


@pytest.mark.parametrize("against", charts.against_choices())
def test_accuracy_can_be_shown_against_a_price_and_every_setting(against):
    """Two runs are two dots, at their accuracies and at what each run cost or was set to, over an axis with that name."""
    experiments = [nncore.Experiment(), nncore.recipes()["best"].experiment]
    table = pd.DataFrame({"Run": ["Run 1", "Run 2"], "Test": [0.9, 0.95],
                          "Parameters": [10, 20], "Multiply-adds": [9, 18], "Seconds": [1.5, 2.5]})
    chart = charts.dots(experiments, table, against, {"guessing": 0.1})
    dots, _ = chart.specification["layer"]
    assert dots["encoding"]["x"]["title"] == charts.against_label(against)
    values = list(table[against]) if against in table else [plotted(against, getattr(each, against)) for each in experiments]
    shown = chart.tables[dots["data"]["name"]]
    assert list(zip(shown["Run"], shown["Test"], shown["value"], strict=True)) == [("Run 1", 0.9, values[0]),
                                                                                  ("Run 2", 0.95, values[1])]


def test_a_run_is_renamed():
    """The name that a person gives stands in the run log."""
    app = opened("train")
    set_controls(app, training_images=1000)
    train_until_the_end(app)
    go_to(app, "experiments")
    app.text_input[0].set_value("my best").run()
    assert app.dataframe[0].value["Run"].tolist() == ["my best"]


def test_a_setting_is_repeated_with_other_seeds():
    """Repeat adds runs that differ in the seed alone, side by side; the log says that nothing but the seed changed."""
    app = opened("train")
    set_controls(app, training_images=500, epochs=1, **UNDISTORTED)
    app.run()
    train_until_the_end(app)
    go_to(app, "experiments")
    runs = visitor(app).runs
    assert "One seed only" in texts(app.markdown)
    button(app, "Repeat").click().run()
    assert [run.history.experiment.seed for run in runs] == [0, 1, 2]
    until(lambda: not any(run.active for run in runs))
    app.run()
    assert "only the seed changed" in texts(app.markdown)
    runs[:] = runs[:1]
    app.run()
    assert "One seed only" in texts(app.markdown)
