"""What many tests need: MNIST, opened once."""

import pytest

import nncore
from nncore import batches


@pytest.fixture(scope="session")
def digits():
    """MNIST; nobody writes into it."""
    mnist = nncore.load_mnist()
    for part in (mnist.train, mnist.test):
        part.images.setflags(write=False)
        part.labels.setflags(write=False)
    return mnist


@pytest.fixture
def few_drawn_pictures(monkeypatch):
    """Of templates and scribbles a run draws 100 each and not 10,000: it learns from them in the same way, 20 seconds sooner."""
    monkeypatch.setattr(batches, "DRAWN", 100)
