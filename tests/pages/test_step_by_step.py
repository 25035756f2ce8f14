"""Step by step shows the numbers of a pass so that each can be worked out from those beside it."""

import gc
import json
import re
import weakref

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import nncore
from nncore import optimizer_rules
from nncore.activations import ACTIVATIONS
from nncore.objective import Objective
from nncore.optimizers import OPTIMIZERS
from nncore.runs.small_network import SMALL, small_network
from nncore.trace import trace
from pages.ui.shared import state
from pages.ui.shared.visitor import OpenedFile
from tests.pages.actions import button, go_to, labelled, last_run, opened, texts, visitor
from tests.waiting import until

FORWARD, BACKWARD, UPDATE = "1 Forward", "2 Backward", "3 One update"
FIRST_DIGIT = 8
NUMBER = re.compile(r"[−-]?\d+(?:\.\d+)?(?:·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?")
POWERS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
KINDS = {"no hidden layer": {"hidden": ()}, "squares": {"loss": "mean_squared_error"}, "smoothed": {"label_smoothing": 0.1},
         "batch norm and dropout": {"batch_norm": True, "dropout": 0.4, "hidden": (12, 9)}, "wide": {"hidden": (40, 30)},
         **{name: {"activation": name} for name in ACTIVATIONS}}


def walk(stage: str = FORWARD, **settings) -> AppTest:
    """The page at a stage, with the network of 16 neurons, or an untrained one of these settings."""
    app = opened("steps")
    until(lambda: app.get("bidi_component") or not app.run())
    if settings:
        experiment = nncore.Experiment(**{"hidden": (16,), "seed": 3} | settings)
        visitor(app).add_file(OpenedFile("1", "mine.npz", nncore.build(experiment), experiment, None))
        visitor(app).network = "file 1"
        labelled(app.get("button_group"), "Network to go through").set_value("the current one")
    return at(app, stage)


def at(app: AppTest, stage: str) -> AppTest:
    labelled(app.get("button_group"), "Stage").set_value(stage)
    return app.run()


def choose(app: AppTest, cell: str) -> AppTest:
    """What the browser sends when a number is clicked."""
    [component] = app.get("bidi_component")
    choose.clicks = getattr(choose, "clicks", 0) + 1
    app.session_state[component.key] = {"chosen": {"id": cell, "click": choose.clicks}}
    return app.run()


def worked_out(app: AppTest) -> str:
    """What stands in the calculations, as HTML."""
    return "\n".join(each.proto.body for each in app.get("html") if 'class="worked-out' in each.proto.body)


def rows(app: AppTest) -> list[tuple[str, list[float]]]:
    """Of each row of the tables its name and its numbers."""
    found = []
    for row in re.findall(r"<tr.*?</tr>", worked_out(app)):
        first, *others = (re.sub(r"<.*?>", "", each) for each in re.findall(r"<t[hd].*?</t[hd]>", row))
        found.append((first, [value(each) for each in others if NUMBER.fullmatch(each)]))
    return found


def row(app: AppTest, name: str) -> list[float]:
    return next(numbers for first, numbers in rows(app) if first == name)


def said(app: AppTest) -> list[str]:
    """The lines of the calculations."""
    return re.findall(r"<code>(.*?)</code>", worked_out(app))


def value(text: str) -> float:
    mantissa, _, power = text.replace("−", "-").partition("·10")
    return float(mantissa) * 10.0 ** int(power.translate(POWERS) or 0)


def result(line: str) -> float:
    """The last number of a line."""
    return value(NUMBER.findall(line)[-1])


def sixteen(digits) -> nncore.Network:
    return small_network(digits.train)


def its_trace(network: nncore.Network, digits, experiment: nncore.Experiment = SMALL):
    one = digits.test[[FIRST_DIGIT]]
    return trace(network, one.images, one.labels, Objective.of(experiment))


def test_a_weighted_sum_adds_up_on_the_page(digits):
    """For each of some neurons and scores the products shown, the rest and the bias make the sum shown, which is nncore's."""
    app, traced = walk(), its_trace(sixteen(digits), digits)
    for place, layer in ((0, 0), (2, 3)):
        for unit in (0, 7, 9):
            choose(app, f"{place}:{unit}")
            parts = [numbers for name, numbers in rows(app) if name.startswith(("row", "neuron"))]
            for x, w, product in parts:
                assert product == pytest.approx(x * w, rel=1e-4)
            rest = sum(numbers[-1] for name, numbers in rows(app) if name.startswith("the "))
            total = sum(part[-1] for part in parts) + rest + row(app, "bias b")[0]
            [shown] = row(app, "sum y")
            assert shown == pytest.approx(total, abs=1e-3)
            assert shown == pytest.approx(traced.layers[layer].y[0, unit], rel=1e-4)


def test_softmax_and_loss_are_worked_out(digits):
    """Of each digit: score, less the largest, e to that, over the sum; the loss is -ln of the right share."""
    app, traced = choose(walk(), "3:5"), its_trace(sixteen(digits), digits)
    table = np.array([numbers for name, numbers in rows(app) if name.isdigit()])  # (10, 4)
    np.testing.assert_allclose(table[:, 0], traced.logits[0], rtol=1e-4)
    np.testing.assert_allclose(table[:, 1], table[:, 0] - table[:, 0].max(), atol=1e-3)
    np.testing.assert_allclose(table[:, 2], np.exp(table[:, 1]), rtol=2e-3)
    np.testing.assert_allclose(table[:, 3], table[:, 2] / table[:, 2].sum(), rtol=1e-3)
    choose(app, "4:0")
    assert result(said(app)[-1]) == pytest.approx(-np.log(table[5, 3]), rel=1e-3)


def test_gradients_are_worked_out(digits):
    """p - y at a score, a sum over scores at a neuron, times the slope at its sum, times the pixel at a weight."""
    app, traced = choose(walk(BACKWARD), "2:5"), its_trace(sixteen(digits), digits)
    assert result(said(app)[0].split("=")[-1]) == pytest.approx(traced.probabilities[0, 5] - 1, rel=1e-3)
    relu, last = traced.layers[1], traced.layers[3]
    unit = int(np.abs(traced.layers[0].dy[0]).argmax())
    choose(app, f"1:{unit}")
    parts = [numbers for name, numbers in rows(app) if name.startswith("digit ")]
    rest = sum(numbers[-1] for name, numbers in rows(app) if name.startswith("the "))
    assert sum(dy * w for dy, w, _ in parts) + rest == pytest.approx(row(app, "sum")[0], abs=1e-3)
    assert row(app, "sum")[0] == pytest.approx(last.dx[0, unit], rel=1e-4)
    choose(app, f"0:{unit}")
    dx = next(line for line in said(app) if line.startswith("dx ="))
    assert result(dx) == pytest.approx(relu.dx[0, unit], rel=1e-4)
    dW = traced.layers[0].ran.dW[:, unit]
    pixel = labelled(app.selectbox, "A weight, from the").value
    assert abs(dW[pixel]) == np.abs(dW).max()
    dw = next(line for line in said(app) if line.startswith("dw ="))
    assert result(dw) == pytest.approx(dW[pixel], rel=1e-4)
    assert row(app, "by differences")[0] == pytest.approx(dW[pixel], rel=1e-3)
    assert row(app, "backward in float64")[1] >= 5


@pytest.mark.parametrize("kind", KINDS)
def test_every_number_of_every_kind_of_network_is_explained(kind):
    """Forward and backward a neuron of each place has its calculation, and no fault; the result is the number in the button."""
    app = walk(**KINDS[kind])
    [component] = app.get("bidi_component")
    places = {each["id"] for row_ in json.loads(component.proto.json)["rows"] for each in row_["cells"][-1:]}
    for stage in (FORWARD, BACKWARD):
        at(app, stage)
        for cell in sorted(places):
            choose(app, cell)
            assert not app.exception
            assert "no number" not in worked_out(app)
            assert rows(app) or said(app)


@pytest.mark.parametrize("nonsense", ["9:0", "0:16", "0:-1", "0:٣", "a", "", "0:0:0", None, 7, ["0:1"], {"x": 1}])
def test_a_browser_that_names_no_number_changes_nothing(nonsense):
    """What is no cell leaves the chosen one, and brings no fault."""
    app = choose(walk(), "0:3")
    before = worked_out(app)
    choose(app, nonsense)
    assert not app.exception
    assert worked_out(app) == before


def test_updates_and_their_undo_bring_back_every_digit():
    """Two steps change the probabilities and the loss; taken back, all stands there as it stood, at every stage."""
    app = walk()
    before = [worked_out(at(app, stage)) for stage in (FORWARD, BACKWARD, UPDATE)]
    button(app, "One step").click().run()
    once = worked_out(app)
    assert once != before[2]
    assert row(app, "loss")[1] < row(app, "loss")[0]
    button(app, "Again").click().run()
    assert row(app, "loss")[1] < row(app, "loss")[0]
    button(app, "Undo").click().run()
    assert worked_out(app) == once
    button(app, "Undo").click().run()
    assert button(app, "Undo").disabled
    assert [worked_out(at(app, stage)) for stage in (FORWARD, BACKWARD, UPDATE)] == before


def test_a_weight_that_is_chosen_is_the_one_that_is_updated():
    """What is chosen at Backward is named at One update, and is still chosen back there."""
    app = choose(walk(BACKWARD), "2:5")
    labelled(app.selectbox, "A weight, from the").set_value(9).run()
    assert "The weight from neuron 9 to digit 5, layer 2" in texts(at(app, UPDATE).markdown)
    assert labelled(at(app, BACKWARD).selectbox, "A weight, from the").value == 9


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_step_of_a_weight_is_worked_out(digits, name):
    """The weight after two steps, the state and the lines that lead there are those of the rule on the board, in float64."""
    app = walk(UPDATE)
    labelled(app.selectbox, "Optimizer").set_value(name).run()
    rate = labelled(app.number_input, "Learning rate").value
    button(app, "One step").click().run()
    first_w, first_dw = (value(each) for each in NUMBER.findall(said(app)[0])[:2])
    middle = result(said(app)[-2])
    button(app, "Again").click().run()
    w, dw = (value(each) for each in NUMBER.findall(said(app)[0])[:2])
    assert w == pytest.approx(middle, rel=1e-4)
    W, m, s, v = first_w, 0.0, 0.0, 0.0
    for t, slope in enumerate((first_dw, dw), start=1):
        if name == "sgd":
            W = optimizer_rules.sgd(W, slope, rate)
        elif name in ("momentum", "nesterov"):
            W, v = getattr(optimizer_rules, name)(W, slope, v, rate)
        elif name == "rmsprop":
            W, s = optimizer_rules.rmsprop(W, slope, s, rate)
        else:
            W, m, s = optimizer_rules.adam(W, slope, m, s, rate, t)
    assert result(said(app)[-2]) == pytest.approx(W, rel=1e-3)


def test_the_changed_answers_are_counted(digits):
    """As many of the test digits as answer otherwise after a step of gradient descent that is worked out here."""
    app = walk(UPDATE)
    network = sixteen(digits)
    x = nncore.as_inputs(digits.test.images)
    before = network.predict(x).argmax(axis=1)
    network.parameters -= np.float32(labelled(app.number_input, "Learning rate").value) * its_trace(network, digits).gradients
    after = network.predict(x).argmax(axis=1)
    button(app, "One step").click().run()
    changed = int((before != after).sum())
    assert f"**{changed:,}** changed their answer" in texts(app.markdown)
    assert f"**{(after == digits.test.labels).mean():.2%}**" in texts(app.markdown)
    assert changed > 10


def test_there_are_no_more_updates_than_can_be_undone():
    """At twenty the button for another rests, and Undo frees it."""
    app = walk(UPDATE)
    button(app, "One step").click().run()
    for _ in range(19):
        button(app, "Again").click().run()
    assert button(app, "Again").disabled
    button(app, "Undo").click().run()
    assert not button(app, "Again").disabled


def test_another_digit_begins_without_updates():
    """Updates belong to a digit: at another one the network is again as it was."""
    app = walk(UPDATE)
    button(app, "One step").click().run()
    labelled(app.number_input, "Test digit number").set_value(3).run()
    assert button(app, "Undo").disabled


def test_the_drawing_goes_through_with_the_label_that_is_said(digits):
    """With a drawing it is what is looked at, and the loss is that of the label that its writer gives."""
    app = walk()
    visitor(app).drawing = digits.test.images[0]
    app.run()
    assert "it should be **7**" in texts(app.markdown)
    labelled(app.selectbox, "It should be a").set_value(1).run()
    assert "it should be **1**" in texts(app.markdown)
    network = sixteen(digits)
    p = float(network.predict(nncore.as_inputs(digits.test.images[:1]))[0, 1])
    choose(app, "4:0")
    assert result(said(app)[-1]) == pytest.approx(-np.log(p), rel=1e-3)


def test_a_network_that_was_let_go_is_kept_no_longer():
    """On another page nothing but the visitor's own list holds a network that was updated here."""
    app = walk(UPDATE, hidden=(12,))
    button(app, "One step").click().run()
    kept = weakref.ref(visitor(app).files[0].network)
    assert app.session_state[state.UPDATES].base is kept()
    visitor(app).files.clear()
    go_to(app, "train")
    gc.collect()
    assert kept() is None
    assert not go_to(app, "steps").exception


def test_an_exploded_network_is_said_to_be_no_numbers():
    """Weights that are no numbers bring a sentence and no fault, at every stage."""
    app = walk(hidden=(8,))
    visitor(app).files[0].network.parameters[:] = np.nan
    for stage in (FORWARD, BACKWARD, UPDATE):
        at(app, stage)
        assert not app.exception
        assert "exploded" in texts(app.info)


def test_a_network_that_learns_is_held_still():
    """While a run goes on the numbers stay, though its network changes, until somebody looks again."""
    app = opened("train", settings="default,epochs:2000,training_images:1000,hidden:8")
    button(app, "Start").click().run()
    until(lambda: last_run(app).history.epochs)
    go_to(app, "steps")
    labelled(app.get("button_group"), "Network to go through").set_value("the current one").run()
    before, network = worked_out(app), last_run(app).history.network
    until(lambda: last_run(app).history.network is not network)
    assert worked_out(app.run()) == before
    button(app, "Look again").click().run()
    assert worked_out(app) != before
    last_run(app).give_up()


def test_any_neuron_of_a_wide_layer_can_be_looked_at():
    """Where not all have a button, a field takes the number of any, and then it has one."""
    app = walk(hidden=(40,))
    labelled(app.number_input, "Any neuron of layer 1").set_value(39).run()
    assert "The weighted sum of neuron 39, layer 1" in texts(app.markdown)
    assert '"id":"0:39"' in app.get("bidi_component")[0].proto.json.replace(" ", "")
