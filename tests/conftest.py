"""What many tests need: MNIST, opened once."""

import pytest

import nncore


@pytest.fixture(scope="session")
def digits():
    return nncore.load_mnist()
