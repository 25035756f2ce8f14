"""What the pixels say adds up: the sum of all of them is the difference of logits that the ink makes."""

import numpy as np
import pytest
import torch

import nncore
from nncore.activations import ACTIVATIONS
from nncore.interpretability.integrated_gradients import evidence, integrated_gradients
from tests.test_against_torch import same_networks


def errors(network, x: np.ndarray) -> np.ndarray:
    """How far the pixels are from adding up, for the answer and the second likeliest digit, in each row of x: (n,)."""
    logits, blank = network.infer(x), network.infer(np.zeros_like(x[:1]))[0]
    found = []
    for row, each in zip(x, logits, strict=True):
        other, digit = each.argsort()[-2:]
        wanted = (each[digit] - each[other]) - (blank[digit] - blank[other])
        found.append(integrated_gradients(network, row, digit, other).sum() - wanted)
    return np.abs(found)


@pytest.mark.parametrize("hidden", [(), (12, 8)])
def test_in_a_linear_network_it_is_exact(hidden):
    """Each pixel's share is pixel times weight, the weights of all layers multiplied, less those of the other digit."""
    built = nncore.build(nncore.Experiment(hidden=hidden, activation="linear"), dtype=np.float64)
    x = np.random.default_rng(2).random(784)
    W = np.linalg.multi_dot([np.eye(784), *(layer.W for layer in built.dense_layers)])  # (784, 10)
    for digit in range(10):
        np.testing.assert_allclose(integrated_gradients(built, x, digit, 3), x * (W[:, digit] - W[:, 3]), rtol=0, atol=1e-12)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("batch_norm", [False, True])
def test_pytorch_finds_the_same(activation, batch_norm):
    """The mean of autograd's gradients at the same steps, times the pixel, agrees to 1e-12 for each pixel."""
    ours, theirs, _ = same_networks(activation, batch_norm)
    theirs.eval()
    x = np.random.default_rng(1).random(784)
    steps = [torch.tensor(x * (step + 0.5) / 20, requires_grad=True) for step in range(20)]
    for each in steps:
        logits = theirs(each[None])[0]
        (logits[4] - logits[9]).backward()
    wanted = x * torch.stack([each.grad for each in steps]).numpy().mean(axis=0)
    np.testing.assert_allclose(integrated_gradients(ours, x, 4, 9, steps=20), wanted, rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", nncore.recipes())
def test_the_pixels_add_up_in_networks_that_ship(digits, name):
    """In 100 test digits the sum is off by at most 0.5, and by less than 0.15 on average, where logits differ by 2 to 20."""
    network = nncore.load(nncore.recipes()[name].file)[0]
    off = errors(network, nncore.as_inputs(digits.test.images[:100]))
    assert off.max() < 0.5
    assert off.mean() < 0.15


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("seed", [0, 1])
def test_the_pixels_add_up_in_networks_that_have_learned_nothing(digits, activation, seed):
    """With random numbers, of batch norm's statistics too, the sum is off by less than a hundredth of what the logits vary."""
    experiment = nncore.Experiment(hidden=(40, 30), activation=activation, batch_norm=True, dropout=0.2, seed=seed)
    network = nncore.build(experiment)
    network.statistics += np.random.default_rng(seed).random(network.statistics.size, np.float32)
    x = nncore.as_inputs(digits.test.images[:50])
    assert errors(network, x).max() < 0.01 * np.ptp(network.infer(x))


def test_more_steps_come_closer(digits):
    """The error of the midpoint rule falls as the steps grow: with 32 times as many to less than a tenth."""
    network = nncore.load(nncore.recipes()["quick"].file)[0]
    x = nncore.as_inputs(digits.test.images[:20])
    logits, blank = network.infer(x), network.infer(np.zeros_like(x[:1]))[0]
    off = [np.abs([integrated_gradients(network, row, 4, 9, steps).sum() - (each[4] - each[9] - blank[4] + blank[9])
                   for row, each in zip(x, logits, strict=True)]).mean() for steps in (16, 512)]
    assert off[1] < 0.1 * off[0]


def test_of_a_right_answer_never_speaks_more_against_than_for(digits):
    """In `best` red outweighs blue in each right answer of 300; pixel times gradient had more blue in half of them."""
    network = nncore.load(nncore.recipes()["best"].file)[0]
    x, labels = nncore.as_inputs(digits.test.images[:300]), digits.test.labels[:300]
    order = network.predict(x).argsort(axis=1)  # (300, 10)
    sums = [integrated_gradients(network, row, digit, other).sum()
            for row, (other, digit), label in zip(x, order[:, -2:], labels, strict=True) if digit == label]
    assert len(sums) > 290
    assert min(sums) > 0


def test_the_lead_is_the_logarithm_of_how_much_likelier_a_digit_is(digits):
    """Ink and blank paper together are ln(p / q), of either sign; with the digits exchanged all signs are."""
    network = nncore.load(nncore.recipes()["quick"].file)[0]
    x = nncore.as_inputs(digits.test.images[:20])
    for row, probabilities in zip(x, network.predict(x).astype(float), strict=True):
        found, exchanged = evidence(network, row, 4, 9), evidence(network, row, 9, 4)
        assert found.lead == pytest.approx(np.log(probabilities[4] / probabilities[9]), abs=1e-3)
        assert (found.of_ink, found.of_blank_paper) == (-exchanged.of_ink, -exchanged.of_blank_paper)
        np.testing.assert_array_equal(found.pixels, -exchanged.pixels)
