"""The Weights page shows every layer: its matrix, its histograms, and what its neurons look for and answer to."""

import base64
import dataclasses
import io
import re

import numpy as np
import pytest
from PIL import Image

import nncore
from nncore.interpretability.activity import activity
from nncore.interpretability.looks_for import looks_for
from nncore.interpretability.responses import responses
from pages.ui.shared import state
from pages.ui.shared.visitor import OpenedFile
from pages.ui.weights.layer_charts import numbers, sizes
from pages.ui.weights.layer_matrix import LayerMatrix
from pages.ui.weights.layer_neurons import strongest, table
from pages.ui.weights.views import FILTERS, LAYERS
from tests.pages.actions import button, last_run, opened, set_controls, texts, visitor
from tests.waiting import until

RELU = nncore.Experiment(hidden=(12, 9))


def shows(experiment: nncore.Experiment, network: nncore.Network | None = None):
    """The page with the layers of a visitor's file."""
    app = opened("weights")
    visitor(app).files.append(OpenedFile("1", "mine.npz", network or nncore.build(experiment), experiment, None))
    visitor(app).network = "file 1"
    app.session_state[state.VIEW] = LAYERS
    return app.run()


def measured(app):
    """The page once a worker has measured the layer."""
    until(lambda: app.run().get("vega_lite_chart"))
    return app


def layer(app, number: int):
    app.session_state[state.LAYER] = number
    return app.run()


def html(app) -> str:
    return "\n".join(each.proto.body for each in app.get("html"))


def test_every_layer_has_its_histograms_and_neurons():
    """Each of three layers shows three charts, its neurons or digits, and for the hidden ones how many are dead."""
    network = nncore.build(RELU)
    network.dense_layers[1].b[:4] = -1e4
    app = measured(shows(RELU, network))
    for number, dead in ((1, "**0** of 12 dead"), (2, "**4** of 9 dead")):
        measured(layer(app, number))
        until(lambda: "dead" in texts(app.run().markdown))
        assert not app.exception
        assert dead in texts(app.markdown)
        assert len(app.get("vega_lite_chart")) == 3
    assert html(app).count("dead: no digit lights it") == 4
    measured(layer(app, 3))
    assert not app.exception
    assert "What the ten digits look for" in texts(app.markdown)
    assert "dead" not in texts(app.markdown)


@pytest.mark.parametrize("change", [{"hidden": ()}, {"activation": "tanh", "batch_norm": True, "dropout": 0.3}, {"hidden": (7,)}])
def test_networks_of_all_kinds_have_layers(change):
    """Without a hidden layer, with batch norm, with another activation: no fault, and all layers to choose from."""
    experiment = dataclasses.replace(RELU, **change)
    app = measured(shows(experiment))
    for number in range(1, len(experiment.hidden) + 2):
        measured(layer(app, number))
        assert not app.exception


def test_a_layer_that_the_next_network_does_not_have_is_forgotten():
    """From layer 3 of a deep network to a shallow one: a layer that is there."""
    app = layer(shows(RELU), 3)
    flat = dataclasses.replace(RELU, hidden=())
    visitor(app).files.append(OpenedFile("2", "flat.npz", nncore.build(flat), flat, None))
    visitor(app).network = "file 2"
    app.run()
    assert not app.exception
    assert app.session_state[state.LAYER] == 1


def test_the_first_layer_leads_to_its_filters():
    """A click shows the view of filters."""
    app = layer(shows(RELU), 1)
    button(app, "Look at the filters").click().run()
    assert app.session_state[state.VIEW] == FILTERS
    assert not app.exception
    assert app.get("bidi_component")


def test_an_exploded_network_says_so():
    """In a sentence, in place of pictures of nothing."""
    network = nncore.build(RELU)
    network.parameters[5] = np.inf
    app = shows(RELU, network)
    assert "have exploded" in texts(app.info)
    assert not app.exception


def test_a_network_that_learns_shows_its_weights_and_waits_with_the_rest():
    """Nothing is asked of a worker about a network that is another one every second."""
    app = opened("train")
    set_controls(app, epochs=2000, training_images=1000)
    button(app, "Start").click().run()
    app.switch_page("pages/screens/weights.py").run()
    app.session_state[state.VIEW] = LAYERS
    app.run()
    assert "measured when it has learned" in texts(app.caption)
    assert "layer-matrix" in html(app)
    assert not app.get("vega_lite_chart")
    assert not app.exception
    last_run(app).give_up()


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def test_a_matrix_shows_each_weight_in_its_place():
    """A row for each neuron, a column for each input: orange above zero, purple below, white at zero."""
    W = np.zeros((5, 3), np.float32)
    W[4, 0], W[0, 2] = 1, -1
    shown = LayerMatrix.of(W)
    picture = pixels(shown.png)
    assert (picture.shape, shown.rows, shown.columns) == ((3, 5, 3), 1, 1)
    assert picture[0, 4].tolist() == [200, 95, 11]
    assert picture[2, 0].tolist() == [123, 82, 204]
    assert (picture[1] == 255).all()


@pytest.mark.parametrize("shape", [(1024, 600), (300, 10), (257, 1024)])
def test_a_large_matrix_shows_means_and_says_so(shape):
    """At most 256 squares a side; each is the mean of the weights that it stands for, at the ends of fewer."""
    W = np.random.default_rng(0).normal(size=shape).astype(np.float32)
    shown = LayerMatrix.of(W)
    picture = pixels(shown.png)
    assert max(picture.shape) <= 256
    rows, columns = shown.rows, shown.columns
    for row, column in ((0, 0), (picture.shape[0] - 1, picture.shape[1] - 1), (3, 7)):
        mean = W.T[row * rows:(row + 1) * rows, column * columns:(column + 1) * columns].mean()
        towards = np.array([200, 95, 11] if mean > 0 else [123, 82, 204])
        expected = 255 + min(abs(mean) / shown.limit, 1) * (towards - 255)
        np.testing.assert_allclose(picture[row, column], expected, atol=2)
    assert f"mean of {rows} by {columns} weights" in shown.says


def test_neurons_stand_by_strength_with_the_digits_that_excite_them(digits):
    """The longest weights first; beside each the picture of what it looks for and the labels of its most exciting digits."""
    network = nncore.build(RELU)
    neurons = strongest(network, 2)
    W = network.dense_layers[1].W
    assert neurons.tolist() == sorted(range(9), key=lambda neuron: -np.linalg.norm(W[:, neuron]))
    answers = responses(network, digits.test, 2)
    shown = table(network, 2, neurons[:1], answers, digits.test)
    y = np.maximum(np.maximum(nncore.as_inputs(digits.test.images) @ network.layers[0].W, 0) @ W, 0)[:, neurons[0]]
    labels = ", ".join(str(digits.test.labels[row]) for row in np.argsort(-y)[:7])
    assert f"excited most by these digits: {labels}" in shown
    looks = pixels(base64.b64decode(re.search(r"base64,([^\"]+)", shown)[1]))
    expected = looks_for(network, 2, int(neurons[0]))
    assert np.unravel_index(np.abs(expected).argmax(), expected.shape)[0] == (looks.min(axis=2).reshape(-1)).argmin()


def test_a_histogram_is_drawn_as_it_is(digits):
    """Bars and line over the same edges; sizes are said themselves, not their logarithms, and without an e."""
    first = activity(nncore.build(RELU), None, RELU, digits)[0]
    for chart, histogram in ((numbers, first.weights), (sizes, first.gradients)):
        tables = chart(histogram).tables
        np.testing.assert_array_equal(tables["now"]["share"], histogram.now)
        np.testing.assert_array_equal(tables["start"]["left"], histogram.edges[:-1])
    low, _ = tables["now"]["between"][0].split(" and ")
    assert "e" not in low
    assert float(low) == pytest.approx(10**first.gradients.edges[0], rel=0.005)
