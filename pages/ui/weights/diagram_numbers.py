"""What stands under the pointer in the lit diagram: each neuron's sum with its real numbers, and each line's product."""

from __future__ import annotations

import itertools

import numpy as np

from nncore import Network
from nncore.interpretability.flow import Connections, Flow
from nncore.interpretability.weighted_sum import WeightedSum, weighted_sums
from nncore.setting import rounded

from ..shared import numbers
from ..shared.per_cent import per_cent

CONTRIBUTIONS = 3  # of each neuron, the strongest
TINY = 1e-6  # from here on a power of ten is shorter than zeros


def figure(value: float) -> str:
    """A number as it stands in the diagram: three digits, a true minus sign, and words for what is no number."""
    if value and not TINY <= abs(value) < numbers.LARGEST:  # or it is none
        return numbers.number(value, 3)
    return (f"{value:,.0f}" if abs(value) >= 999.5 else rounded(value, 3)).replace("-", numbers.MINUS)


def column_names(hidden: int) -> list[str]:
    """What each layer is called, from the image to the answer."""
    return ["the image", *(f"hidden layer {number}" for number in range(1, hidden + 1)), "the answer"]


def sums(network: Network, x: np.ndarray, found: Flow) -> list[list[WeightedSum]]:
    """The weighted sums of all neurons and digits that the flow shows, by layer."""
    return weighted_sums(network, x, [*(each.numbers.tolist() for each in found.hidden), range(len(found.probabilities))])


def neuron_figures(neuron: WeightedSum, probability: str = "") -> list:
    """A neuron's numbers, as text, in the order in which diagram.js takes them.

    Activation, total, bias, what batch norm makes of the total or nothing, a digit's probability or nothing, the strongest
    contributions as (from, what the neuron hears, weight, product), how many others there are, and what they add up to.
    """
    says, rows = neuron.contributions, neuron.strongest(CONTRIBUTIONS)
    with np.errstate(all="ignore"):  # weights may have exploded
        rest = neuron.total - neuron.bias - float(says[rows].sum())
    strongest = [(int(row), figure(neuron.inputs[row]), figure(neuron.weights[row]), figure(says[row])) for row in rows]
    bent = "" if neuron.bent == neuron.total else figure(neuron.bent)
    return [figure(neuron.activation), figure(neuron.total), figure(neuron.bias), bent, probability, strongest,
            len(says) - len(rows), figure(rest)]


def layer_figures(found: Flow, layers: list[list[WeightedSum]], bend: str) -> list[dict]:
    """For each layer of neurons, and the ten digits, its name, the numbers of those shown, and the figures of each."""
    *names, answer = column_names(len(found.hidden))[1:]
    told = [{"name": name, "kind": "Neuron", "bend": bend, "numbers": shown.numbers.tolist(),
             "figures": [neuron_figures(each) for each in neurons]}
            for name, shown, neurons in zip(names, found.hidden, layers, strict=False)]
    digits = [neuron_figures(each, per_cent(float(probability)))
              for each, probability in zip(layers[-1], found.probabilities, strict=True)]
    return [*told, {"name": answer, "kind": "Digit", "bend": "", "numbers": list(range(len(digits))), "figures": digits}]


def line_figures(lines: list[Connections], layers: list[list[WeightedSum]], network: Network) -> list[tuple]:
    """For each line (layer, from, to, weight, activation, product, what batch norm makes of the product or nothing)."""
    told = []
    for number, (connections, neurons, dense) in enumerate(zip(lines, layers, network.dense_layers, strict=True)):
        heard = neurons[0].inputs[connections.sources]  # (lines,)
        weights = dense.W[connections.sources, connections.targets]  # (lines,)
        products = heard * weights
        scaled = [figure(says) if says != product else "" for says, product in zip(connections.says, products, strict=True)]
        told.extend(zip(itertools.repeat(number), connections.sources.tolist(), connections.targets.tolist(),
                        map(figure, weights), map(figure, heard), map(figure, products), scaled))
    return told


def joined_with(found: Flow, layer: int, number: int) -> list[Connections]:
    """For each gap between two layers the connections that come in at neuron `number` of `layer`, or go out from it."""
    kept = []
    for gap, each in enumerate(found.connections):
        rows = (each.targets == number if gap == layer - 1 else each.sources == number if gap == layer
                else np.zeros(len(each.says), bool))
        kept.append(Connections(each.sources[rows], each.targets[rows], each.says[rows]))
    return kept
