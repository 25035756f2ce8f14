"""A gradient says how the loss changes when a number changes a little; so change each a little and look."""

import numpy as np
import pytest

import nncore
from nncore.activations import ACTIVATIONS
from nncore.batch_norm import BatchNorm
from nncore.dense import Dense
from nncore.dropout import Dropout
from nncore.finite_differences import central_difference
from nncore.losses import LOSSES, targets
from nncore.pixel_dense import PixelDense


def relative_error(ours: np.ndarray, theirs: np.ndarray) -> float:
    return float(np.linalg.norm(ours - theirs) / max(np.linalg.norm(theirs), 1e-12))


def alone(layer, width: int, rng):
    """The layer with float64 parameters of its own, all random."""
    parameters, gradients = rng.normal(size=layer.size), np.zeros(layer.size)
    layer.bind(parameters, gradients, np.ones(layer.statistics_size))
    x = rng.normal(size=(6, width))
    x += np.sign(x) * 0.05  # away from the kink at 0, where there is no derivative
    return layer, parameters, gradients, x


LAYERS = [
    *(pytest.param(lambda activation=activation: activation((5,)), id=name) for name, activation in ACTIVATIONS.items()),
    pytest.param(lambda: Dense(5, 4), id="dense"), pytest.param(lambda: BatchNorm(5), id="batch norm"),
]


@pytest.mark.parametrize("make", LAYERS)
def test_a_layers_backward_is_the_derivative_of_its_forward(make):
    """Every layer's dx and parameter gradients agree with central differences to 1e-6."""
    rng = np.random.default_rng(0)
    layer, parameters, gradients, x = alone(make(), 5, rng)
    dy = rng.normal(size=layer.forward(x).shape)

    def value() -> float:
        return float((layer.forward(x) * dy).sum())

    layer.forward(x)
    dx = np.array(layer.backward(dy))
    found = gradients.copy()
    assert relative_error(dx, central_difference(value, x)) < 1e-6
    if layer.size:
        assert relative_error(found, central_difference(value, parameters)) < 1e-6


@pytest.mark.parametrize("make", [
    *LAYERS, pytest.param(lambda: PixelDense(5, 4), id="pixel dense"),
    pytest.param(lambda: Dropout((5,), 0.5, rng=np.random.default_rng(1)), id="dropout"),
])
def test_the_inference_gradient_is_the_derivative_of_infer(make):
    """Every layer's inference gradient agrees with central differences of what infer says, and leaves no trace in the layer."""
    rng = np.random.default_rng(0)
    layer, parameters, gradients, x = alone(make(), 5, rng)
    for name in layer.statistics:
        getattr(layer, name)[...] = rng.random(5) + 0.5
    dy, before = rng.normal(size=layer.infer(x).shape), parameters.copy()
    dx = layer.inference_gradient(x, dy)
    assert relative_error(dx, central_difference(lambda: float((layer.infer(x) * dy).sum()), x)) < 1e-6
    np.testing.assert_array_equal(parameters, before)
    assert not gradients.any()
    assert not hasattr(layer, "x")
    assert not layer._buffers


def test_dropouts_backward_uses_the_mask_of_its_forward():
    """Dropout is linear for a fixed mask: dx is dy scaled by what forward scaled x with."""
    layer = Dropout((40,), 0.5, rng=np.random.default_rng(0))
    x = np.ones((50, 40))
    y = np.array(layer.forward(x))
    assert set(np.unique(y)) == {0.0, 2.0}
    np.testing.assert_array_equal(layer.backward(x), y)
    np.testing.assert_array_equal(layer.infer(x), x)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_a_losss_gradient_is_its_derivative(loss, smoothing):
    """Every loss's gradient at the logits agrees with central differences to 1e-6, with and without label smoothing."""
    rng = np.random.default_rng(1)
    logits, y = rng.normal(size=(7, 10)) * 3, targets(rng.integers(0, 10, 7), smoothing, dtype=np.float64)
    gradient = LOSSES[loss](logits, y)[1]
    assert relative_error(gradient, central_difference(lambda: LOSSES[loss](logits, y)[0], logits)) < 1e-6


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("hidden", [(), (6,), (6, 5, 4)], ids=str)
@pytest.mark.parametrize("batch_norm", [False, True], ids=["plain", "batch norm"])
@pytest.mark.parametrize("loss", LOSSES)
def test_a_whole_networks_gradient_is_the_derivative_of_its_loss(activation, hidden, batch_norm, loss):
    """For every activation, depth, normalisation and loss the gradient agrees with central differences to 1e-6."""
    rng = np.random.default_rng(2)
    experiment = nncore.Experiment(hidden=hidden, activation=activation, batch_norm=batch_norm, loss=loss, initializer="xavier")
    network = nncore.build(experiment, dtype=np.float64)
    network.parameters += rng.normal(size=network.parameters.size) * 0.05  # no bias is 0, where a silent relu has its kink
    x, y = rng.random((8, 784)) * (rng.random(784) < 0.7), targets(rng.integers(0, 10, 8))  # some pixels are blank in all

    def value() -> float:
        return LOSSES[loss](network.forward(x), y)[0]

    network.backward(LOSSES[loss](network.forward(x), y)[1])
    later = network.parameters[-60:]  # the last layers' parameters; a view, so that the network sees the change
    assert relative_error(network.gradients[-60:], central_difference(value, later)) < 1e-6
    some = rng.integers(0, network.parameters.size, 40)
    slopes = np.array([central_difference(value, network.parameters[each:each + 1])[0] for each in some])
    assert relative_error(network.gradients[some], slopes) < 1e-6


@pytest.mark.parametrize("ink", [0.0, 0.02, 0.5, 1.0])
def test_pixels_as_bytes_give_what_a_dense_layer_gives_for_floats(ink):
    """The first layer, which skips blank pixels and reads bytes, agrees with Dense on the same pixels as floats to 1e-12."""
    rng = np.random.default_rng(3)
    pixels = (rng.integers(1, 256, (9, 784)) * (rng.random(784) < ink)).astype(np.uint8)
    x, dy = pixels / 255, rng.normal(size=(9, 7))
    ours, plain = PixelDense(784, 7), Dense(784, 7)
    for layer in (ours, plain):
        layer.bind(np.zeros(layer.size), np.zeros(layer.size), np.zeros(0))
        layer.initialize(rng=np.random.default_rng(4))
        layer.b[...] = np.arange(1, 8)
    for each in (pixels, x):
        np.testing.assert_allclose(ours.forward(each), plain.forward(x), atol=1e-5 if each is pixels else 1e-12)
        ours.backward(dy)
        plain.backward(dy)
        np.testing.assert_allclose(ours.dW, plain.dW, atol=1e-5 if each is pixels else 1e-12)
        np.testing.assert_allclose(ours.db, plain.db, atol=1e-12)
