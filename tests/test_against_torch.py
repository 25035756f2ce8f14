"""PyTorch, written by others, gives the same numbers: outputs, gradients, and steps of every optimizer, in float64."""

import numpy as np
import pytest
import torch

import nncore
from nncore.activations import ACTIVATIONS as OUR_ACTIVATIONS
from nncore.losses import LOSSES, targets
from nncore.objective import clip
from nncore.optimizers import OPTIMIZERS
from nncore.runs.start import begin

TOLERANCE = 1e-8
ACTIVATIONS = {"relu": torch.nn.ReLU, "leaky_relu": torch.nn.LeakyReLU, "elu": torch.nn.ELU,
               "gelu": lambda: torch.nn.GELU(approximate="tanh"), "tanh": torch.nn.Tanh, "sigmoid": torch.nn.Sigmoid,
               "linear": torch.nn.Identity}
DECAY = 0.05
TORCHS = {"sgd": lambda p: torch.optim.SGD(p, 0.1), "momentum": lambda p: torch.optim.SGD(p, 0.1, momentum=0.9),
          "nesterov": lambda p: torch.optim.SGD(p, 0.1, momentum=0.9, nesterov=True),
          "rmsprop": lambda p: torch.optim.RMSprop(p, 0.1), "adam": lambda p: torch.optim.Adam(p, 0.1),
          "adamw": lambda p: torch.optim.AdamW(p, 0.1, weight_decay=DECAY)}


def same_networks(activation: str, batch_norm: bool):
    """(our network, PyTorch's, their parameters in our order): the same float64 numbers in both."""
    experiment = nncore.Experiment(hidden=(20, 15), activation=activation, batch_norm=batch_norm)
    ours = nncore.build(experiment, dtype=np.float64)
    ours.parameters += np.random.default_rng(0).normal(size=ours.parameters.size) * 0.05
    modules, tensors, sizes = [], [], (784, 20, 15, 10)
    for inputs, outputs in zip(sizes, sizes[1:], strict=False):
        dense = torch.nn.Linear(inputs, outputs, dtype=torch.float64)
        modules.append(dense)
        tensors += [dense.weight, dense.bias]
        if outputs != 10:
            if batch_norm:
                modules.append(torch.nn.BatchNorm1d(outputs, dtype=torch.float64))
                tensors += [modules[-1].weight, modules[-1].bias]
            modules.append(ACTIVATIONS[activation]())
    arrays = [getattr(layer, name) for layer in ours.layers for name in layer.parameters]
    with torch.no_grad():
        for tensor, array in zip(tensors, arrays, strict=True):
            tensor.copy_(torch.from_numpy(array.T))
    return ours, torch.nn.Sequential(*modules), tensors


def batch():
    rng = np.random.default_rng(1)
    return rng.random((32, 784)) * (rng.random(784) < 0.7), rng.integers(0, 10, 32)  # some pixels are blank in all


def their_loss(name: str, logits, labels, smoothing: float):
    if name == "cross_entropy":
        return torch.nn.functional.cross_entropy(logits, torch.from_numpy(labels), label_smoothing=smoothing)
    y = torch.nn.functional.one_hot(torch.from_numpy(labels), 10) * (1 - smoothing) + smoothing / 10
    return torch.nn.functional.mse_loss(torch.softmax(logits, 1), y)


def gradients(tensors) -> np.ndarray:
    return np.concatenate([tensor.grad.numpy().T.ravel() for tensor in tensors])


def parameters(tensors) -> np.ndarray:
    return np.concatenate([tensor.detach().numpy().T.ravel() for tensor in tensors])


def test_pytorch_is_asked_about_all_there_are():
    """No activation and no optimizer of ours is without its oracle here: who adds one is told."""
    assert ACTIVATIONS.keys() == OUR_ACTIVATIONS.keys()
    assert TORCHS.keys() == OPTIMIZERS.keys()


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("batch_norm", [False, True], ids=["plain", "batch norm"])
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_outputs_losses_and_gradients_are_pytorchs(activation, batch_norm, loss, smoothing):
    """Logits, loss and every gradient agree with PyTorch's to 1e-8; so does batch norm's answer at inference afterwards."""
    ours, theirs, tensors = same_networks(activation, batch_norm)
    x, labels = batch()
    logits, their_logits = ours.forward(x), theirs(torch.from_numpy(x))
    value, dlogits = LOSSES[loss](logits, targets(labels, smoothing, dtype=np.float64))
    ours.backward(dlogits)
    their_value = their_loss(loss, their_logits, labels, smoothing)
    their_value.backward()
    np.testing.assert_allclose(logits, their_logits.detach().numpy(), atol=TOLERANCE)
    assert value == pytest.approx(their_value.item(), abs=TOLERANCE)
    np.testing.assert_allclose(ours.gradients, gradients(tensors), atol=TOLERANCE)
    theirs.eval()
    with torch.no_grad():
        np.testing.assert_allclose(ours.infer(x), theirs(torch.from_numpy(x)).numpy(), atol=TOLERANCE)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_slopes_at_a_kink_are_pytorchs(activation):
    """At 0, where relu has no derivative, and beside it each activation has the slope that PyTorch gives."""
    x = np.array([[-2.0, -1e-3, 0.0, 1e-3, 2.0]])
    layer, theirs = OUR_ACTIVATIONS[activation]((5,)), torch.tensor(x, requires_grad=True)
    layer.forward(x)
    ACTIVATIONS[activation]()(theirs).sum().backward()
    np.testing.assert_allclose(layer.backward(np.ones((1, 5))), theirs.grad.numpy(), atol=TOLERANCE)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_five_steps_are_pytorchs(name):
    """After five steps on one batch all parameters agree with PyTorch's optimizer to 1e-8."""
    ours, theirs, tensors = same_networks("tanh", batch_norm=False)
    optimizer, their_optimizer = OPTIMIZERS[name](ours.parameters, 0.9, DECAY), TORCHS[name](tensors)
    x, labels = batch()
    for _ in range(5):
        ours.backward(LOSSES["cross_entropy"](ours.forward(x), targets(labels, dtype=np.float64))[1])
        optimizer.step(ours.parameters, ours.gradients, 0.1)
        their_optimizer.zero_grad()
        their_loss("cross_entropy", theirs(torch.from_numpy(x)), labels, 0.0).backward()
        their_optimizer.step()
    np.testing.assert_allclose(ours.parameters, parameters(tensors), atol=TOLERANCE)


def test_clipping_is_pytorchs(digits):
    """Clipping by norm agrees with torch.nn.utils.clip_grad_norm_ to 1e-6, its epsilon."""
    experiment = nncore.Experiment(hidden=(5,), clip_norm=0.1, validation_fraction=0.0)
    training = begin(nncore.build(experiment, dtype=np.float64), digits.train[:50], experiment)
    ((x, labels),) = next(training.batches.epoch()).parts
    network = training.network
    network.backward(training.objective(network.forward(x), labels)[1])
    tensor = torch.zeros(network.gradients.size, dtype=torch.float64)
    tensor.grad = torch.from_numpy(network.gradients.copy())
    torch.nn.utils.clip_grad_norm_([tensor], 0.1)
    clip(network.gradients, experiment.clip_norm)
    np.testing.assert_allclose(network.gradients, tensor.grad.numpy(), rtol=1e-4, atol=1e-9)
