"""Batch normalisation answers alone as it learned in company."""

import numpy as np

import nncore
from nncore.batch_norm import BatchNorm


def layer(width):
    made = BatchNorm(width)
    made.bind(np.zeros(made.size), np.zeros(made.size), np.zeros(made.statistics_size))
    made.initialize(rng=np.random.default_rng(0))
    return made


def test_forward_gives_mean_0_and_variance_1():
    """With γ = 1 and β = 0 each neuron's outputs have mean 0 and variance 1 over the batch."""
    y = layer(4).forward(np.random.default_rng(0).normal(5, 3, (1000, 4)))
    np.testing.assert_allclose(y.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(y.var(axis=0), 1, rtol=1e-4)


def test_inference_uses_the_statistics_of_training():
    """After many batches from one distribution, infer agrees with the normalisation by that distribution's mean and variance."""
    rng, norm = np.random.default_rng(1), layer(3)
    for _ in range(300):
        norm.forward(rng.normal([0, 5, -2], [1, 2, 3], (500, 3)))
    x = rng.normal(size=(10, 3))
    np.testing.assert_allclose(norm.infer(x), (x - [0, 5, -2]) / [1, 2, 3], atol=0.05)


def test_one_batch_moves_the_statistics_a_tenth_of_the_way():
    """The running mean goes from 0 a tenth of the way to the batch's, the variance from 1 to the unbiased one."""
    norm, x = layer(1), np.array([[1.0], [3.0], [5.0]])
    norm.forward(x)
    np.testing.assert_allclose(norm.mean, [0.3])
    np.testing.assert_allclose(norm.variance, [0.9 + 0.1 * 4])


def test_a_new_layer_changes_nothing():
    """Before it has seen a batch it is the identity, also when it was never initialised; to initialise it again makes it so."""
    x, norm = np.random.default_rng(0).normal(size=(5, 3)).astype(np.float32), BatchNorm(3)
    np.testing.assert_allclose(norm.infer(x), x, rtol=1e-4)
    norm.gamma += 2
    norm.beta += 3
    norm.forward(x)
    assert not np.allclose(norm.infer(x), x, rtol=0.1)
    norm.initialize(rng=np.random.default_rng(0))
    np.testing.assert_allclose(norm.infer(x), x, rtol=1e-4)


def test_infer_leaves_no_trace():
    """Asking for an answer changes no statistic."""
    norm = layer(2)
    norm.infer(np.ones((5, 2)))
    assert norm.mean.tolist() == [0, 0]
    assert norm.variance.tolist() == [1, 1]


def test_a_batch_of_one_is_normalised_by_the_running_statistics():
    """Alone, x = 5 beside a running mean of 0 and variance of 1 gives about 5, passes its gradient on, and moves both by a tenth.

    By its own mean and variance it would always give 0, with no gradient to what comes before.
    """
    norm = layer(1)
    np.testing.assert_allclose(norm.forward(np.array([[5.0]])), [[5.0]], rtol=1e-4)
    np.testing.assert_allclose(norm.backward(np.array([[2.0]])), [[2.0]], rtol=1e-4)
    np.testing.assert_allclose(norm.mean, [0.5])
    np.testing.assert_allclose(norm.variance, [0.9 + 0.1 * 25])


def test_a_batch_of_one_by_hand():
    """With γ = 3, β = 0.5, mean 1 and variance 4, x = 5 is 2 deviations above: y = 6.5, and dy = 2 comes back as 2 · 3 / 2."""
    norm = layer(1)
    norm.gamma[...], norm.beta[...], norm.mean[...], norm.variance[...] = 3, 0.5, 1, 4
    np.testing.assert_allclose(norm.forward(np.array([[5.0]])), [[6.5]], rtol=1e-4)
    np.testing.assert_allclose(norm.backward(np.array([[2.0]])), [[3.0]], rtol=1e-4)
    np.testing.assert_allclose((norm.dgamma, norm.dbeta), [[4.0], [2.0]], rtol=1e-4)


def test_a_network_learns_from_one_image_at_a_time(digits):
    """With batch normalisation and batches of one image a network learns forty digits: far better than guessing."""
    experiment = nncore.Experiment(hidden=(32,), batch_norm=True, batch_size=1, learning_rate=0.002, epochs=12,
                                   validation_fraction=0.0)
    few = digits.train[:40]
    network = nncore.build(experiment)
    nncore.fit(network, few, experiment)
    assert nncore.evaluate(network, few).accuracy > 0.8
