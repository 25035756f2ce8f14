"""The same network as PyTorch code: layers written out, the numbers read from the .npz that Inkling saved."""

from __future__ import annotations

from ..activations import ACTIVATIONS
from ..architecture import layers_of
from ..batch_norm import BatchNorm
from ..dense import Dense
from ..experiment import Experiment
from ..layer import Layer

CODE = '''"""A network of Inkling as PyTorch code.

    python {name} network.npz mnist.npz    # asserts the accuracy that it had when it was saved
"""

import sys

import numpy as np
import torch
from torch import nn

TEST_ACCURACY = {accuracy!r}  # on MNIST's 10,000 test digits


def network() -> nn.Sequential:
    """The layers; inputs float32 (n, 784), 0 paper to 1 ink, outputs logits (n, 10)."""
    return nn.Sequential(
{layers}
    )


def load(path: str) -> nn.Sequential:
    """The network with the numbers of an .npz that Inkling saved with full precision."""
    layers = network().eval()
    with np.load(path, allow_pickle=False) as file:
        numbers, statistics = (torch.from_numpy(file[name].astype(np.float32)) for name in ("parameters", "statistics"))

    def take(numbers, like):
        return numbers[:like.numel()], numbers[like.numel():]

    with torch.no_grad():
        for layer in layers:
            if isinstance(layer, nn.Linear):
                W, numbers = take(numbers, layer.weight)  # Inkling keeps W as (inputs, outputs), PyTorch the other way round
                layer.weight.copy_(W.reshape(layer.in_features, layer.out_features).T)
                b, numbers = take(numbers, layer.bias)
                layer.bias.copy_(b)
            elif isinstance(layer, nn.BatchNorm1d):
                for part in (layer.weight, layer.bias):
                    values, numbers = take(numbers, part)
                    part.copy_(values)
                for part in (layer.running_mean, layer.running_var):
                    values, statistics = take(statistics, part)
                    part.copy_(values)
    return layers


if __name__ == "__main__":
    with np.load(sys.argv[2]) as mnist:
        x, labels = torch.from_numpy(mnist["x_test"].reshape(-1, 784) / np.float32(255)), torch.from_numpy(mnist["y_test"])
    with torch.no_grad():
        accuracy = (load(sys.argv[1])(x).argmax(dim=1) == labels).float().mean().item()
    print(f"{{accuracy:.2%}} of {{len(x):,}} test digits")
    assert abs(accuracy - TEST_ACCURACY) < 0.0005, f"it was {{TEST_ACCURACY:.2%}}"
'''
MODULES = {"relu": "nn.ReLU()", "leaky_relu": "nn.LeakyReLU(0.01)", "elu": "nn.ELU()", "gelu": 'nn.GELU(approximate="tanh")',
           "tanh": "nn.Tanh()", "sigmoid": "nn.Sigmoid()", "linear": "nn.Identity()"}


def as_torch_code(experiment: Experiment, accuracy: float, name: str = "inkling_torch.py") -> str:
    """The code's text, for the network of `experiment` that had `accuracy` on the test set."""
    lines = [f"        {line}," for line in map(_module, layers_of(experiment)) if line]
    return CODE.format(name=name, accuracy=accuracy, layers="\n".join(lines))


def _module(layer: Layer) -> str:
    """The PyTorch module for a layer, or nothing for one that inference does not need."""
    if isinstance(layer, Dense):
        return f"nn.Linear({layer.inputs}, {layer.outputs})"
    if isinstance(layer, BatchNorm):
        return f"nn.BatchNorm1d({layer.size // 2}, eps={layer.EPSILON})"
    return next((MODULES[name] for name, kind in ACTIVATIONS.items() if type(layer) is kind), "")
