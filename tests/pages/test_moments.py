"""The Weights page shows a run's moments once the run has ended, and otherwise says why it cannot."""

import base64
import dataclasses
import json
import zlib

import numpy as np
import pytest
from PIL import ImageColor

import nncore
from nncore.compute.job import CalculationJob
from nncore.runs.history import History, run_experiment
from nncore.runs.moments import Moment, moments
from nncore.runs.start import begin
from pages.ui.shared import server, state
from pages.ui.shared.run import Run
from pages.ui.weights import moment_view
from pages.ui.weights.moment_sheets import MomentSheets
from pages.ui.weights.views import MOMENTS
from tests.pages.actions import button, labelled, last_run, opened, set_controls, texts, visitor
from tests.waiting import until

SMALL = nncore.Experiment(hidden=(30,), epochs=2, batch_size=50, training_images=200)


@pytest.fixture(scope="module")
def history(digits):
    return run_experiment(SMALL, digits)


def shows(history: History, digits, **more):
    """The page with the moments of a visitor's run that went so."""
    app = opened("weights")
    run = Run(server.desk(), visitor(app), history, digits)
    run.number, run.name = 1, "Run 1"
    visitor(app).runs.append(run)
    visitor(app).network = "run 1"
    app.session_state[state.VIEW] = MOMENTS
    return app.run()


def found(app) -> dict:
    """What the page tells the player, once it does."""
    until(lambda: app.run().get("bidi_component"))
    [component] = app.get("bidi_component")
    return json.loads(component.proto.json)


def unpacked(data: dict) -> np.ndarray:
    """The bytes of all filters, (moments, neurons, 784), as the browser adds them up."""
    changes = np.frombuffer(zlib.decompress(base64.b64decode(data["filters"])), np.uint8)
    return np.cumsum(changes.reshape(len(data["titles"]), len(data["neurons"]), 784), axis=0, dtype=np.uint8)


def test_the_filters_at_all_moments_are_those_of_the_run(history, digits):
    """The 24 strongest at the end, in the same places at each moment; each byte is 128 + 127 weight / limit, and no more than
    the limit; the first are those of the seed.
    """
    data = found(shows(history, digits))
    assert data["titles"] == ["Before the first step", "Step 1", "Step 2", "Epoch 1", "Epoch 2"]
    W = history.network.dense_layers[0].W
    assert data["neurons"] == sorted(range(30), key=lambda neuron: -np.linalg.norm(W[:, neuron]))[:24]
    limit = np.quantile(np.abs(W[:, data["neurons"]]), 0.999)
    for place, network in ((0, nncore.build(SMALL)), (-1, history.network)):
        share = network.dense_layers[0].W[:, data["neurons"]].T / limit
        np.testing.assert_allclose(unpacked(data)[place].astype(float), 128 + 127 * np.clip(share, -1, 1), atol=0.51)
    assert data["accuracies"][-1] == history.epochs[-1].validation_accuracy
    colours = np.frombuffer(base64.b64decode(data["colours"]), np.uint8).reshape(255, 3)
    ends = [ImageColor.getrgb(each) for each in ("#7b52cc", "#fff", "#c85f0b")]
    assert [tuple(colours[place]) for place in (0, 127, 254)] == ends


def test_what_is_known_of_a_run_is_not_asked_for_again(history, digits, monkeypatch):
    """A second look begins no job."""
    app = shows(history, digits)
    before = found(app)
    monkeypatch.setattr(CalculationJob, "begin", None)
    assert found(app) == before
    assert not app.exception


def test_without_a_hidden_layer_there_are_ten_filters_by_digit(digits):
    """Softmax regression's filters are the digits'."""
    data = found(shows(run_experiment(dataclasses.replace(SMALL, hidden=()), digits), digits))
    assert (data["kind"], data["neurons"]) == ("Digit", list(range(10)))


def test_an_exploded_run_is_shown_on_the_scale_of_its_last_numbers():
    """What is no number is zero's white, and the scale that of the last moment with numbers."""
    weights = np.linspace(-2, 2, 2 * 784, dtype=np.float32).reshape(2, 784)
    start, end = Moment(0, 0, False), Moment(1, 0, False)
    sheets = MomentSheets.of(History(SMALL, nncore.build(SMALL), step=1), np.arange(2),
                             [(start, weights), (end, np.full_like(weights, np.nan))])
    assert sheets.limit == pytest.approx(2, rel=0.01)
    changes = np.frombuffer(zlib.decompress(base64.b64decode(sheets.packed)), np.uint8).reshape(2, -1)
    assert (changes.sum(axis=0, dtype=np.uint8) == 128).all()


def test_titles_say_which_step_and_which_epoch(digits):
    """Left in its second epoch, a run's last moment is a step of that; the epoch that was kept says so."""
    history = History(SMALL, nncore.build(SMALL))
    for event in history.follow(begin(nncore.build(SMALL), digits.train, SMALL).events()):
        if event.step == 6:
            break
    history.kept_epoch = 1
    sheets = MomentSheets.of(history, np.arange(1), [(each, np.zeros((1, 784))) for each in moments(history)])
    assert sheets.titles[-2:] == ["Epoch 1, whose network was kept", "Step 6, in epoch 2"]


def test_moments_left_out_are_counted(history, digits, monkeypatch):
    """Where going the way again would take too long, the page says how many there are not."""
    monkeypatch.setattr(moment_view, "LONGEST_WAY", -1.0)
    app = shows(history, digits)
    assert found(app)["titles"] == ["Before the first step", "Epoch 2"]
    assert "3 moments are left out" in texts(app.caption)


def test_a_long_run_of_many_checkpoints_is_shown_whole(digits):
    """What its worker does not get, the first and the last checkpoint, changes nothing in which moments there are."""
    experiment = dataclasses.replace(SMALL, epochs=40)
    history = History(experiment, nncore.build(experiment))
    training = begin(nncore.build(experiment), digits.train, experiment)
    for event in history.follow(training.events()):
        if isinstance(event, nncore.Epoch) and event.epoch in (19, 39, 40):
            history.checkpoints.add(training.checkpoint())
    history.network, history.test = training.snapshot(), nncore.evaluate(training.snapshot(), digits.test)
    app = shows(history, digits)
    assert len(found(app)["titles"]) == len(moments(history))
    assert "left out" not in texts(app.caption)


def test_a_network_without_a_run_leads_to_train():
    """One that ships has no moments; the page says so and has a link."""
    app = opened("weights")
    app.session_state[state.VIEW] = MOMENTS
    app.run()
    assert "only its last moment is known" in texts(app.info)
    assert "Train a network" in {each.proto.label for each in app.get("page_link")}


def test_a_run_that_learns_or_never_began_says_so():
    """Until it has ended nothing is gone through again; stopped before its first step there is one moment."""
    app = opened("train")
    set_controls(app, epochs=2000, training_images=1000)
    button(app, "Start").click().run()
    run = last_run(app)
    app.switch_page("pages/screens/weights.py").run()
    app.session_state[state.VIEW] = MOMENTS
    app.run()
    assert "Run 1 has not ended" in texts(app.info)
    run.give_up()
    run.history = History(run.history.experiment, run.history.network)
    app.run()
    assert "but one moment" in texts(app.info)
    assert not app.exception


def test_what_was_given_up_can_be_tried_again(history, digits, monkeypatch):
    """A job that failed says why; a click begins another."""
    monkeypatch.setattr(moment_view, "first_weights", len)  # which no worker can do with a network
    app = shows(history, digits)
    until(lambda: app.run().error)
    monkeypatch.undo()
    labelled(app.button, "Try again").click().run()
    assert found(app)["titles"][-1] == "Epoch 2"
