"""A dream lights its neuron, more than any real digit does, and is what is best where one knows what is best."""

import numpy as np
import pytest

import nncore
from nncore.interpretability.dreams import STEPS, dream
from nncore.interpretability.hidden import activations, output_number


@pytest.mark.parametrize("name", ["tiny-10", "quick"])
def test_a_dream_lights_its_neuron_more_than_any_digit(name, digits):
    """In every layer, the output too; the picture is within ink and paper, and what is told of it is what the network says."""
    network = nncore.load(nncore.recipes()[name].file)[0]
    x = nncore.as_inputs(digits.test.images[:2000])
    for number in range(1, output_number(network) + 1):
        for neuron in (3, 8):
            found = dream(network, number, neuron, rng=np.random.default_rng(0))
            says = network.infer if number == output_number(network) else (
                lambda images, number=number: activations(network, images, number))
            assert found.activation == pytest.approx(says(found.image[None])[0, neuron], rel=1e-4)
            assert found.activation > says(x)[:, neuron].max()
            assert found.rises.shape == (STEPS + 1,)
            assert found.rises.max() > found.rises[0]
            assert found.rises.max() == pytest.approx(found.activation, rel=1e-4)  # above zero a relu changes nothing
            assert found.image.dtype == np.float32
            assert 0 <= found.image.min() <= found.image.max() <= 1


@pytest.mark.parametrize("activation", ["relu", "sigmoid"])
def test_a_neuron_that_wants_a_square_dreams_of_it(activation):
    """A neuron of weights 1 in a square and -1 around it, though blank paper leaves it silent: it dreams of the square."""
    network = nncore.build(nncore.Experiment(hidden=(3,), activation=activation))
    wanted = np.full((28, 28), -1.0)
    wanted[9:19, 9:19] = 1
    network.dense_layers[0].W[:, 1] = wanted.reshape(784)
    network.dense_layers[0].b[1] = -20
    image = dream(network, 1, 1, rng=np.random.default_rng(0)).image.reshape(28, 28)
    assert image[11:17, 11:17].min() > 0.9
    assert image[wanted < 0].mean() < 0.1
    assert image[:6].max() < 0.05


def test_a_dream_depends_on_its_rng_alone():
    """The same seed gives the same picture to the bit, another seed another one; the network is left as it was."""
    network = nncore.build(nncore.Experiment(hidden=(8, 6), batch_norm=True, dropout=0.3))
    before = network.parameters.copy()
    one, same, other = (dream(network, 2, 4, rng=np.random.default_rng(seed)).image for seed in (0, 0, 1))
    np.testing.assert_array_equal(one, same)
    assert not np.array_equal(one, other)
    np.testing.assert_array_equal(network.parameters, before)


def test_a_layer_that_there_is_not_is_refused():
    """The error says which there are."""
    with pytest.raises(ValueError, match="no hidden layer 4"):
        dream(nncore.build(nncore.Experiment(hidden=(8, 6))), 4, 0, rng=np.random.default_rng(0))
