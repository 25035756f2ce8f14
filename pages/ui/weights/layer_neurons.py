"""The strongest neurons of a layer: what each looks for in the pixels, and the test digits that excite it most, as HTML."""

from __future__ import annotations

import numpy as np

from nncore import Digits, Network
from nncore.digits import SIDE
from nncore.interpretability.hidden import output_number
from nncore.interpretability.looks_for import looks_for
from nncore.interpretability.responses import Responses

from ..shared import images
from ..shared.network_names import neuron_name
from ..shared.thumbnails import picture_tag

MOST = 10  # neurons that are shown
EXCITING = 7  # test digits of each


def strongest(network: Network, number: int, most: int = MOST) -> np.ndarray:
    """The `most` neurons of layer `number` with the longest weights, the strongest first; of the output layer all, by number."""
    if number == output_number(network):
        return np.arange(network.classes)
    return np.argsort(-np.linalg.norm(network.dense_layers[number - 1].W, axis=0), kind="stable")[:most]


def table(network: Network, number: int, neurons: np.ndarray, answers: Responses | None, digits: Digits) -> str:
    """A line for each of `neurons` of layer `number`; `answers` are what they say to `digits`, if that is known yet."""
    rows = "".join(_line(network, number, int(neuron), answers, digits) for neuron in neurons)
    return f'<div class="layer-neurons">{rows}</div>'


def _line(network: Network, number: int, neuron: int, answers: Responses | None, digits: Digits) -> str:
    pixels = looks_for(network, number, neuron).reshape(SIDE, SIDE)
    name = neuron_name(network, number, neuron)
    looks = picture_tag(images.signed_by_largest(pixels), f"{name}: what it looks for in the pixels")
    return f"<p><b>{neuron}</b><span>{looks}</span>{_exciting(name, neuron, answers, digits)}</p>"


def _exciting(name: str, neuron: int, answers: Responses | None, digits: Digits) -> str:
    """The digits that excite a neuron most, side by side in one picture."""
    if answers is None:
        return "<em></em>"
    if answers.dead[neuron]:
        return "<em>dead: no digit lights it</em>"
    rows = answers.most[:EXCITING, neuron]
    said = ", ".join(str(digits.labels[row]) for row in rows)
    strip = np.concatenate(digits.images[rows], axis=1)  # (28, 28 EXCITING)
    return f"<em>{picture_tag(strip, f'{name} is excited most by these digits: {said}')}</em>"
