"""What the layers and neurons of a network are called, the same on all pages."""

from __future__ import annotations

from nncore import Network
from nncore.interpretability.hidden import output_number


def neuron_name(network: Network, number: int, neuron: int) -> str:
    """The title of a neuron of layer `number`, from 1; in the output layer it is a digit's own."""
    return f"Digit {neuron}" if number == output_number(network) else f"Neuron {neuron}"


def layer_name(network: Network, number: int) -> str:
    """Which layer that is, at the beginning of a sentence."""
    last = output_number(network)
    if number == last:
        return "An output neuron"
    return "The hidden layer" if last == 2 else f"Hidden layer {number}"


def layer_names(network: Network) -> list[str]:
    """All layers of neurons in short, from the image to the answer, where one is chosen."""
    return [*(f"Layer {number}" for number in range(1, output_number(network))), "Scores"]
