"""The gradient of a batch says for every weight how the loss would change with it; an L2 penalty and a limit come on top."""

from __future__ import annotations

import math

import numpy as np

from .batches import Batch
from .losses import LOSSES
from .network import ROWS_AT_ONCE, Network


def set_gradients(network: Network, batch: Batch, loss_name: str, targets: np.ndarray) -> tuple[float, float]:
    """Set `network.gradients` for a batch, by its `targets` (classes, 10); gives (loss, accuracy), means over its images.

    The gradients of a batch that comes in parts are added up. (Batch normalisation then looks at each part by itself.)
    """
    if batch.images <= ROWS_AT_ONCE:
        ((x, labels),) = batch.parts
        return _of_part(network, x, labels, loss_name, targets)
    loss = accuracy = 0.0
    total = np.zeros_like(network.gradients)
    for x, labels in batch.parts:
        part_loss, part_accuracy = _of_part(network, x, labels, loss_name, targets)
        share = len(labels) / batch.images
        loss += share * part_loss
        accuracy += share * part_accuracy
        total += share * network.gradients
    network.gradients[...] = total
    return loss, accuracy


def _of_part(network: Network, x: np.ndarray, labels: np.ndarray, loss_name: str, targets: np.ndarray) -> tuple[float, float]:
    logits = network.forward(x)  # (n, 10)
    loss, dlogits = LOSSES[loss_name](logits, targets.take(labels, axis=0))
    network.backward(dlogits)
    return loss, int(np.count_nonzero(logits.argmax(axis=1) == labels)) / len(labels)


def add_penalty(network: Network, l2: float) -> float:
    """Add the gradient of l2 / 2 (sum of W²) over the weights, not the biases; gives that penalty."""
    if not l2:
        return 0.0
    for layer in network.dense_layers:
        layer.dW += l2 * layer.W
    return l2 / 2 * sum(float(np.vdot(layer.W, layer.W)) for layer in network.dense_layers)


def clip(network: Network, limit: float | None) -> None:
    """Shorten the gradient to `limit` if it is longer. Pascanu, Mikolov, Bengio: ICML 2013, algorithm 1."""
    if limit is None:
        return
    norm = math.sqrt(np.vdot(network.gradients, network.gradients))
    if norm > limit:
        network.gradients *= limit / norm
