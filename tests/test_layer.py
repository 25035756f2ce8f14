"""A layer works alone: it is initialised, asked and trained without a network, and knows what goes in and out."""

import subprocess
import sys
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

import nncore
from nncore.activations import ACTIVATIONS, Relu
from nncore.batch_norm import BatchNorm
from nncore.dense import Dense
from nncore.dropout import Dropout
from nncore.network import Network
from nncore.pixel_dense import PixelDense

RNG = np.random.default_rng


def test_a_dense_layer_alone_learns_a_line():
    """A lone layer of 2 inputs and 3 outputs, trained by its own gradients, finds the W and b that made the data."""
    rng = RNG(0)
    W, b = rng.normal(size=(2, 3)), rng.normal(size=3)
    x = rng.normal(size=(50, 2)).astype(np.float32)
    layer = Dense(2, 3)
    layer.initialize(rng=rng)
    for _ in range(500):
        layer.backward((layer.forward(x) - (x @ W + b)).astype(np.float32) / len(x))
        layer.W -= 0.5 * layer.dW
        layer.b -= 0.5 * layer.db
    np.testing.assert_allclose(layer.W, W, atol=1e-4)
    np.testing.assert_allclose(layer.b, b, atol=1e-4)


@pytest.mark.parametrize("layer", [
    Dense(6, 4), PixelDense(6, 4), BatchNorm(6), Dropout((6,), 0.5, rng=RNG(0)), *(each((6,)) for each in ACTIVATIONS.values()),
    Relu((2, 3)), Dropout((2, 3), 0.5, rng=RNG(0))], ids=lambda layer: f"{type(layer).__name__} {layer.input_shape}")
def test_shapes_are_as_the_layer_says(layer):
    """What forward and infer give has the output's shape, and the gradient at the input the input's, whatever the shape."""
    layer.initialize(rng=RNG(0))
    x = RNG(1).random((5, *layer.input_shape), np.float32)
    assert layer.infer(x).shape == layer.forward(x).shape == (5, *layer.output_shape)
    dx = layer.backward(np.ones((5, *layer.output_shape), np.float32))
    assert dx is None if isinstance(layer, PixelDense) else dx.shape == x.shape


def test_a_buffer_is_made_once_and_used_again():
    """The same and a smaller batch get the same memory; a larger one and another dtype get a new array, of their own size."""
    layer = Relu((3,))
    first = layer.buffer("y", np.zeros((5, 3), np.float32), (3,))
    assert (first.shape, first.dtype) == ((5, 3), np.float32)
    assert layer.buffer("y", np.zeros((5, 3), np.float32), (3,)) is first
    smaller = layer.buffer("y", np.zeros((2, 3), np.float32), (3,))
    assert smaller.shape == (2, 3)
    assert np.shares_memory(smaller, first)
    other, larger = (layer.buffer("y", np.zeros((size, 3)), (3,)) for size in (4, 6))
    assert (other.shape, other.dtype, larger.shape, larger.dtype) == ((4, 3), np.float64, (6, 3), np.float64)
    assert layer.buffer("y", np.zeros((6, 3)), (3,)) is larger


def test_a_layer_that_was_never_initialised_says_0():
    """Its weights and biases are 0, not what happened to lie in memory."""
    layer = Dense(3, 2)
    assert not layer.infer(np.ones((4, 3), np.float32)).any()


def test_to_initialise_a_layer_again_is_to_begin_anew():
    """A dense layer's biases are 0 again, whatever they had become, and its weights are random."""
    layer = Dense(3, 2)
    layer.b += 5
    layer.initialize(rng=RNG(0))
    assert not layer.b.any()
    assert layer.W.all()


def test_a_step_on_pixels_needs_no_new_memory_for_the_weights():
    """After the first batch, forward and back take little memory anew: the rows of W for inked pixels have a buffer."""
    layer, dy = PixelDense(784, 512), np.ones((2, 512), np.float32)
    pixels = np.full((2, 784), 255, np.uint8)
    tracemalloc.start()
    for _ in range(2):
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        layer.forward(pixels)
        layer.backward(dy)
        taken = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    assert taken < layer.W.nbytes / 4


def test_a_random_number_as_large_as_the_rate_silences_nobody():
    """Of 0, 1/4, 1/2 and 3/4 the share 1/2 is below 1/2: at that rate these two neurons are silent, and the others doubled."""
    class Quarters:
        """Random numbers by hand."""

        def random(self, shape, dtype):
            return np.array([[0, 0.25, 0.5, 0.75]], dtype)

    assert Dropout((4,), 0.5, rng=Quarters()).forward(np.ones((1, 4), np.float32)).tolist() == [[0, 0, 2, 2]]


def test_layers_keep_their_numbers_when_a_network_takes_them():
    """A layer that was initialised alone answers the same in a network; a clone of it learns apart."""
    layer = Dense(3, 2)
    layer.initialize(rng=RNG(0))
    x = RNG(1).random((4, 3), np.float32)
    before = layer.infer(x)
    clone = layer.clone()
    for name in ("W", "b", "dW", "db"):
        assert not np.shares_memory(getattr(clone, name), getattr(layer, name))
    network = Network([layer])
    np.testing.assert_array_equal(network.infer(x), before)
    network.parameters += 1
    assert not np.array_equal(layer.infer(x), before)
    np.testing.assert_array_equal(clone.infer(x), before)


def test_a_clone_silences_the_same_neurons_and_shifts_no_random_number():
    """What a clone of dropout draws is what the layer would have drawn, and the layer still draws it."""
    layer, x = Dropout((50,), 0.5, rng=RNG(0)), np.ones((3, 50), np.float32)
    mask = np.where(RNG(0).random((3, 50), np.float32) >= 0.5, 2, 0)
    np.testing.assert_array_equal(layer.clone().forward(x), mask)
    np.testing.assert_array_equal(layer.forward(x), mask)


def test_a_snapshot_holds_nothing_but_what_it_learned():
    """What a layer remembers of a batch, which may be a hundred times its weights, does not go with a snapshot."""
    network = nncore.build(nncore.Experiment(hidden=(8,), batch_norm=True, dropout=0.5))
    network.backward(network.forward(RNG(0).integers(0, 256, (500, 784), np.uint8)))
    for layer in network.snapshot().layers:
        arrays = {name for name, value in vars(layer).items() if isinstance(value, np.ndarray)}
        assert arrays == {*layer.parameters, *(f"d{name}" for name in layer.parameters), *layer.statistics}
        assert not layer._buffers


SNAPSHOTS = """
import nncore
from nncore.compute.machine import return_freed_memory

def resident() -> int:
    with open("/proc/self/statm") as file:
        return 4096 * int(file.read().split()[1])

return_freed_memory(2**18, 2**17)
network = nncore.build(nncore.Experiment(hidden=(512,)))
before = resident()
kept = [network.snapshot() for _ in range(40)]
print((resident() - before) / sum(each.parameters.nbytes for each in kept))
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux says what a process has in memory")
def test_a_snapshot_takes_the_memory_of_its_parameters():
    """Forty snapshots of a network take no more than their parameters, and hardly anything for gradients that nobody asks for."""
    root = Path(__file__).parents[1]
    ran = subprocess.run([sys.executable, "-c", SNAPSHOTS], cwd=root, capture_output=True, text=True, check=True)
    assert 0.9 < float(ran.stdout) < 1.2
