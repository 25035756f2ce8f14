"""The lit diagram tells the numbers that the network has, of what it shows, and shows what it can tell."""

import base64
import itertools
import json
import re
from types import SimpleNamespace
from xml.etree import ElementTree

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import nncore
from pages.ui.shared import state
from pages.ui.shared.visitor import OpenedFile
from pages.ui.weights.diagram import Lit
from pages.ui.weights.diagram_layout import tall_layout, wide_layout
from pages.ui.weights.diagram_numbers import figure
from tests.pages.actions import button, labelled, opened, texts, visitor

HIDDEN = [(), (10,), (128, 64), (1024, 1024, 1024), (1024, 512, 256, 128)]


def shown(app: AppTest) -> SimpleNamespace:
    """What the page tells the diagram."""
    component = next(each for each in app.get("bidi_component") if each.proto.component_name == "inkling_diagram")
    return SimpleNamespace(key=component.key, **json.loads(component.proto.json))


def diagram_of(network: str, file: nncore.Network | None = None, experiment: nncore.Experiment | None = None) -> AppTest:
    """The diagram of a network that ships, or of one that was opened from a file."""
    app = opened("weights")
    if file is not None:
        visitor(app).files.append(OpenedFile("1", "mine.npz", file, experiment, None))
        app.run()
    labelled(app.get("button_group"), "Look at").set_value("Diagram").run()
    labelled(app.selectbox, "Network").set_value(network).run()
    assert not app.exception
    return app


def tell(app: AppTest, **said) -> None:
    """What the browser says of the diagram."""
    app.session_state[state.DIAGRAM] = said
    app.run()


def passed(name: str, image: np.ndarray) -> list[tuple[np.ndarray, nncore.Network]]:
    """What each dense layer of a ReLU network that ships hears of an image, in float64, and the layer."""
    x, heard = image.reshape(784) / 255, []
    for layer in nncore.load(nncore.recipes()[name].file)[0].dense_layers:
        heard.append((x, layer))
        x = np.maximum(x @ layer.W.astype(float) + layer.b, 0)
    return heard


def number(text: str) -> float:
    return float(text.replace("\N{MINUS SIGN}", "-").replace(",", ""))


def test_each_neuron_tells_its_sum(digits):
    """Activation, sum, bias, the strongest three contributions and the rest of every neuron shown, worked out by hand."""
    told = shown(diagram_of("shipped modular-128-64")).layers
    heard = passed("modular-128-64", digits.test.images[0])
    assert [layer["name"] for layer in told] == ["hidden layer 1", "hidden layer 2", "the answer"]
    for layer, (x, dense) in zip(told, heard, strict=True):
        for neuron, (activation, total, bias, bent, _, strongest, others, rest) in zip(
                layer["numbers"], layer["figures"], strict=True):
            products = x * dense.W[:, neuron]
            by_hand = products.sum() + dense.b[neuron]
            assert number(total) == pytest.approx(by_hand, rel=0.006, abs=1e-5)
            assert number(bias) == pytest.approx(dense.b[neuron], rel=0.006)
            assert number(activation) == pytest.approx(max(by_hand, 0) if layer["bend"] else by_hand, rel=0.006, abs=1e-5)
            assert not bent
            assert [source for source, *_ in strongest] == np.argsort(-np.abs(products), kind="stable")[:len(strongest)].tolist()
            for source, hears, weight, says in strongest:
                assert [number(each) for each in (hears, weight, says)] == pytest.approx(
                    [x[source], dense.W[source, neuron], products[source]], rel=0.006)
            left = by_hand - dense.b[neuron] - sum(products[source] for source, *_ in strongest)
            assert number(rest) == pytest.approx(left, rel=0.006, abs=1e-5)
            assert others == len(x) - len(strongest)


def test_each_line_tells_its_product(digits):
    """Each line of the picture has its figures, in the same order: weight times what is heard; the sign is its colour."""
    told, heard = shown(diagram_of("shipped modular-128-64")), passed("modular-128-64", digits.test.images[0])
    picture = ElementTree.fromstring(told.picture)
    [lines] = [each for each in picture.iter("g") if each.get("class") == "lines"]
    assert len(lines) == len(told.lines)
    for path, (layer, source, target, weight, hears, says, scaled) in zip(lines, told.lines, strict=True):
        x, dense = heard[layer]
        assert number(weight) == pytest.approx(dense.W[source, target], rel=0.006)
        assert number(hears) == pytest.approx(x[source], rel=0.006)
        assert number(says) == pytest.approx(x[source] * dense.W[source, target], rel=0.006)
        assert path.get("class") == ("for" if number(says) > 0 else "against")
        assert not scaled


def test_batch_norm_is_told_apart():
    """Where batch norm scales a sum and a product, both are told: before and after, with the sum's bend of what came after."""
    told = shown(diagram_of("shipped batchnorm-30-relu"))
    for activation, total, _, bent, *_ in told.layers[0]["figures"]:
        assert bent
        assert bent != total
        assert number(activation) == max(number(bent), 0)
    assert all(scaled for layer, *_, scaled in told.lines if layer == 0)


def test_a_chosen_neuron_has_all_its_connections():
    """Lines from each neuron shown that is lit, and to each of the next layer, are drawn, each with its figures."""
    app = diagram_of("shipped modular-128-64")
    before = shown(app)
    assert before.chosenLines == []
    neuron = before.layers[1]["numbers"][int(np.argmax([number(each[0]) for each in before.layers[1]["figures"]]))]
    tell(app, chosen=[2, neuron])
    told = shown(app)
    lit = [each for each, figures in zip(told.layers[0]["numbers"], told.layers[0]["figures"], strict=True) if figures[0] != "0"]
    assert told.chosen == [2, neuron]
    assert sorted(source for layer, source, target, *_ in told.chosenLines if layer == 1) == lit
    assert {target for layer, source, target, *_ in told.chosenLines if layer == 1} == {neuron}
    assert sorted(target for layer, source, target, *_ in told.chosenLines if layer == 2) == list(range(10))
    assert len(re.findall("<path", told.chosenPaths)) == len(told.chosenLines)
    assert f"**Neuron {neuron} of hidden layer 2**" in texts(app.markdown)


def test_a_chosen_neuron_has_its_card():
    """Look closer opens the card of the neuron that was clicked, and of a digit that of its output."""
    app = diagram_of("shipped tiny-10")
    for layer, number_of, name in ((1, 4, "Neuron 4"), (2, 7, "Digit 7")):
        tell(app, chosen=[layer, number_of])
        button(app, "Look closer").click().run()
        assert not app.exception
        assert app.session_state[state.NEURON_CARD][2:] == (layer, number_of)
        assert name in texts(app.markdown)


@pytest.mark.parametrize("nonsense", [[9, 0], [1, -1], [1, 99999], "1-2", 7, [1], [1, "2"], [None, None], [True, 1], {}])
def test_a_browser_that_names_no_neuron_changes_nothing(nonsense):
    """What is no neuron that is shown is as good as none, and brings no fault."""
    app = diagram_of("shipped tiny-10")
    tell(app, chosen=nonsense, tall="yes")
    assert not app.exception
    assert shown(app).chosen is None
    assert not shown(app).tall


def test_it_is_lit_by_the_drawing_or_by_a_test_digit(digits):
    """Where nothing is drawn by a test digit; else by the drawing, until a test digit is asked for by the button."""
    app = diagram_of("shipped tiny-10")
    assert shown(app).image == digits.test.images[0].ravel().tolist()
    visitor(app).drawing = digits.test.images[77]
    app.run()
    assert shown(app).image == digits.test.images[77].ravel().tolist()
    assert "Lit by **your drawing**" in texts(app.markdown)
    button(app, "Another test digit").click().run()
    image, number_of = shown(app).image, app.session_state[state.DIAGRAM_DIGIT]
    assert image == digits.test.images[number_of].ravel().tolist()
    assert f"Lit by **test digit {number_of:,}, labelled {digits.test.labels[number_of]}**" in texts(app.markdown)
    button(app, "My drawing").click().run()
    assert shown(app).image == digits.test.images[77].ravel().tolist()


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("layout", [wide_layout, tall_layout])
def test_everything_has_a_place_of_its_own(hidden, layout, digits):
    """For every depth and width, wide and tall, all neurons shown stand within the picture, no two closer than a circle."""
    network = nncore.build(nncore.Experiment(hidden=hidden))
    places = layout(Lit.by(digits.test.images[0], network, "relu").found)
    points = np.array([point for layer in places.layers[1:] for point in layer.values()])
    assert (points > 8).all()
    assert (points < np.array([places.width, places.height]) - 8).all()
    apart = min(float(np.hypot(*(one - other))) for one, other in itertools.combinations(points, 2))
    assert apart > 15
    assert places.corner[1] >= 0


def test_the_widest_and_deepest_is_not_too_much():
    """Of 1,024 neurons a layer the 64 strongest are shown, which it says, and all that is told of it is below 130 kB."""
    app = diagram_of("shipped best")
    assert [len(layer["numbers"]) for layer in shown(app).layers] == [64, 64, 64, 10]
    assert "64 of 1,024" in shown(app).picture
    [told] = [each.proto.json for each in app.get("bidi_component")]
    assert len(told) < 130_000


def test_without_a_hidden_layer_pixels_speak_to_the_digits():
    """Softmax regression has ten digits and nothing between; a chosen digit shows its filter."""
    experiment = nncore.Experiment(hidden=())
    app = diagram_of("file 1", nncore.build(experiment), experiment)
    assert [layer["kind"] for layer in shown(app).layers] == ["Digit"]
    tell(app, chosen=[1, 3])
    assert not app.exception
    assert "**Digit 3**" in texts(app.markdown)
    assert len(app.get("bidi_component")) == 2


@pytest.mark.parametrize("value", [np.nan, np.inf, 3e38])
def test_a_network_that_has_exploded_is_shown_without_numbers(value):
    """There is no fault, and no number that JSON does not know."""
    experiment = nncore.Experiment(hidden=(20, 12))
    network = nncore.build(experiment)
    network.parameters[:] = value
    app = diagram_of("file 1", network, experiment)
    tell(app, chosen=[1, 3])
    assert not app.exception
    for component in app.get("bidi_component"):
        json.loads(component.proto.json, parse_constant=lambda name: pytest.fail(name))
    assert "Its weights have exploded" in shown(app).picture


def test_a_kernels_weights_are_the_neurons():
    """Each of the 784 weights that the browser is told is the neuron's, to six digits; its picture is 28 by 28."""
    app = diagram_of("shipped tiny-10")
    tell(app, chosen=[1, 4])
    [kernel] = [json.loads(each.proto.json) for each in app.get("bidi_component")
                if each.proto.component_name == "inkling_kernel"]
    W = nncore.load(nncore.recipes()["tiny-10"].file)[0].dense_layers[0].W
    np.testing.assert_allclose(kernel["weights"], W[:, 4], rtol=1e-5)
    assert base64.b64decode(kernel["picture"]).startswith(b"\x89PNG")


@pytest.mark.parametrize(("value", "says"), [
    (0.12345, "0.123"), (-2.0, "\N{MINUS SIGN}2"), (-0.0, "0"), (12345.6, "12,346"), (999.7, "1,000"),
    (-4.2e-5, "\N{MINUS SIGN}0.000042"), (np.nan, "no number"), (np.inf, "no number")])
def test_figures_are_short(value, says):
    """Three digits, thousands with a comma, no power of ten, no zero below zero, and words for no number."""
    assert figure(value) == says
