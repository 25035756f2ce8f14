"""An altered network is the same network with just that taken away, and the one that it was made from stays as it is."""

import numpy as np
import pytest
import torch
from torch.nn.utils import prune

import nncore
from nncore.interpretability.alterations import Alteration, altered
from nncore.interpretability.hidden import halves, through
from nncore.interpretability.rounding import rounded


def learned_network(hidden=(9, 6), **more) -> nncore.Network:
    """A network with weights of very different sizes in its layers, and statistics that are not those of the start."""
    network = nncore.build(nncore.Experiment(hidden=hidden, **more))
    rng = np.random.default_rng(0)
    network.parameters += rng.normal(0, 0.05, network.parameters.size).astype(np.float32)
    network.statistics += rng.random(network.statistics.size).astype(np.float32)
    return network


def changed(network: nncore.Network, **alteration) -> nncore.Network:
    return altered(network, Alteration(**alteration), rng=np.random.default_rng(5))


def weights(network: nncore.Network) -> np.ndarray:
    return np.concatenate([layer.W.ravel() for layer in network.dense_layers])


ALTERATIONS = [{"noise": 0.5}, {"pruned": 0.3}, {"bits": 4}, {"bits": 1}, {"off": ((1, 3), (2,))},
               {"noise": 0.1, "pruned": 0.5, "bits": 2, "off": ((), (0,))}]


@pytest.mark.parametrize("alteration", ALTERATIONS)
@pytest.mark.parametrize("batch_norm", [False, True])
def test_the_network_that_is_altered_stays_as_it_is(alteration, batch_norm):
    """Its parameters and statistics are the same to the bit; of the new one only weights differ, no bias, no batch norm."""
    network = learned_network(batch_norm=batch_norm)
    before = network.parameters.copy(), network.statistics.copy()
    new = changed(network, **alteration)
    np.testing.assert_array_equal(network.parameters, before[0])
    np.testing.assert_array_equal(network.statistics, before[1])
    assert (new.parameters != network.parameters).any()
    may_differ = np.zeros(network.parameters.size, bool)
    for span in network.weight_spans:
        may_differ[span] = True
    np.testing.assert_array_equal(new.parameters[~may_differ], network.parameters[~may_differ])
    np.testing.assert_array_equal(new.statistics, network.statistics)


def test_nothing_is_changed_by_an_alteration_that_changes_nothing():
    """To the bit the same network, but another one; and its words are none."""
    network = learned_network()
    new = changed(network)
    np.testing.assert_array_equal(new.parameters, network.parameters)
    assert not np.shares_memory(new.parameters, network.parameters)
    assert Alteration(off=((), ())).changes_nothing
    assert Alteration().words == ""


@pytest.mark.parametrize("share", [0.001, 0.25, 0.6, 0.9, 1.0])
def test_pruning_takes_the_smallest_weights_of_all_layers_as_pytorch_does(share):
    """torch.nn.utils.prune.global_unstructured with L1Unstructured leaves the same weights, and those as they were."""
    network = learned_network()
    modules = [torch.nn.Linear(*layer.W.shape) for layer in network.dense_layers]
    for module, layer in zip(modules, network.dense_layers, strict=True):
        module.weight.data = torch.from_numpy(layer.W.copy())
    prune.global_unstructured([(module, "weight") for module in modules], prune.L1Unstructured,
                              amount=share)
    for module, layer in zip(modules, changed(network, pruned=share).dense_layers, strict=True):
        np.testing.assert_array_equal(layer.W, module.weight.detach().numpy())


def test_of_weights_of_one_size_just_the_share_is_pruned():
    """Where all weights are equally large, 30 % of them go, and not all."""
    network = changed(learned_network(), bits=1)
    for layer in network.dense_layers:
        layer.W[...] = np.sign(layer.W)
    assert np.count_nonzero(weights(changed(network, pruned=0.3)) == 0) == round(0.3 * weights(network).size)


def test_noise_is_relative_to_the_spread_of_each_layer():
    """Of each W the difference has a mean of 0 and `noise` times W's standard deviation; it is drawn by `rng` alone."""
    network = learned_network((300, 200))
    new = changed(network, noise=0.5)
    for layer, noisy in zip(network.dense_layers, new.dense_layers, strict=True):
        difference = noisy.W - layer.W
        assert difference.std() == pytest.approx(0.5 * layer.W.std(), rel=0.05)
        assert abs(difference.mean()) < 4 * difference.std() / np.sqrt(difference.size)
    np.testing.assert_array_equal(changed(network, noise=0.5).parameters, new.parameters)
    other = altered(network, Alteration(noise=0.5), rng=np.random.default_rng(6))
    assert (weights(other) != weights(new)).mean() > 0.99


@pytest.mark.parametrize(("bits", "steps"), [(8, 127), (4, 7), (2, 1)])
def test_so_many_bits_leave_so_many_values(bits, steps):
    """Each W has up to 2 steps + 1 values, as PyTorch's fake quantisation with the same step has them; the largest stays."""
    network = learned_network((40, 30))
    for layer, coarse in zip(network.dense_layers, changed(network, bits=bits).dense_layers, strict=True):
        step = float(np.abs(layer.W).max()) / steps
        expected = torch.fake_quantize_per_tensor_affine(torch.from_numpy(layer.W.copy()), step, 0, -steps, steps).numpy()
        assert len(np.unique(coarse.W)) <= 2 * steps + 1
        assert np.abs(coarse.W).max() == pytest.approx(np.abs(layer.W).max(), rel=1e-6)
        close = np.isclose(coarse.W, expected, rtol=1e-5, atol=step * 1e-4)
        assert close.mean() > 0.999  # the rest lies half way between two steps
        np.testing.assert_allclose(coarse.W, expected, atol=1.001 * step)


def test_one_bit_is_the_sign_times_the_size_that_errs_least():
    """Of all a, a · sign(W) is nearest to W for the mean size of W: least squares say the same."""
    network = learned_network((40, 30))
    for layer, coarse in zip(network.dense_layers, changed(network, bits=1).dense_layers, strict=True):
        signs = np.sign(layer.W).reshape(-1, 1).astype(float)
        (best,), *_ = np.linalg.lstsq(signs, layer.W.ravel().astype(float), rcond=None)
        np.testing.assert_allclose(coarse.W, np.sign(layer.W) * best, rtol=1e-5)


def test_what_is_pruned_stays_pruned_in_one_bit():
    """A weight that is 0 is 0 in any number of bits, and does not count for the mean size of the others."""
    v = np.array([0, -1, 3, 0], np.float32)
    assert rounded(v, 1).tolist() == [0, -2, 2, 0]
    for bits in (1, 2, 4, 8):
        assert np.count_nonzero(weights(changed(learned_network(), pruned=0.6, bits=bits)) == 0) >= 0.6 * 9 * 784


@pytest.mark.parametrize("batch_norm", [False, True])
def test_a_neuron_that_is_off_has_an_activation_of_zero(batch_norm):
    """As if the activations of both hidden layers were set to 0 by hand between the layers."""
    network, x = learned_network(batch_norm=batch_norm), np.random.default_rng(2).random((5, 784), np.float32)
    first, _ = halves(network, 1)
    until_second, rest = halves(network, 2)
    y = through(first, x)
    y[:, [1, 3]] = 0
    y = through(until_second[len(first):], y)
    y[:, 4] = 0
    np.testing.assert_allclose(changed(network, off=((1, 3), (4,))).infer(x), through(rest, y), rtol=1e-4, atol=1e-5)


def test_a_network_that_exploded_can_be_altered():
    """Without a warning, and it stays without numbers."""
    network = learned_network()
    network.parameters[...] = np.nan
    for alteration in ALTERATIONS:
        assert np.isnan(changed(network, **alteration).parameters).any()


def test_an_alteration_says_what_it_does():
    """In the words of the pages, in short."""
    assert Alteration(noise=0.25, pruned=0.6, bits=4, off=((1,), (2, 3))).words == "noise 0.25, 60% pruned, 4 bits, 3 neurons off"
    assert Alteration(bits=1, off=((7,),)).words == "1 bit, 1 neuron off"


@pytest.mark.parametrize(("wrong", "said"), [({"noise": -1}, "noise is -1"), ({"noise": np.nan}, "noise is nan"),
                                             ({"pruned": 1.5}, "pruned is 1.5"), ({"bits": 0}, "0 bits"),
                                             ({"off": ((9,),)}, "hidden layer 1 has no neuron 9; its neurons are 0 to 8"),
                                             ({"off": ((), (), (0,))}, "3 hidden layers are switched off; the network has 2")])
def test_what_cannot_be_is_said(wrong, said):
    """A ValueError names the value and what would be right."""
    with pytest.raises(ValueError, match=said):
        changed(learned_network(), **wrong)
    with pytest.raises(ValueError, match="cannot be kept in 0 bits"):
        rounded(np.ones(3), 0)
