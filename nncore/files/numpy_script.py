"""A trained network as one Python script that needs NumPy alone: the weights, the layers, and a way to check itself."""

from __future__ import annotations

import base64
import textwrap

import numpy as np

from ..batch_norm import BatchNorm
from ..dense import Dense
from ..experiment import Experiment
from ..network import Network

LINE = 120  # characters of a line of weights
HEAD = '''"""A network that reads handwritten digits, trained with Inkling. It needs NumPy alone.

    python {name} mnist.npz        # asserts the accuracy that it had when it was saved
    import {module}; {module}.predict(x)    # x float32 (n, 784), 0 paper to 1 ink -> probabilities (n, 10)
"""

import base64
import sys

import numpy as np

TEST_ACCURACY = {accuracy!r}  # on MNIST's 10,000 test digits
SHAPES = {shapes!r}  # inputs and outputs of each layer


def activation(x):
    return {formula}


'''
BODY = '''
def layers():
    """(W, b) of each layer in turn."""
    numbers = np.frombuffer(base64.b64decode(WEIGHTS), "<f4")
    for inputs, outputs in SHAPES:
        W, numbers = numbers[:inputs * outputs].reshape(inputs, outputs), numbers[inputs * outputs:]
        b, numbers = numbers[:outputs], numbers[outputs:]
        yield W, b


def predict(x):
    """Probabilities (n, 10) for x (n, 784)."""
    *hidden, last = layers()
    for W, b in hidden:
        x = activation(x @ W + b)
    z = x @ last[0] + last[1]
    p = np.exp(z - z.max(axis=1, keepdims=True))
    return p / p.sum(axis=1, keepdims=True)


if __name__ == "__main__":
    with np.load(sys.argv[1]) as mnist:
        x = mnist["x_test"].reshape(-1, 784).astype(np.float32) / np.float32(255)
        accuracy = float((predict(x).argmax(axis=1) == mnist["y_test"]).mean())
    print(f"{accuracy:.2%} of {len(x):,} test digits")
    assert abs(accuracy - TEST_ACCURACY) < 0.0005, f"it was {TEST_ACCURACY:.2%}"
'''
FORMULAS = {
    "relu": "np.maximum(x, 0)", "leaky_relu": "np.maximum(x, 0.01 * x)", "elu": "np.where(x > 0, x, np.expm1(np.minimum(x, 0)))",
    "gelu": "0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))", "tanh": "np.tanh(x)",
    "sigmoid": "0.5 * (1 + np.tanh(0.5 * x))", "linear": "x",
}


def as_script(network: Network, experiment: Experiment, accuracy: float, name: str = "inkling_network.py") -> str:
    """The script's text. Batch normalisation is folded into the dense layer before it, as both are linear at inference."""
    weights = list(_folded(network))
    numbers = np.concatenate([part.ravel() for layer in weights for part in layer]).astype("<f4")
    text = "\n".join(f'    "{line}"' for line in textwrap.wrap(base64.b64encode(numbers.tobytes()).decode(), LINE))
    head = HEAD.format(name=name, module=name.removesuffix(".py"), accuracy=accuracy, shapes=[W.shape for W, _ in weights],
                       formula=FORMULAS[experiment.activation])
    return f"{head}WEIGHTS = (\n{text}\n)  # float32: W row by row, then b, of each layer\n\n{BODY}"


def _folded(network: Network):
    """(W, b) of each dense layer, float64, with the batch normalisation that follows it taken in.

    γ (x W + b - mean) / √(variance + ε) + β  =  x (W s) + ((b - mean) s + β),  s = γ / √(variance + ε)
    """
    for layer, following in zip(network.layers, [*network.layers[1:], None], strict=True):
        if isinstance(layer, Dense):
            W, b = layer.W.astype(float), layer.b.astype(float)
            if isinstance(following, BatchNorm):
                s = following.gamma / np.sqrt(following.variance.astype(float) + following.EPSILON)
                W, b = W * s, (b - following.mean) * s + following.beta
            yield W, b
