"""The network's picture shows what the flow says, in a text that every browser can draw."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest

import nncore
from nncore.interpretability.flow import flow
from pages.ui.shared.network_picture import picture
from pages.ui.shared.per_cent import per_cent

HIDDEN = [(), (10,), (128, 64), (1024, 1024, 1024), (1024, 512, 256, 128)]


def built(hidden=(128, 64), seed=0, activation="relu"):
    return nncore.build(nncore.Experiment(hidden=hidden, activation=activation, seed=seed))


def drawn(network, image):
    """(flow, text, tree) of the picture of `network` that reads `image`."""
    found = flow(network, nncore.as_inputs(image[None])[0])
    text = picture(found, image)
    return found, text, ElementTree.fromstring(text)


def with_class(tree, name):
    return [each for each in tree.iter() if name in each.get("class", "").split()]


@pytest.fixture(scope="module")
def four(digits):
    return digits.test.images[4]


@pytest.mark.parametrize("activation", ["relu", "tanh"])
@pytest.mark.parametrize("hidden", HIDDEN)
def test_it_is_a_small_picture_with_words(hidden, activation, four):
    """It is well formed, below 40 kB and 150 lines, and its alternative text says the answer and the layers."""
    found, text, tree = drawn(built(hidden, activation=activation), four)
    assert len(text) < 40_000
    assert "\n" not in text  # Markdown would end the picture there
    svg = tree.find("svg")
    assert svg.get("role") == "img"
    assert svg.get("aria-label").startswith(f"The network reads {found.answer} with {per_cent(found.probabilities.max())}.")
    assert all(f"of {width:,} neurons" in svg.get("aria-label") for width in hidden if width > 12)
    (lines,) = with_class(tree, "lines")
    assert 0 < len(lines) <= 150


@pytest.mark.parametrize("hidden", HIDDEN[1:])
def test_every_neuron_has_its_number_and_activation(hidden, four):
    """Each circle's title is what the flow says of its neuron, and it is the fuller the stronger that is in its layer."""
    found, _, tree = drawn(built(hidden, activation="tanh"), four)
    for column, neurons in zip(with_class(tree, "neurons"), found.hidden, strict=True):
        circles, largest = column.findall("circle"), np.abs(neurons.activations).max()
        for circle, number, activation in zip(circles, neurons.numbers, neurons.activations, strict=True):
            assert circle.find("title").text == f"Neuron {number}: activation {activation:.3g}"
            assert circle.get("class") == ("against" if activation < 0 else "for")
            assert float(circle.get("fill-opacity")) == pytest.approx(abs(activation) / largest, abs=0.006)


def test_the_ten_digits_have_their_probabilities(four):
    """Each of the ten has its probability beside it, and only the likeliest is marked as the answer."""
    found, _, tree = drawn(built(), four)
    (outputs,) = with_class(tree, "outputs")
    assert [[each.text for each in row.findall("text")] for row in outputs] == [
        [str(digit), per_cent(found.probabilities[digit])] for digit in range(10)]
    assert [row.get("class") == "answer" for row in outputs] == [digit == found.answer for digit in range(10)]


def test_lines_have_the_colour_of_their_sign(four):
    """The strongest connections of each gap are drawn, as many for and against as there are among them."""
    found, _, tree = drawn(built(), four)
    expected = []
    for connections in found.connections:
        strongest = sorted(connections.says.tolist(), key=abs)[-50:]
        expected += ["for" if each > 0 else "against" for each in strongest]
    (lines,) = with_class(tree, "lines")
    assert [line.get("class") for line in lines] == expected


def test_the_image_is_the_digit(four):
    """The squares, put back on a raster of 28 x 28, are the image in eight shades."""
    _, _, tree = drawn(built(), four)
    (image,) = with_class(tree, "image")
    raster = np.zeros((28, 28))
    for path in image.findall("path"):
        for column, row in re.findall(r"M(\d+) (\d+)h1v1h-1z", path.get("d")):
            raster[int(row), int(column)] = 255 * float(path.get("opacity"))
    assert np.abs(raster - four).max() <= 32
    np.testing.assert_array_equal(raster > 0, four > 0)


@pytest.mark.parametrize("hidden", HIDDEN)
def test_nothing_moves_when_it_is_redrawn(hidden, digits):
    """Two networks with as many layers, and two digits, have everything in the same places: the view box, circles, words."""
    def places(seed, image):
        _, _, tree = drawn(built(hidden, seed), image)
        return [tree.find("svg").get("viewBox")] + [(each.get("cx"), each.get("cy")) for each in tree.iter("circle")] + [
            (each.get("x"), each.get("y"), each.text) for each in with_class(tree, "words")[0]]

    assert places(0, digits.test.images[0]) == places(1, digits.test.images[1])


def test_blank_paper_is_no_question(digits):
    """Without a drawing nothing is answered: no probability, no digit marked, no pixel that speaks."""
    _, text, tree = drawn(nncore.load("weights/quick.npz")[0], np.zeros((28, 28), np.uint8))
    assert "Nothing is drawn yet" in text
    assert with_class(tree, "at-rest")
    assert not with_class(tree, "answer")
    assert "%" not in text


@pytest.mark.parametrize("value", [np.nan, np.inf, 3e38, 1e15])
def test_a_network_that_has_exploded_is_drawn_without_numbers(value, four):
    """No attribute is nan or inf; where there is no answer, that and what would help is said."""
    network = built()
    network.parameters[:] = value
    found, text, tree = drawn(network, four)
    attributes = [value for each in tree.iter() for name, value in each.attrib.items() if name != "title"]
    assert not [each for each in attributes if re.search(r"\bnan|inf\b", each)]
    assert ("A smaller learning rate" in text) == (found.answer is None)
    assert bool(with_class(tree, "answer")) == (found.answer is not None)
    assert all(0 <= float(each.get(name)) <= 3 for each in tree.iter() for name in ("opacity", "fill-opacity") if each.get(name))
