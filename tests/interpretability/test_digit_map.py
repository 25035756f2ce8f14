"""On the map of a layer digits lie where its principal components have them; neighbours are those of the whole layer."""

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.neighbors import NearestNeighbors

import nncore
from nncore.interpretability.digit_map import NEAREST, DigitMap, digit_map, layer_says, nearest_digits, same_digit
from nncore.interpretability.hidden import output_number
from nncore.interpretability.silence import some_of_each


def quick() -> nncore.Network:
    return nncore.load(nncore.recipes()["layers-64-32"].file)[0]


def says_by_hand(network: nncore.Network, images: np.ndarray) -> list[np.ndarray]:
    """Pixels, the activations of both hidden layers, which are relu's, and the logits, calculated in float64."""
    x = images.reshape(len(images), 784) / 255
    says = [x]
    for layer in network.dense_layers:
        x = x @ layer.W.astype(float) + layer.b
        x = x if layer is network.dense_layers[-1] else np.maximum(x, 0)
        says.append(x)
    return says


@pytest.mark.parametrize("layer", [0, 1, 2, 3])
def test_places_and_neighbours_are_scikit_learns(digits, layer):
    """PCA and NearestNeighbors on what the layer says, which is calculated by hand; the answers are the network's."""
    network, some = quick(), some_of_each(digits.test, 20)
    says = says_by_hand(network, some.images)[layer]
    np.testing.assert_allclose(layer_says(network, some.images, layer), says, atol=1e-3)
    found = digit_map(network, some, layer)
    pca = PCA(2, svd_solver="full").fit(says)
    signs = np.sign((found.components.axes * pca.components_).sum(axis=1))
    np.testing.assert_allclose(found.places * signs, pca.transform(says), atol=0.01)
    np.testing.assert_allclose(found.components.shares, pca.explained_variance_ratio_, rtol=1e-3)
    distances, rows = NearestNeighbors(n_neighbors=NEAREST + 1).fit(says).kneighbors(says)
    np.testing.assert_allclose(found.distances, distances[:, 1:], atol=1e-3)
    assert (found.neighbours == rows[:, 1:]).mean() > 0.99
    np.testing.assert_array_equal(found.answers, network.predict(nncore.as_inputs(some.images)).argmax(axis=1))


def test_a_drawing_has_the_neighbours_that_it_would_have_as_a_test_digit(digits):
    """One of the digits itself is its own nearest at distance 0, and then come its neighbours on the map."""
    network, some = quick(), some_of_each(digits.test, 20)
    found = digit_map(network, some, 2)
    rows, distances = nearest_digits(network, some, 2, some.images[57])
    assert rows.tolist() == [57, *found.neighbours[57][:-1]]
    np.testing.assert_allclose(distances, [0, *found.distances[57][:-1]], atol=1e-3)


def test_maps_are_turned_alike(digits):
    """On every map the ones lie right of the zeros and the nines above the threes."""
    some = some_of_each(digits.test, 20)
    for layer in range(4):
        places = digit_map(quick(), some, layer).places
        middle = [places[some.labels == label].mean(axis=0) for label in range(10)]
        assert middle[1][0] >= middle[0][0]
        assert middle[9][1] >= middle[3][1]


def test_from_layer_to_layer_more_neighbours_are_the_same_digit(digits):
    """By hand the share of right neighbours, and it is higher in the scores than in the pixels."""
    some = some_of_each(digits.test, 50)
    maps = [digit_map(quick(), some, layer) for layer in (0, 3)]
    by_hand = [np.mean([some.labels[other] == label for label, row in zip(some.labels, each.neighbours, strict=True)
                        for other in row]) for each in maps]
    assert [same_digit(each, some.labels) for each in maps] == pytest.approx(by_hand)
    assert by_hand[0] < by_hand[1]


def test_without_a_hidden_layer_there_are_pixels_and_scores(digits):
    """Softmax regression has two maps."""
    network = nncore.build(nncore.Experiment(hidden=()))
    assert output_number(network) + 1 == 2  # the pixels and the scores
    assert all(isinstance(digit_map(network, digits.test[:30], layer), DigitMap) for layer in range(2))
    with pytest.raises(ValueError, match="no layer 2"):
        layer_says(network, digits.test.images[:2], 2)


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e38])
def test_a_network_that_exploded_has_no_map_and_says_why(digits, value):
    """In a sentence, without a warning; its pixels have one."""
    network = quick()
    network.parameters[...] = value
    assert "exploded" in digit_map(network, digits.test[:30], 1)
    assert isinstance(digit_map(network, digits.test[:30], 0), DigitMap)
