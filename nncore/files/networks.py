"""A saved network is one .npz file: its parameters in one array, its statistics, and the Experiment that made it as JSON.

A file may come from anywhere, so nothing in it is unpickled and every size is checked before its data is read.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np

from ..architecture import build
from ..experiment import Experiment
from ..network import Network
from .quantisation import block_count, quantised, restored
from .untrusted.archive import Archive
from .untrusted.refusal import RefusedError, opened
from .whole import write

JSON_LIMIT = 64 * 1024  # bytes; a real experiment takes about 2 kB
NO_NETWORK = "this is not a network saved by Inkling; an .npz from its Download button is"
PRECISIONS = {"float32": np.float32, "float16": np.float16, "int8": np.int8}


def save(path: str | Path | BinaryIO, network: Network, experiment: Experiment, dtype=np.float32, seconds: float = 0.0,
         **more: np.ndarray) -> None:
    """Write `network` and its `experiment` to `path`, a name that ends or will end with .npz, or an open file.

    `dtype` is float32, float16 (half as large) or int8 (a quarter, quantised); `seconds`, if known, is how long it was trained;
    `more` arrays may belong to it. A file with a name is there whole or not at all.
    """
    data = to_bytes(network, experiment, dtype, seconds, **more)
    if isinstance(path, str | Path):
        named = Path(path)
        write(named if named.name.endswith(".npz") else named.with_name(f"{named.name}.npz"), data)
    else:
        path.write(data)


def to_bytes(network: Network, experiment: Experiment, dtype=np.float32, seconds: float = 0.0, **more: np.ndarray) -> bytes:
    """The .npz file that `save` writes."""
    arrays = {"parameters": network.parameters.astype(dtype)}
    if dtype == np.int8:
        arrays["parameters"], arrays["steps"] = quantised(network.parameters)
    file = io.BytesIO()
    np.savez_compressed(file, **arrays, statistics=network.statistics.astype(np.float32), seconds=np.float64(seconds),
                        experiment=np.array(json.dumps(experiment.to_dict())), **more)
    return file.getvalue()


def load(path: str | Path | BinaryIO) -> tuple[Network, Experiment]:
    """(network, experiment) from a file that `save` wrote. Raises ValueError with one sentence if it is none."""
    with opened_network(path) as (archive, experiment):
        network = build(experiment)
        network.parameters[...] = _parameters(archive, network.parameters.size)
        if network.statistics.size:  # the first files had none, as no network had any
            network.statistics[...] = archive.numbers("statistics", network.statistics.size)
    return network, experiment


@contextmanager
def opened_network(path: str | Path | BinaryIO) -> Iterator[tuple[Archive, Experiment]]:
    """(archive, experiment) of a saved network; where the file has a path, a ValueError with one sentence names it."""
    with opened(path) as stream:
        try:
            archive = Archive(stream, NO_NETWORK)
            values = archive.json("experiment", JSON_LIMIT)
            if not isinstance(values, dict):
                raise RefusedError(NO_NETWORK)
            yield archive, Experiment.from_dict(values)
        except ValueError as error:
            raise error if hasattr(path, "read") else RefusedError(f"{path}: {error}") from error


def training_seconds(path: str | Path) -> float:
    """How long the network of a file was trained; 0 if nobody noted it."""
    with opened_network(path) as (archive, _):
        return float(archive.array("seconds", 8)) if "seconds" in archive else 0.0


def _parameters(archive: Archive, size: int) -> np.ndarray:
    """The parameters (size,), restored if they are quantised."""
    if "steps" not in archive:
        return archive.numbers("parameters", size)
    return restored(archive.numbers("parameters", size, kind="i"), archive.numbers("steps", block_count(size)))
