"""A saved network comes back as it was; a file that is none is refused in one sentence."""

import contextlib
import io
import json
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

import nncore
from nncore.files.networks import to_bytes

EXPERIMENT = nncore.Experiment(hidden=(6,), batch_norm=True, seed=3)
NETWORK = nncore.build(EXPERIMENT)
VALID = to_bytes(NETWORK, EXPERIMENT)


def npz(**arrays) -> bytes:
    """The valid file with some arrays changed, or left out where None."""
    with np.load(io.BytesIO(VALID)) as file:
        everything = {**file, **arrays}
    out = io.BytesIO()
    np.savez(out, **{name: array for name, array in everything.items() if array is not None})
    return out.getvalue()


def huge_header() -> bytes:
    """A file whose parameters claim a shape of 10^12 numbers and hold none."""
    head = io.BytesIO()
    np.lib.format.write_array_header_1_0(head, {"descr": "<f4", "fortran_order": False, "shape": (10**12,)})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(VALID)) as old, zipfile.ZipFile(out, "w") as new:
        new.writestr("experiment.npy", old.read("experiment.npy"))
        new.writestr("statistics.npy", old.read("statistics.npy"))
        new.writestr("parameters.npy", head.getvalue())
    return out.getvalue()


def test_a_network_comes_back_to_the_bit(digits, tmp_path):
    """The same answers to the bit and the same Experiment, from a path and from an open file."""
    network, experiment = nncore.build(EXPERIMENT), EXPERIMENT
    list(nncore.train(network, digits.train[:300], nncore.Experiment(**{**EXPERIMENT.to_dict(), "epochs": 1})))
    nncore.save(tmp_path / "network.npz", network, experiment)
    x = nncore.as_inputs(digits.test.images[:100])
    for source in (tmp_path / "network.npz", io.BytesIO(to_bytes(network, experiment))):
        again, its_experiment = nncore.load(source)
        assert its_experiment == experiment
        np.testing.assert_array_equal(again.predict(x), network.predict(x))


def test_float16_halves_the_file(tmp_path):
    """Saved as float16 a network takes about half the space and answers nearly the same."""
    experiment = nncore.Experiment(hidden=(64,))
    network = nncore.build(experiment)
    for name, dtype in (("full", np.float32), ("half", np.float16)):
        nncore.save(tmp_path / f"{name}.npz", network, experiment, dtype)
    assert (tmp_path / "half.npz").stat().st_size < 0.6 * (tmp_path / "full.npz").stat().st_size
    np.testing.assert_allclose(nncore.load(tmp_path / "half.npz")[0].parameters, network.parameters, atol=1e-3)


@pytest.mark.parametrize("content", [
    pytest.param(b"", id="empty"), pytest.param(b"hello, I am a text", id="text"), pytest.param(VALID[:-200], id="cut off"),
    pytest.param(VALID[:300], id="cut short"), pytest.param(npz(parameters=None), id="no parameters"),
    pytest.param(npz(experiment=None), id="no experiment"), pytest.param(npz(parameters=np.zeros(5, np.float32)), id="too few"),
    pytest.param(npz(parameters=np.zeros(10**6, np.float32)), id="too many"),
    pytest.param(npz(parameters=np.full(NETWORK.parameters.size, np.nan, np.float32)), id="not numbers"),
    pytest.param(npz(parameters=np.zeros(NETWORK.parameters.size, int)), id="integers"),
    pytest.param(npz(experiment=np.array("no JSON")), id="no JSON"),
    pytest.param(npz(experiment=np.array("[" * 9000)), id="deep JSON"),
    pytest.param(npz(experiment=np.array(json.dumps({"hidden": [5000]}))), id="impossible experiment"),
    pytest.param(npz(experiment=np.array(json.dumps({"colour": 1}))), id="unknown field"),
    pytest.param(npz(experiment=np.array(json.dumps([1]))), id="a list"),
    pytest.param(npz(experiment=np.array("x" * 10**6)), id="long text"),
    pytest.param(npz(parameters=np.array([{"a": 1}] * 9, object)), id="pickled"), pytest.param(huge_header(), id="huge header"),
])
def test_what_is_no_network_is_refused_in_one_sentence(content):
    """A file that is no saved network raises ValueError with one line, whatever is wrong with it."""
    with pytest.raises(ValueError, match="^[^\n]+$"):
        nncore.load(io.BytesIO(content))


@settings(deadline=None, max_examples=150)
@given(changes=some.lists(some.tuples(some.integers(0, len(VALID) - 1), some.integers(0, 255)), min_size=1, max_size=6))
def test_no_damage_to_a_file_does_worse_than_a_sentence(changes):
    """Whatever bytes are changed, the file loads or raises ValueError; nothing else."""
    damaged = bytearray(VALID)
    for place, value in changes:
        damaged[place] = value
    with contextlib.suppress(ValueError):
        nncore.load(io.BytesIO(bytes(damaged)))
