"""MNIST lies in memory once for all processes, nobody writes into it, and nothing of it is left behind."""

import dataclasses
import os
import pickle
import tempfile
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

import nncore
from nncore.compute.job import CalculationJob
from nncore.compute.messages import Channel, Done
from nncore.compute.shared_digits import opened, share
from tests.compute.by_hand import Owner
from tests.waiting import PATIENCE


@pytest.mark.parametrize("has_memfd", [True, False])
def test_shared_digits_are_the_digits(few_digits, monkeypatch, tmp_path, has_memfd):
    """Opened here or by their descriptor; where memory has no files of its own, a temporary one has no name at any time after."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    if not has_memfd:
        monkeypatch.delattr(os, "memfd_create", raising=False)
    shared = share(few_digits)
    for mnist in (shared.digits, opened(*map(int, shared.arguments))):
        for found, part in ((mnist.train, few_digits.train), (mnist.test, few_digits.test)):
            np.testing.assert_array_equal(found.images, part.images)
            np.testing.assert_array_equal(found.labels, part.labels)
    assert list(tmp_path.iterdir()) == []
    os.close(shared.descriptor)


def test_nobody_writes_into_shared_digits(desk):
    """Neither as they are nor after asking for it."""
    for part in (desk.mnist.train, desk.mnist.test):
        for array in (part.images, part.labels):
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 0
            with pytest.raises(ValueError, match="WRITEABLE"):
                array.setflags(write=True)


def test_all_of_mnist_takes_its_own_size(digits):
    """60,000 and 10,000 pictures of 784 bytes and their labels, and not a byte more."""
    shared = share(digits)
    assert os.fstat(shared.descriptor).st_size == 70_000 * 785
    assert np.array_equal(shared.digits.train.images, digits.train.images)
    os.close(shared.descriptor)


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="only Linux tells which files are mapped")
def test_a_worker_looks_at_the_same_memory(desk):
    """The file that a worker has mapped is the one that this process has: the same inode, with no name in any folder."""
    job = CalculationJob(desk, Owner(), eval, "open('/proc/self/maps').read()")
    job.begin()
    assert job.wait(PATIENCE)
    here = {tuple(each.split()[3:6]) for each in Path("/proc/self/maps").read_text().splitlines() if "memfd:digits" in each}
    [there] = {tuple(each.split()[3:6]) for each in job.result.splitlines() if "memfd:digits" in each}
    assert there in here
    assert "(deleted)" in next(each for each in job.result.splitlines() if "memfd:digits" in each)


class Sent:
    """Two ends of a channel, of which the second hears what the first says."""

    def __init__(self, here: nncore.Mnist, there: nncore.Mnist):
        self.bytes, self._there = BytesIO(), there
        self._here = Channel(BytesIO(), self.bytes, here)

    def through(self, message):
        self._here.send(message)
        size = self.bytes.tell()
        self.bytes.seek(0)
        [found] = Channel(self.bytes, BytesIO(), self._there)
        return found, size


def test_mnist_is_named_and_not_sent(few_digits):
    """What both sides have goes as a name: the other side's own arrives. Other digits go as they are."""
    shared = share(few_digits)
    found, size = Sent(few_digits, shared.digits).through(Done(1, [few_digits, few_digits.train]))
    assert found.result[0] is shared.digits
    assert found.result[1] is shared.digits.train
    assert size < 500
    own = few_digits.train[:10]
    found, size = Sent(few_digits, shared.digits).through(Done(1, own))
    np.testing.assert_array_equal(found.result.images, own.images)
    assert size > 10 * 784
    os.close(shared.descriptor)


def test_a_network_goes_through_a_pickle(few_digits):
    """What comes out answers the same, its layers are views into its own vector, and it takes little more than its weights."""
    network = nncore.build(nncore.Experiment(hidden=(16,), batch_norm=True, dropout=0.1))
    again = pickle.loads(pickle.dumps(network))
    x = nncore.as_inputs(few_digits.test.images[:5])
    np.testing.assert_array_equal(again.predict(x), network.predict(x))
    again.parameters[...] = 0
    assert not again.dense_layers[0].W.any()
    assert network.dense_layers[0].W.any()
    assert len(pickle.dumps(network)) < 5 * network.parameters.nbytes / 4


def test_a_message_that_breaks_off_is_the_end(few_digits):
    """However much of it has come, as of a process that was killed while it wrote."""
    whole = BytesIO()
    Channel(BytesIO(), whole, None).send(Done(1, few_digits.train))
    for length in (0, 1, 20, 5000, len(whole.getvalue()) - 1):
        assert list(Channel(BytesIO(whole.getvalue()[:length]), BytesIO(), None)) == []
    assert dataclasses.is_dataclass(next(iter(Channel(BytesIO(whole.getvalue()), BytesIO(), None))))
