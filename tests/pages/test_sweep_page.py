"""The sweep page plans, runs, and chooses by the validation digits alone."""

import dataclasses

import pyarrow
from streamlit.testing.v1 import AppTest

import nncore
from nncore.files.links import from_link, to_link
from pages.ui.shared import state
from pages.ui.shared.as_text import as_text
from pages.ui.shared.visitor import OwnDigits
from pages.ui.sweep.plan import Plan
from pages.ui.sweep.plan import from_link as plan_from
from tests.pages.actions import button, go_to, on_cards, open_tab, opened, visitor
from tests.waiting import until

SMALL = nncore.Experiment(hidden=(16,), epochs=1, training_images=1000)


def planned(base: nncore.Experiment) -> AppTest:
    """The sweep page of a visitor whose controls say `base`."""
    return opened("runs", tab="Sweep", settings=to_link(base))


def choose(app: AppTest, label: str, *texts: str) -> AppTest:
    return next(each for each in app.multiselect if each.label == label).set_value(list(texts)).run()


def start_buttons(app: AppTest) -> list:
    return [each for each in app.button if each.label == "Start the sweep"]


def swept(app: AppTest):
    """Start the sweep and wait for its end."""
    start_buttons(app)[0].click().run()
    sweep = visitor(app).sweep
    until(lambda: not sweep.active)
    app.run()
    assert not app.exception
    return sweep


def everything(app: AppTest) -> str:
    """All words and charts of the page."""
    words = [each.value for kind in (app.markdown, app.caption, app.success, app.info, app.warning) for each in kind]
    return "\n".join([*words, *(chart.proto.spec for chart in app.get("vega_lite_chart"))])


def test_a_sweep_is_planned_run_and_joins_the_run_log():
    """Two rates are planned in words; the sweep's runs are shown, and stand in the run log."""
    app = planned(SMALL)
    choose(app, "Learning rate", "0.0001", "0.006")
    assert any("2 runs" in each.value for each in app.markdown)
    swept(app)
    assert any("learning rate 0.006" in each.value for each in app.markdown)
    assert len(app.get("vega_lite_chart")) == 2
    open_tab(app, "Compare")
    assert {run.history.experiment.learning_rate for run in visitor(app).runs} == {0.0001, 0.006}
    assert not app.exception


def test_the_page_chooses_by_validation_and_tells_the_test_of_the_chosen_alone():
    """Though the worse run has the higher test accuracy, the better one on validation is named; no other test is on the page."""
    app = planned(SMALL)
    choose(app, "Learning rate", "0.0001", "0.05")
    sweep = swept(app)
    for each, accuracy in zip(sorted(sweep.finished, key=lambda each: each.number), (0.9876, 0.8765), strict=True):
        each.history.test = dataclasses.replace(each.history.test, accuracy=accuracy)
    app.run()
    good = sweep.best.history
    assert good.experiment.learning_rate == 0.05
    [said] = [each.value for each in app.markdown if each.value.startswith("Best")]
    assert said == (f"Best: **learning rate 0.05** with {good.validated.validation_accuracy:.2%} of the validation digits. Of "
                    "the 10,000 test digits, which had no part in the choice, it reads **87.65%**.")
    assert "98.76" not in everything(app)
    assert "0.9876" not in everything(app)
    assert "test accuracy" not in everything(app).lower()


def test_while_a_sweep_goes_on_no_test_is_told():
    """Before its end the best may change: it is named with its validation accuracy, and no test accuracy is on the page."""
    app = planned(SMALL)
    choose(app, "Learning rate", "0.0001", "0.05")
    sweep = swept(app)
    sweep.experiments.append(SMALL)  # so that one is still to be done
    app.run()
    [said] = [each.value for each in app.markdown if each.value.startswith("Best")]
    assert said.startswith("Best so far: **learning rate 0.05** with ")
    assert said.endswith(" of the validation digits.")


def test_a_pruned_sweep_says_what_was_pruned():
    """Runs that are pruned are not tested; the charts show them, the log calls them pruned, and the best is one that ended."""
    app = planned(dataclasses.replace(SMALL, epochs=2))
    next(each for each in app.toggle if each.label == "Prune hopeless runs").set_value(True).run()
    choose(app, "Learning rate", "0.0001", "0.05")
    sweep = swept(app)
    assert [each.history.test is None for each in sorted(sweep.finished, key=lambda each: each.number)] == [True, False]
    assert any("3 of 4 epochs were trained" in each.value for each in app.caption)
    open_tab(app, "Compare")
    assert len(app.checkbox) == 2
    assert on_cards(app).count("Pruned after epoch 1, as number 2 of 2.") == 1


def test_a_run_that_exploded_is_named_and_not_shown():
    """It has no figure to show: the charts have one run, and the words name the other."""
    app = planned(SMALL)
    choose(app, "Learning rate", "0.05", "100.0")
    sweep = swept(app)
    assert sweep.best.history.experiment.learning_rate == 0.05
    assert any("Without a figure, as they exploded or failed: learning rate 100." in each.value for each in app.caption)


def test_without_validation_digits_there_is_no_choice():
    """Nothing is held back: a sentence says so with what would be right, and there is no Start."""
    app = planned(dataclasses.replace(SMALL, validation_fraction=0.0))
    assert "'Held back for validation' at 0.1 would be right" in app.error[0].value
    assert not start_buttons(app)
    assert not app.exception


def test_a_few_digits_of_ones_own_can_be_swept(digits):
    """Of 200 digits no more than they are is asked, so that both runs end with figures."""
    app = planned(dataclasses.replace(SMALL, training_images=None))
    visitor(app).own_digits = OwnDigits(("mine",), "mine", digits.test[:200])
    app.run()
    choose(app, "Learning rate", "0.01", "0.05")
    sweep = swept(app)
    assert [each.failure for each in sweep.finished] == ["", ""]
    assert [each.history.images for each in sweep.finished] == [180, 180]


def test_a_sweep_over_what_is_not_possible_is_planned_all_the_same():
    """More images than there are will be a failed row with its reason; the plan itself shows no fault."""
    app = planned(SMALL)
    choose(app, "Settings to try", "training_images")
    choose(app, "Training images", "60000", "1000")
    assert not app.exception
    assert any("2 runs" in each.value for each in app.markdown)


def test_a_sweep_that_cannot_be_is_said_in_words():
    """Without a value there is a sentence and no Start."""
    app = planned(SMALL)
    choose(app, "Learning rate")
    assert "needs values to try for learning_rate" in app.error[0].value
    assert not start_buttons(app)


def test_a_cluster_that_does_not_answer_is_said_in_words(monkeypatch):
    """The page says which address does not answer and what would; all else on it stands, and there is no Start."""
    monkeypatch.setenv("INKLING_SCHEDULER", "tcp://127.0.0.1:9")
    app = planned(SMALL)
    assert as_text("no scheduler answers at tcp://127.0.0.1:9") in app.error[0].value
    assert not start_buttons(app)
    assert not app.exception


def cells(app: AppTest) -> dict[str, list]:
    """The cells of the grid that is on the page, by column."""
    [chart] = [each for each in app.get("vega_lite_chart") if "share" in each.proto.spec]
    [table] = chart.proto.datasets
    return pyarrow.ipc.open_stream(table.data.data).read_all().to_pydict()


def test_the_whole_grid_is_there_from_the_start_and_is_filled_in():
    """Before the sweep, with one run done, and at its end the grid has the same six cells; as many have figures as are done."""
    app = planned(SMALL)
    choose(app, "Settings to try", "learning_rate", "hidden")
    choose(app, "Learning rate", "0.01", "0.02", "0.05")
    choose(app, "Hidden layers", "16", "32")
    places = {(rate, hidden) for rate in ("0.01", "0.02", "0.05") for hidden in ("16", "32")}

    def figures(count: int) -> None:
        told = cells(app)
        assert set(zip(told["learning_rate"], told["hidden"], strict=True)) == places
        assert sum(accuracy is not None for accuracy in told["Validation"]) == sum(told["Done"]) == count
        assert sum("%" in said for said in told["said"]) == count

    figures(0)
    sweep = swept(app)
    figures(6)
    done, sweep.finished = sweep.finished, sweep.finished[:1]
    app.run()
    figures(1)
    sweep.finished = done
    app.run()
    assert max(zip(cells(app)["Validation"], cells(app)["said"], strict=True))[1].startswith("★")


def test_the_settings_of_the_best_are_used():
    """The click sets the controls on Train as the best run had them, and the page says so."""
    app = planned(SMALL)
    choose(app, "Learning rate", "0.0001", "0.02")
    best = swept(app).best.history.experiment
    button(app, "Use these settings").click().run()
    assert not app.exception
    assert chosen_in(app) == best
    assert button(app, "Use these settings").disabled
    go_to(app, "train")
    assert chosen_in(app) == best


def test_the_page_says_what_the_best_is_worth():
    """With the best at the edge of what was tried, the page says on which side to try more, and who is about as good."""
    app = planned(SMALL)
    choose(app, "Learning rate", "0.0001", "0.0500001", "0.05")
    best = swept(app).best.history.experiment.learning_rate
    assert not app.exception
    [said] = [each for each in app.markdown if "about as good" in each.value]
    assert "One other run is about as good, learning rate" in said.value
    assert ("nothing larger than 0.0500001 was tried: try larger values, too" in said.value) == (best == 0.0500001)
    assert "in 95 of 100 cases" in said.help


def test_the_best_is_trained_on_all_digits():
    """The click starts a run with the best settings and all training images, which is the current network, and goes to Train."""
    app = planned(SMALL)
    choose(app, "Learning rate", "0.0001", "0.05")
    best = swept(app).best.history.experiment
    button(app, "Train it on all digits").click().run()
    run = visitor(app).runs[-1]
    run.stop()
    assert not app.exception
    assert run.history.experiment == dataclasses.replace(best, training_images=None)
    assert visitor(app).network == f"run {run.number}"
    assert app.title[0].value == "Train a network"


def chosen_in(app: AppTest) -> nncore.Experiment:
    return from_link(app.query_params[state.SETTINGS_IN_LINK])


def test_a_sweeps_controls_survive_a_reload():
    """Another session that gets the link plans the same sweep: settings, values typed, at random, seed, switches."""
    app = planned(SMALL)
    choose(app, "Settings to try", "learning_rate", "batch_size")
    choose(app, "Learning rate", "0.0123", "0.1")
    choose(app, "Batch size", "32", "all at once")
    next(each for each in app.get("button_group") if each.label == "How").set_value("at random").run()
    next(each for each in app.number_input if each.label == "Runs").set_value(5).run()
    next(each for each in app.number_input if each.label == "Seed of the choice").set_value(3).run()
    next(each for each in app.toggle if each.label == "Prune hopeless runs").set_value(True).run()
    again = opened("runs", **{name: app.query_params[name] for name in app.query_params})
    assert not again.exception
    assert again.query_params[state.SWEEP_IN_LINK] == app.query_params[state.SWEEP_IN_LINK]
    assert plan_from(again.query_params[state.SWEEP_IN_LINK]) == Plan(
        {"learning_rate": ("0.0123", "0.1"), "batch_size": ("32", "all at once")}, True, 5, 3, prune=True)
    assert any("5 runs" in each.value for each in again.markdown)


def test_a_sweeps_controls_survive_a_page_switch():
    """After a look at Compare and at Draw the sweep's tab is open, with the values that were typed."""
    app = planned(SMALL)
    choose(app, "Learning rate", "0.0123", "0.1")
    open_tab(app, "Compare")
    open_tab(app, "Sweep")
    go_to(go_to(app, "draw"), "runs")
    assert next(each for each in app.multiselect if each.label == "Learning rate").value == ["0.0123", "0.1"]


def test_a_hostile_link_is_answered_by_a_sentence():
    """A sweep in a link that cannot be read is one sentence; the controls then say what they say to a first visitor."""
    app = opened("runs", tab="Sweep", settings=to_link(SMALL), sweep='{"try":{"learning_rate":["-1"]}}')
    assert "Learning rate cannot be '-1'; it takes a number" in app.error[0].value
    assert not app.exception
    assert any("3 runs" in each.value for each in app.markdown)
