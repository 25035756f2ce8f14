"""The neuron card says of a neuron what nncore says, wherever it is opened, and stays until it is closed."""

import re

import numpy as np
import pyarrow
import pytest
from streamlit.testing.v1 import AppTest

import nncore
from nncore.interpretability.dreams import seeded_dream
from nncore.interpretability.hidden import activations, output_number
from nncore.interpretability.responses import responses
from nncore.interpretability.silence import CostOfSilence, cost_of_silence
from pages.ui.shared import state
from pages.ui.shared.neuron_measurements import cost_in_words
from pages.ui.shared.visitor import OpenedFile
from tests.pages.actions import button, draw, go_to, labelled, last_run, opened, texts, visitor
from tests.waiting import until


def choose(app: AppTest, name: str) -> AppTest:
    return labelled(app.selectbox, "Network").set_value(name).run()


def with_file(app: AppTest, network: nncore.Network, experiment: nncore.Experiment) -> AppTest:
    """The app whose current network came from a file."""
    visitor(app).files.append(OpenedFile("1", "mine.npz", network, experiment, None))
    return choose(app.run(), "file 1")


def look_closer(app: AppTest) -> AppTest:
    return button(app, "Look closer").click().run()


def card(app: AppTest):
    """The open card; None if none is open."""
    outside = app._tree.children[2].children.values()  # AppTest has no word for dialogs, and for what else is not on the page
    return next((each for each in outside if each.type == "dialog"), None)


def said(app: AppTest) -> str:
    return texts([*card(app).get("markdown"), *card(app).get("caption"), *card(app).get("info")]) if is_open(app) else ""


def is_open(app: AppTest) -> bool:
    return card(app) is not None


def measured(app: AppTest) -> AppTest:
    """The app once no measurement of its card is under way."""
    until(lambda: "hourglass" not in said(app.run()))
    return app


def bars(app: AppTest) -> dict:
    """The rows of the card's first chart."""
    [data] = card(app).get("vega_lite_chart")[0].proto.datasets
    return pyarrow.ipc.open_stream(data.data.data).read_all().to_pydict()


def pictured(app: AppTest) -> list[str]:
    """What those are told who do not see the card's small pictures, in order."""
    return re.findall('alt="(.*?)"', card(app).get("html")[0].proto.body)


@pytest.mark.parametrize(("name", "hidden"), [("tiny-10", (10,)), ("layers-64-32", (64, 32))])
def test_the_card_says_what_nncore_says(name, hidden, digits):
    """Bias, means, pictures, dream and the cost of silence of the chosen filter's neuron, each worked out once more here."""
    app = look_closer(choose(opened("weights"), f"shipped {name}"))
    [_, _, number, neuron] = app.session_state[state.NEURON_CARD]
    assert number == 1
    measured(app)
    network = nncore.load(nncore.recipes()[name].file)[0]
    found = responses(network, digits.test, 1)
    assert f"Bias **{network.dense_layers[0].b[neuron]:z.2f}**" in said(app)
    np.testing.assert_array_equal(np.float32(bars(app)["says"]), found.mean[:, neuron])
    assert f"**Switched off**: {cost_in_words(cost_of_silence(network, digits.test, 1, neuron))}" in said(app)
    dreamt, *shown = pictured(app)
    assert dreamt.startswith("Its dream")
    rows, says = (np.concatenate(each)[:, neuron] for each in ((found.most, found.least), (found.at_most, found.at_least)))
    assert shown == [f"A {digits.test.labels[row]}, to which it says {each:z.2f}" for row, each in zip(rows, says, strict=True)]
    assert f"to which it says {seeded_dream(network, 1, neuron, 0).activation:z.2f}" in card(app).get("html")[0].proto.body
    assert ("neuron of the next layer" if len(hidden) > 1 else "each digit") in said(app)


def test_draws_layers_open_the_card_of_any_layer(digits):
    """A neuron of the second layer and a digit; the drawing lights it as the network says."""
    app = opened("draw")
    choose(app, "shipped layers-64-32")
    image = digits.test.images[digits.test.labels == 5][0]
    draw(app, image)
    labelled(app.get("button_group"), "Look closer").set_value("Layers").run()
    network = nncore.load(nncore.recipes()["layers-64-32"].file)[0]
    drawn = nncore.as_inputs(visitor(app).drawing[None])
    key = next(each.key for each in app.button if (each.key or "").startswith("look_closer_2"))
    neuron = int(key.rpartition("_")[2])
    app.button(key=key).click().run()
    assert app.session_state[state.NEURON_CARD] == ("draw", "shipped layers-64-32", 2, neuron)
    assert f"Your drawing: **{activations(network, drawn, 2)[0, neuron]:z.2f}**" in said(app)
    assert "What it looks for, about" in said(app)
    app.button(key=state.look_closer_key(output_number(network), 7)).click().run()
    assert f"Your drawing: **{network.infer(drawn)[0, 7]:z.2f}**" in said(measured(app))
    assert "The weights that reach it" in said(app)
    assert "Switched off" not in said(app)


def test_a_digit_of_softmax_regression_has_a_card():
    """Its filter is a digit's own; no weights lead on from it, and it cannot be switched off."""
    experiment = nncore.Experiment(hidden=())
    app = measured(look_closer(with_file(opened("weights"), nncore.build(experiment), experiment)))
    assert "An output neuron of File mine.npz" in said(app)
    assert "Its filter" in said(app)
    assert "Switched off" not in said(app)
    assert "weights to each" not in said(app)
    assert not app.exception


def test_exploded_weights_are_said_to_be_none():
    """The card of a network without numbers says so, and measures nothing."""
    experiment = nncore.Experiment(hidden=(8,))
    network = nncore.build(experiment)
    network.parameters[:] = np.nan
    app = look_closer(with_file(opened("weights"), network, experiment))
    assert "exploded" in said(app)
    assert not app.exception


def test_a_dead_neuron_is_called_dead():
    """A relu that no digit lights: the card says so, and how many of its layer are."""
    experiment = nncore.Experiment(hidden=(8,))
    network = nncore.build(experiment)
    network.dense_layers[0].W[:, 3] *= 100  # the strongest filter, and so the chosen one
    network.dense_layers[0].b[3] = -1e6
    app = measured(look_closer(with_file(opened("weights"), network, experiment)))
    assert "It is **dead**" in said(app)
    assert "1 of the 8 neurons of this layer is dead" in said(app)


def test_what_learns_is_not_measured():
    """While a network learns its card has the weights of the moment, and says when the rest will come; then it comes."""
    app = opened("train")
    button(app, "Start").click().run()
    app = look_closer(go_to(app, "weights"))
    assert "measured when it has learned" in said(app)
    assert "Its filter" in said(app)
    assert not card(app).get("html")
    last_run(app).stop()
    until(lambda: not last_run(app).active)
    assert "Switched off" in said(measured(app))
    assert len(pictured(app)) == 19


def test_the_card_stays_until_its_network_or_page_is_left():
    """Through the page's next runs it stays; with another network, or another page, it is gone, and does not come back."""
    app = look_closer(choose(opened("weights"), "shipped tiny-10"))
    assert is_open(app.run())
    choose(app, "shipped quick")
    assert not is_open(app)
    choose(app, "shipped tiny-10")
    assert not is_open(app)
    look_closer(app)
    assert is_open(app)
    assert not is_open(go_to(app, "draw"))
    assert not is_open(go_to(app, "weights"))


@pytest.mark.parametrize(("cost", "words"), [
    (CostOfSilence(0.4, 45, 5, (5, 3, 20)), "loses **0.40 points** of accuracy: 45 digits are misread that were not, mostly 5 "
     "read as 3 (20 of them); 5 digits are read rightly that were not."),
    (CostOfSilence(0.01, 1, 0, (8, 6, 1)), "loses **0.01 points** of accuracy: 1 digit is misread that was not, 8 as 6."),
    (CostOfSilence(0.0, 1, 1, (8, 6, 1)), "the accuracy stays the same: 1 digit is misread"),
    (CostOfSilence(-0.02, 0, 2, None), "gains **0.02 points** of accuracy: 2 digits are read rightly that were not."),
    (CostOfSilence(0.0, 0, 0, None), "no test digit is read otherwise")])
def test_a_cost_is_told_in_a_sentence(cost, words):
    """Points and digits that are lost or won, one or many, and the commonest mistake."""
    assert words in cost_in_words(cost)
