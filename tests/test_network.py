"""A network is its layers in a row: it says what each makes of an input, refuses what it cannot read, and is copied whole."""

import pickle
import re

import numpy as np
import pytest

import nncore
from nncore.activations import Relu
from nncore.dense import Dense
from nncore.network import Network
from nncore.pixel_dense import PixelDense

RNG = np.random.default_rng


def test_what_each_layer_says_leads_to_the_answer():
    """`layer_outputs` has one output a layer: each is what the layer makes of the one before it, and the last are the logits."""
    network = Network([Dense(3, 4), Relu((4,)), Dense(4, 2)])
    network.initialize(rng=RNG(0))
    x = RNG(1).random((5, 3), np.float32)
    outputs = network.layer_outputs(x)
    for layer, before, output in zip(network.layers, [x, *outputs[:-1]], outputs, strict=True):
        np.testing.assert_array_equal(layer.infer(before), output)
    np.testing.assert_array_equal(outputs[-1], network.infer(x))


def test_a_layer_takes_pixels_as_it_reads_them():
    """The first layer of a built network gets bytes as they are, another dense layer gets them as floats from 0 to 1."""
    pixels = RNG(0).integers(0, 256, (4, 28, 28), np.uint8)
    reader, other = Network([PixelDense(784, 10)]), Network([Dense(784, 10)])
    reader.initialize(rng=RNG(1))
    other.load(reader)
    assert reader.inputs(pixels).dtype == np.uint8
    np.testing.assert_allclose(other.inputs(pixels), pixels.reshape(4, 784) / 255, rtol=1e-6)
    np.testing.assert_allclose(reader.infer(reader.inputs(pixels)), other.infer(other.inputs(pixels)), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("shape", [(784,), (2, 783), (2, 28, 27), (), (28, 28), (1, 1, 28)])
def test_what_a_network_cannot_read_is_named(shape):
    """The error says which shape came and which would be right; a batch of none is read."""
    network = nncore.build(nncore.Experiment(hidden=()))
    with pytest.raises(ValueError, match=re.escape(f"inputs have shape {shape}; a network reads ('n', 784), as ")):
        network.predict(np.zeros(shape))
    assert network.predict(np.zeros((0, 784))).shape == (0, 10)


def test_many_rows_get_the_answers_that_each_alone_gets():
    """2,100 rows, which pass in parts of up to 1,024, get the probabilities of each row by itself."""
    passed = []

    class Counting(Dense):
        """A dense layer that notes how many rows it is asked about."""

        def infer(self, x, out=None):
            passed.append(len(x))
            return super().infer(x, out)

    network = Network([Counting(784, 10)])
    network.initialize(rng=RNG(1))
    x = RNG(0).random((2100, 784), np.float32)
    together = network.predict(x)
    assert passed == [1024, 1024, 52]
    for row in (0, 1, 1023, 1024, 2047, 2048, 2099):
        np.testing.assert_allclose(network.predict(x[row:row + 1])[0], together[row], rtol=1e-5)
    np.testing.assert_allclose(together.sum(axis=1), 1, rtol=1e-5)


@pytest.mark.parametrize("batch_norm", [False, True])
def test_a_network_survives_another_process(batch_norm):
    """Pickled and read again, a network gives the same probabilities, and its layers share its vector."""
    network = nncore.build(nncore.Experiment(hidden=(5, 4), batch_norm=batch_norm, dropout=0.1))
    network.statistics += 0.5
    other = pickle.loads(pickle.dumps(network))
    x = RNG(1).random((4, 784), np.float32)
    np.testing.assert_array_equal(other.predict(x), network.predict(x))
    assert np.shares_memory(other.dense_layers[0].W, other.parameters)


def test_layers_that_do_not_fit_are_refused_in_words():
    """Where one layer gives what the next does not take, the error names both shapes."""
    with pytest.raises(ValueError, match=r"layer 1 gives \(3,\) and layer 2 takes \(4,\)"):
        Network([Dense(2, 3), Dense(4, 10)])


def test_nothing_assumes_a_row_of_784_pixels(digits):
    """A network whose input is an image of 28 x 28 x 1 is asked, evaluated and trained like any other."""
    class Flatten(Relu):
        """Rows from images; pixels are never below 0, so relu changes nothing."""

        def __init__(self):
            super().__init__((28, 28, 1))
            self.output_shape = (784,)

        def infer(self, x, out=None):
            return super().infer(x.reshape(-1, 784), out)

        def backward(self, dy):
            return dy.reshape(-1, 28, 28, 1)

    network = Network([Flatten(), Dense(784, 10)])
    assert network.input_shape == (28, 28, 1)
    experiment = nncore.Experiment(hidden=(), epochs=3, learning_rate=0.01)
    nncore.fit(network, digits.train[:2000], experiment)
    assert nncore.evaluate(network, digits.test).accuracy > 0.75
    images = nncore.as_inputs(digits.test.images[:5])
    np.testing.assert_array_equal(network.predict(images.reshape(5, 28, 28, 1)), network.predict(images))
