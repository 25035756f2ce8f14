"""A saved network may carry a checkpoint, so that training goes on from the file as if it had never stopped."""

from __future__ import annotations

import dataclasses
import json
import math
from pathlib import Path
from typing import BinaryIO

import numpy as np

from ..architecture import build
from ..checkpoint import Checkpoint
from ..experiment import Experiment
from ..network import Network
from ..optimizers import OPTIMIZERS
from ..schedules import Plan
from .networks import JSON_LIMIT, opened_network
from .untrusted.archive import Archive
from .untrusted.refusal import RefusedError, refusing

FORMER_STREAMS = {"pen": "stroke widths", "drawn": "templates", "augmentation": "distortion"}  # in older files
MOST_STEPS = 10**9  # that a run may have taken


def checkpoint_arrays(checkpoint: Checkpoint) -> dict[str, np.ndarray]:
    """The arrays that a file holds for a checkpoint, by name."""
    facts = {"epoch": checkpoint.epoch, "steps": checkpoint.steps, "mean_loss": checkpoint.mean_loss,
             "best": checkpoint.best and checkpoint.best[:2], "random": checkpoint.random,
             "plan": dataclasses.astuple(checkpoint.plan)}
    arrays = {"checkpoint": np.array(json.dumps(facts)), "memory": checkpoint.optimizer_state.ravel()}
    networks = {"network": checkpoint.network, "average": checkpoint.average, "best": checkpoint.best and checkpoint.best[2]}
    for name, network in networks.items():
        if network:
            arrays |= {f"{name}_parameters": network.parameters, f"{name}_statistics": network.statistics}
    return arrays


def load_checkpoint(path: str | Path | BinaryIO) -> Checkpoint | None:
    """The checkpoint of a file that `save` wrote; None if it has none. Raises ValueError with one sentence if it is damaged."""
    with opened_network(path) as (archive, experiment):
        if "checkpoint" not in archive:
            return None
        with refusing("the file's checkpoint is damaged; a file that Inkling saved anew would be right"):
            return _checkpoint(archive, experiment, archive.json("checkpoint", JSON_LIMIT))


def _checkpoint(archive: Archive, experiment: Experiment, facts: dict) -> Checkpoint:
    epoch, steps, mean_loss = int(facts["epoch"]), int(facts["steps"]), float(facts["mean_loss"])
    if not (0 <= epoch <= steps <= MOST_STEPS and math.isfinite(mean_loss)):
        raise RefusedError(f"the file's checkpoint says epoch {epoch}, step {steps}, loss {mean_loss}; none of them can be so")
    network = _network(archive, "network", experiment)
    rule, size = OPTIMIZERS[experiment.optimizer], network.parameters.size
    memory = archive.numbers("memory", rule.slots * size).reshape(rule.slots, size)
    best = facts["best"] and (float(facts["best"][0]), int(facts["best"][1]), _network(archive, "best", experiment))
    average = _network(archive, "average", experiment) if "average_parameters" in archive else None
    for state in facts["random"].values():
        np.random.default_rng(0).bit_generator.state = state  # whether it is one
    random = {FORMER_STREAMS.get(name, name): state for name, state in facts["random"].items()}
    plan = Plan(*map(float, facts.get("plan", [experiment.epochs])))
    if not (0 <= plan.start <= epoch and plan.start < plan.end < math.inf and 0 <= plan.done <= 1):
        raise RefusedError(f"the file's checkpoint has the {plan}; a schedule starts before it ends, and not after epoch {epoch}")
    return Checkpoint(epoch, steps, mean_loss, network, memory.astype(np.float32), average, best or None, random, plan)


def _network(archive: Archive, name: str, experiment: Experiment) -> Network:
    network = build(experiment)
    network.parameters[...] = archive.numbers(f"{name}_parameters", network.parameters.size)
    network.statistics[...] = archive.numbers(f"{name}_statistics", network.statistics.size)
    return network
