"""One learning step: forward, loss, backward, step. Training is this, again and again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .batches import Batch
from .network import ROWS_AT_ONCE, Network
from .objective import Objective, clip, right_answers
from .optimizers import Optimizer


@dataclass(frozen=True, slots=True)
class Learned:
    """How a batch did before the step: the mean loss of its images, the penalty apart, and how many of its digits were right."""

    loss: float
    penalty: float
    right: int
    digits: int


def learning_step(network: Network, batch: Batch, objective: Objective, optimizer: Optimizer, rate: float,
                  clip_norm: float | None = None) -> Learned:
    """Change `network` by one step of length `rate` that makes `objective` smaller on `batch`."""
    if batch.images > ROWS_AT_ONCE:
        learned = set_gradients_in_parts(network, batch, objective)
    else:
        ((x, labels),) = batch.parts
        logits = network.forward(network.inputs(x))  # forward: (batch, 10)
        loss, dlogits = objective(logits, labels)  # loss
        network.backward(dlogits)  # backward
        learned = Learned(loss, objective.penalty(network), *right_answers(logits, labels))
    objective.add_penalty_gradient(network)
    clip(network.gradients, clip_norm)
    optimizer.step(network.parameters, network.gradients, rate)  # step
    return learned


def set_gradients_in_parts(network: Network, batch: Batch, objective: Objective) -> Learned:
    """Forward, loss, backward for a batch too large to pass at once: its gradient is the mean of those of its parts.

    Batch normalisation looks at each part by itself.
    """
    total = np.zeros_like(network.gradients)
    loss, right, digits = 0.0, 0, 0
    for x, labels in batch.parts:
        logits = network.forward(network.inputs(x))
        part_loss, dlogits = objective(logits, labels)
        network.backward(dlogits)
        share = len(labels) / batch.images
        loss += share * part_loss
        total += share * network.gradients
        part_right, part_digits = right_answers(logits, labels)
        right, digits = right + part_right, digits + part_digits
    network.gradients[...] = total
    return Learned(loss, objective.penalty(network), right, digits)
