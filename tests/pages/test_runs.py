"""The Runs page keeps runs, compares them in words, repeats them, and brings back what was removed."""

import re
import tomllib

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import nncore
from nncore.compute.memory import Memory
from nncore.runs.history import History
from pages.ui.runs import charts
from pages.ui.runs.charts import MOST_COMPARED
from pages.ui.runs.colours import with_colours
from pages.ui.shared import runs, server
from pages.ui.shared.charts import plotted
from pages.ui.shared.run import Run
from pages.ui.shared.visitor import Visitor
from tests.pages.actions import (
    ROOT,
    button,
    cards,
    go_to,
    labelled,
    on_cards,
    opened,
    removal,
    set_controls,
    texts,
    tick,
    train_until_the_end,
    visitor,
)
from tests.waiting import until

UNDISTORTED = {"shift": 0.0, "rotation": 0.0, "scale": 0.0, "shear": 0.0}


def test_two_runs_are_kept_and_compared_in_words():
    """After two runs there are two cards, the sentence of what changed, curves over each other, and a dot plot."""
    app = opened("runs")
    assert "Nothing has run yet" in app.info[0].value
    go_to(app, "train")
    set_controls(app, training_images=1000, epochs=2, **UNDISTORTED)
    app.run()
    train_until_the_end(app)
    set_controls(app, dropout=0.5)
    app.run()
    train_until_the_end(app)
    go_to(app, "runs")
    assert not app.exception
    assert cards(app) == ["Run 2", "Run 1"]
    assert "From Run 1 to Run 2: only the dropout changed, 0 to 0.5: " in texts(app.markdown)
    assert "McNemar's exact test" in texts(app.caption)
    assert len(app.get("vega_lite_chart")) == 2
    assert [said.count("dropout") for said in on_cards(app).splitlines()] == [1, 1]
    tick(app, "Run 1", "Run 2")
    button(app, "Star").click().run()
    assert cards(app) == ["★ Run 2", "★ Run 1"]
    for choice in ("Seconds", "dropout"):
        labelled(app.selectbox, "Test accuracy of all runs against").set_value(choice).run()
        assert not app.exception, choice
    removal(app).click().run()
    assert not app.exception
    assert "Nothing has run yet" in app.info[0].value


def with_runs(count: int) -> AppTest:
    """The Runs page of somebody who has so many runs, of which none has begun; they differ in their epochs."""
    app = opened("runs")
    for number in range(count):
        put_into_log(visitor(app), number + 1)
    return app.run()


def put_into_log(someone: Visitor, epochs: int) -> Run:
    """A run that no worker has ever had, as somebody's newest."""
    experiment = nncore.Experiment(hidden=(8,), epochs=epochs)
    runs._take_in(someone, runs.Finished(0, History(experiment, nncore.build(experiment))), server.digits())
    return someone.runs[-1]


def test_what_is_not_ticked_is_not_removed():
    """While nothing is ticked Remove is disabled; ticked runs are named on it, it takes those alone, and tells what it took."""
    app = with_runs(4)
    assert removal(app).disabled
    tick(app, "Run 2")
    assert removal(app).label == "Remove Run 2"
    removal(app).click().run()
    assert cards(app) == ["Run 4", "Run 3", "Run 1"]
    assert "Run 2 removed." in texts(app.markdown)
    assert removal(app).disabled


@pytest.mark.parametrize("removed", [["Run 1"], ["Run 4"], ["Run 2", "Run 3"], ["Run 1", "Run 2", "Run 3", "Run 4"]])
def test_undo_brings_runs_back_where_they_were(removed):
    """Whatever was removed, the log is what it was before, in its order, also if another run has begun meanwhile."""
    app = with_runs(4)
    before = list(visitor(app).runs)
    tick(app, *removed)
    removal(app).click().run()
    assert [run.name for run in visitor(app).removed] == removed
    later = put_into_log(visitor(app), 9)
    button(app, "Undo").click().run()
    assert not app.exception
    assert visitor(app).runs == [*before, later]
    assert not visitor(app).removed
    assert "Undo" not in [each.label for each in app.button]


def test_only_the_last_removal_can_be_undone():
    """What was removed before is let go, so that no more is held than one click took."""
    app = with_runs(3)
    for name in ("Run 1", "Run 3"):
        tick(app, name)
        removal(app).click().run()
    assert [run.name for run in visitor(app).removed] == ["Run 3"]
    button(app, "Undo").click().run()
    assert [run.name for run in visitor(app).runs] == ["Run 2", "Run 3"]


def test_a_run_that_is_removed_while_it_learns_is_stopped_and_comes_back_whole():
    """It gives its worker back; after Undo it has its network and its test, says why it ended, and can go on by an epoch."""
    app = opened("train")
    set_controls(app, training_images=1000, epochs=2000, **UNDISTORTED)
    app.run()
    button(app, "Start").click().run()
    [run] = visitor(app).runs
    until(lambda: run.epoch >= 2)
    tick(go_to(app, "runs"), "Run 1")
    removal(app).click().run()
    until(lambda: not run.active)
    button(app, "Undo").click().run()
    assert not app.exception
    assert visitor(app).runs == [run]
    assert run.history.reason == runs.REMOVED
    assert run.history.test is not None
    epoch = run.epoch
    runs.one_more_epoch(visitor(app), run)
    until(lambda: not run.active)
    assert run.epoch == epoch + 1


def test_a_full_server_lets_go_what_was_removed():
    """Runs that can come back count as held, and go before anything else does."""
    app = with_runs(2)
    tick(app, "Run 1", "Run 2")
    held = Memory(lambda: [visitor(app)], 10**9)
    before = held.size
    removal(app).click().run()
    assert held.size == before > 0
    held.budget = before
    held.keep_within()
    assert (held.size, visitor(app).removed) == (0, [])


def test_a_run_keeps_its_colour_while_it_is_compared():
    """Others come and go; who was there keeps the place among the colours, newcomers take a free one, and none is given twice."""
    places = with_colours([1, 2, 3], {})
    assert places == {1: 0, 2: 1, 3: 2}
    assert with_colours([2, 3, 7], places) == {2: 1, 3: 2, 7: 0}
    assert len(set(with_colours([9, 8, 7, 3, 2, 1], places).values())) == MOST_COMPARED


def test_the_colours_beside_the_names_are_those_of_the_charts():
    """The style's colours for series, light and dark, are the theme's, in their order."""
    theme = tomllib.loads((ROOT / ".streamlit/config.toml").read_text())["theme"]
    wanted = list(zip(theme["light"]["chartCategoricalColors"], theme["dark"]["chartCategoricalColors"], strict=True))
    style = (ROOT / "pages/ui/shared/look.css").read_text()
    assert re.findall(r"--series-\d: light-dark\((\S+), (\S+)\);", style) == wanted
    assert len(wanted) == MOST_COMPARED


def test_cards_say_what_tells_runs_apart():
    """Of all settings a card names those in which the runs differ, and no others; of twelve runs six are shown, or all."""
    app = with_runs(12)
    assert re.findall("<p>(epochs .*?)</p>", on_cards(app)) == [f"epochs {number}" for number in range(12, 6, -1)]
    assert "hidden layers" not in on_cards(app)
    labelled(app.toggle, "All 12").set_value(True).run()
    assert len(cards(app)) == 12


def test_two_runs_never_have_the_same_name():
    """Whether a name is typed that another run has, or comes later, or belongs to a run that was removed and comes back."""
    app = with_runs(2)
    tick(app, "Run 1")
    field = labelled(app.text_input, "Name").set_value("Run 2").run()
    assert [run.name for run in visitor(app).runs] == ["Run 2 (1)", "Run 2"]
    assert labelled(field.text_input, "Name").value == "Run 2 (1)"
    labelled(app.text_input, "Name").set_value("Run 3").run()
    put_into_log(visitor(app), 9)
    assert [run.name for run in visitor(app).runs] == ["Run 3", "Run 2", "Run 3 (3)"]
    removal(app.run()).click().run()
    tick(app, "Run 2")
    labelled(app.text_input, "Name").set_value("Run 3").run()
    button(app, "Undo").click().run()
    assert [run.name for run in visitor(app).runs] == ["Run 3", "Run 3 (2)", "Run 3 (3)"]


@pytest.mark.parametrize("against", charts.against_choices())
def test_accuracy_can_be_shown_against_a_price_and_every_setting(against):
    """Two runs are two dots, at their accuracies and at what each run cost or was set to, over an axis with that name."""
    experiments = [nncore.Experiment(), nncore.recipes()["best"].experiment]
    table = pd.DataFrame({"Run": ["Run 1", "Run 2"], "Test": [0.9, 0.95],
                          "Parameters": [10, 20], "Multiply-adds a digit": [9, 18], "Seconds": [1.5, 2.5]})
    chart = charts.dots(experiments, table, against, {"guessing": 0.1}, {"Run 2": 0})
    dots, _ = chart.specification["layer"]
    assert dots["encoding"]["x"]["title"] == charts.against_label(against)
    values = list(table[against]) if against in table else [plotted(against, getattr(each, against)) for each in experiments]
    shown = chart.tables[dots["data"]["name"]]
    assert list(zip(shown["Run"], shown["Test"], shown["value"], strict=True)) == [("Run 1", 0.9, values[0]),
                                                                                  ("Run 2", 0.95, values[1])]


def test_a_run_is_renamed():
    """The name that a person gives stands on its card."""
    app = opened("train")
    set_controls(app, training_images=1000)
    train_until_the_end(app)
    go_to(app, "runs")
    tick(app, "Run 1")
    labelled(app.text_input, "Name").set_value("my best").run()
    assert cards(app) == ["my best"]


def test_a_setting_is_repeated_with_other_seeds():
    """Repeat adds runs that differ in the seed alone, side by side; the log says that nothing but the seed changed."""
    app = opened("train")
    set_controls(app, training_images=500, epochs=1, **UNDISTORTED)
    app.run()
    train_until_the_end(app)
    go_to(app, "runs")
    log = visitor(app).runs
    assert "One seed only" in texts(app.markdown)
    button(app, "Repeat").click().run()
    assert [run.history.experiment.seed for run in log] == [0, 1, 2]
    assert visitor(app).network == "run 1"  # seeds are no networks to go on with
    until(lambda: not any(run.active for run in log))
    app.run()
    assert "only the seed changed" in texts(app.markdown)
    log[:] = log[:1]
    app.run()
    assert "One seed only" in texts(app.markdown)
