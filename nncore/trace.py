"""A trace keeps every number of one pass forward and back, layer by layer: what goes in, what comes out, and both gradients.

Training keeps none of this, and pays nothing for it: whoever wants to look lets the layers' own `forward` and `backward` run on
a copy of the network, in the same order as `learning_step` does, and so gets the same numbers to the bit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .digits import as_inputs
from .layer import Layer
from .losses import softmax
from .network import Network
from .objective import Objective


@dataclass(frozen=True)
class LayerTrace:
    """What one layer did: x became y, and on the way back dy became dx; all (batch, ...), as float.

    `layer` is the layer as it was; `ran` is the copy that did it, and holds the gradients dW, db, ... beside the parameters, and
    what `forward` remembers. dx is None for the first layer where nobody asks for it.
    """

    layer: Layer
    ran: Layer
    x: np.ndarray
    y: np.ndarray
    dy: np.ndarray
    dx: np.ndarray | None


@dataclass(frozen=True)
class Trace:
    """One pass: its layers from the image to the logits, the right answers y (batch, classes), and the loss, without a penalty.

    `gradients` (n,) are those of all parameters, as `backward` leaves them: before a penalty's gradient and clipping.
    """

    layers: tuple[LayerTrace, ...]
    y: np.ndarray
    loss: float
    gradients: np.ndarray

    @property
    def logits(self) -> np.ndarray:
        """What the last layer says, (batch, classes)."""
        return self.layers[-1].y

    @property
    def dlogits(self) -> np.ndarray:
        """The gradient of the loss at the logits, (batch, classes)."""
        return self.layers[-1].dy

    @property
    def probabilities(self) -> np.ndarray:
        """The softmax of the logits, (batch, classes)."""
        return softmax(self.logits)


def trace(network: Network, pixels: np.ndarray, labels: np.ndarray, objective: Objective) -> Trace:
    """The pass of a learning step of `network` on pixels (batch, ...), bytes or float from 0 to 1, and labels (batch,).

    `network` stays as it is. It is a step of training: dropout silences what it would silence in the next step, and batch norm
    normalises as it does there.
    """
    copy = network.snapshot()
    x = [copy.inputs(pixels)]  # what each layer gets, and at last the logits
    for layer in copy.layers:
        x.append(layer.forward(x[-1]))
    loss, dlogits = objective(x[-1], labels)
    dx = [dlogits]  # the gradients, from the logits to the image
    for layer in reversed(copy.layers):
        dx.append(layer.backward(dx[-1]))
    dx.reverse()
    if x[0].dtype == np.uint8:
        x[0] = as_inputs(x[0])
    layers = tuple(LayerTrace(*each) for each in zip(network.layers, copy.layers, x, x[1:], dx[1:], dx, strict=False))
    return Trace(layers, objective.targets.take(labels, axis=0), loss, copy.gradients)
