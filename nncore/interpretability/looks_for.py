"""What does a deep neuron look for in the pixels? About the sum of the filters before it, each as strong as its weight."""

from __future__ import annotations

import numpy as np

from ..activations import Activation
from ..network import Network


def looks_for(network: Network, number: int, neuron: int) -> np.ndarray:
    """The weights of all layers up to `number`, from 1, multiplied together for one `neuron`: float (784,).

    W1 s1 W2 s2 ... Wn, s being what batch norm scales by: the column of `neuron`. It is what the neuron would see if no
    activation before it bent anything, and so an approximation, except in the first layer, where it is the neuron's own filter.
    The output layer is one more than the hidden ones. Lee, Ekanadham, Ng: "Sparse deep belief net model for visual area V2",
    NIPS 2007, section 4. Raises ValueError if there is no such layer.
    """
    dense = network.dense_layers
    if not 1 <= number <= len(dense):
        raise ValueError(f"the network has no layer {number}; it has layers 1 to {len(dense)}, the last being the output")
    dy = dense[number - 1].W[None, :, neuron]  # (1, inputs): as the neuron weighs them, without its own batch norm
    for layer in reversed(network.layers[:network.layers.index(dense[number - 1])]):
        if not isinstance(layer, Activation):
            dy = layer.inference_gradient(dy, dy)  # of none of these layers does it depend on x
    return dy[0]
