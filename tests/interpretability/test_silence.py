"""What a neuron speaks for, and what it is worth, is what the network says without it."""

from collections import Counter

import numpy as np
import pytest

import nncore
from nncore.interpretability.silence import cost_of_silence, lit, some_of_each, spoken_for


def network(hidden, batch_norm=False):
    built = nncore.build(nncore.Experiment(hidden=hidden, activation="relu", batch_norm=batch_norm, dropout=0.2))
    rng = np.random.default_rng(0)
    built.parameters += rng.normal(0, 0.05, built.parameters.size).astype(np.float32)
    built.statistics += rng.random(built.statistics.size).astype(np.float32)
    return built


def images(*, rng: np.random.Generator):
    return rng.integers(0, 256, (7, 28, 28), dtype=np.uint8)


def cut_off(built, number, neuron):
    """The network with no weights from that neuron of a hidden layer to the next."""
    cut = built.snapshot()
    cut.dense_layers[number].W[neuron] = 0
    return cut


@pytest.mark.parametrize("hidden", [(9,), (9, 6), (9, 6, 5)])
@pytest.mark.parametrize("batch_norm", [False, True])
def test_silence_is_a_network_whose_neuron_has_no_outgoing_weights(hidden, batch_norm):
    """In any layer: cut the neuron's outgoing weights in a copy, ask image by image, and the scores fall by just so much."""
    built, some = network(hidden, batch_norm), images(rng=np.random.default_rng(1))
    for number, width in enumerate(hidden, start=1):
        for neuron in range(width):
            cut = cut_off(built, number, neuron)
            falls = [built.infer(nncore.as_inputs(each[None]))[0] - cut.infer(nncore.as_inputs(each[None]))[0] for each in some]
            expected = np.mean(falls, axis=0)
            np.testing.assert_allclose(spoken_for(built, some, number, neuron), expected - expected.mean(), atol=1e-5)


@pytest.mark.parametrize(("name", "number"), [("tiny-10", 1), ("layers-64-32", 1), ("layers-64-32", 2)])
def test_the_cost_of_silence_is_what_the_cut_network_misreads(name, number, digits):
    """Points of accuracy and the commonest new mistake are those of two evaluations and of counting, pair by pair."""
    built = nncore.load(nncore.recipes()[name].file)[0]
    for neuron in (0, 3):
        cut = cut_off(built, number, neuron)
        before, after = nncore.evaluate(built, digits.test), nncore.evaluate(cut, digits.test)
        cost = cost_of_silence(built, digits.test, number, neuron)
        assert cost.points == pytest.approx(100 * (before.accuracy - after.accuracy), abs=1e-9)
        answers = cut.predict(nncore.as_inputs(digits.test.images)).argmax(axis=1)
        spoilt = [(int(label), int(answer)) for label, answer, was, now in
                  zip(digits.test.labels, answers, before.correct, after.correct, strict=True) if was and not now]
        assert cost.spoilt == len(spoilt)
        assert cost.mended == np.sum(after.correct & ~before.correct)
        counts = Counter(spoilt)
        assert cost.mistake == (*min(counts, key=lambda pair: (-counts[pair], pair)), max(counts.values()))


def test_a_neuron_that_nobody_hears_costs_nothing(digits):
    """Without outgoing weights its silence changes no answer, and there is no mistake to name."""
    cost = cost_of_silence(cut_off(network((9,)), 1, 4), digits.test[:50], 1, 4)
    assert (cost.points, cost.spoilt, cost.mended, cost.mistake) == (0, 0, 0, None)


def test_before_the_output_it_is_the_weight_times_the_activation():
    """With one hidden layer a neuron speaks for the digits of its largest outgoing weights, as loud as it is on average."""
    built, some = network((9,)), images(rng=np.random.default_rng(2))
    first, last = built.dense_layers
    activations = np.maximum(nncore.as_inputs(some) @ first.W + first.b, 0)  # (7, 9), relu by hand
    np.testing.assert_allclose(lit(built, some), activations, rtol=1e-4, atol=1e-5)
    weights = last.W[4] - last.W[4].mean()
    np.testing.assert_allclose(spoken_for(built, some, 1, 4), activations[:, 4].mean() * weights, atol=1e-4)


def test_without_a_hidden_layer_neurons_are_digits():
    """What lights them is the score of the digit; none can be silenced, and the error says why."""
    built, some = network(()), images(rng=np.random.default_rng(3))
    np.testing.assert_allclose(lit(built, some), built.infer(nncore.as_inputs(some)), rtol=1e-5)
    with pytest.raises(ValueError, match="no hidden layer"):
        spoken_for(built, some, 1, 0)


def test_nothing_is_measured_on_no_digits(digits):
    """The error says what is needed."""
    with pytest.raises(ValueError, match="at least one"):
        cost_of_silence(network((9,)), digits.test[:0], 1, 0)


def test_all_digits_have_an_equal_say(digits):
    """So many of each kind, the first ones of the set."""
    some = some_of_each(digits.test, 3)
    assert np.bincount(some.labels).tolist() == [3] * 10
    assert all(np.array_equal(some.images[3 * label], digits.test.images[digits.test.labels == label][0]) for label in range(10))
