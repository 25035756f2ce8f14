"""What is seen inside a network is so: the gradient at the pixels, what neurons look for, which digits are the closest."""

import io

import numpy as np
import pytest

import nncore
from nncore.activations import ACTIVATIONS, Activation
from nncore.files.handwriting import read_handwriting, to_bytes
from nncore.interpretability.explanation import (
    closest,
    closest_image,
    features_of,
    input_gradient,
    last_hidden,
    most_active_neurons,
)
from nncore.interpretability.integrated_gradients import evidence
from nncore.runs.fine_tuning import fine_tuning, mixed


def network(activation="tanh", batch_norm=True):
    experiment = nncore.Experiment(hidden=(12, 8), activation=activation, batch_norm=batch_norm, dropout=0.2)
    built = nncore.build(experiment, dtype=np.float64)
    rng = np.random.default_rng(0)
    built.parameters += rng.normal(0, 0.05, built.parameters.size)
    built.statistics += rng.random(built.statistics.size)
    return built


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("batch_norm", [False, True])
def test_the_gradient_at_the_pixels_is_that_of_finite_differences(activation, batch_norm):
    """At inference, with dropout and batch norm's running statistics, it agrees with central differences to 1e-6."""
    built, rng = network(activation, batch_norm), np.random.default_rng(1)
    x, dy = rng.random((2, 784)), rng.normal(size=(2, 10))
    gradient = input_gradient(built, x, dy, len(built.layers))
    for pixel in rng.integers(0, 784, 20):
        nudge = np.zeros((2, 784))
        nudge[:, pixel] = 1e-5
        derivative = ((built.infer(x + nudge) - built.infer(x - nudge)) * dy).sum(axis=1) / 2e-5
        np.testing.assert_allclose(gradient[:, pixel], derivative, rtol=1e-5, atol=1e-8)


def test_explaining_leaves_no_trace():
    """A shared network answers the same, to the bit, after it was explained."""
    built = network()
    x = np.random.default_rng(3).random((3, 784))
    before, parameters = built.infer(x), built.parameters.copy()
    evidence(built, x[0], 4, 9)
    most_active_neurons(built, x[1], 5)
    np.testing.assert_array_equal(built.infer(x), before)
    np.testing.assert_array_equal(built.parameters, parameters)


def test_the_strongest_neurons_come_first_and_the_first_layers_look_for_their_filter():
    """In a relu network without batch norm, what an active neuron of the first layer looks for is its weights."""
    built = network("relu", batch_norm=False)
    x = np.random.default_rng(4).random(784)
    first, second = most_active_neurons(built, x, 5)
    assert [abs(each.activation) for each in first] == sorted((abs(each.activation) for each in first), reverse=True)
    assert all(each.activation > 0 for each in first)
    for each in first:
        np.testing.assert_allclose(each.looks_for, built.dense_layers[0].W[:, each.number])
    hidden = [built.layer_outputs(x[None])[place][0] for place, layer in enumerate(built.layers) if isinstance(layer, Activation)]
    assert second[0].activation == np.abs(hidden[1]).max()


def test_the_closest_digit_is_the_digit_itself(digits):
    """Among digits that hold the one asked for, it is found first, with a cosine of 1."""
    built = nncore.load(nncore.recipes()["quick"].file)[0]
    some = digits.train[:500]
    features = features_of(built, some)
    for row in (3, 77, 400):
        rows, similarity = closest(features, last_hidden(built, nncore.as_inputs(some.images[row:row + 1]))[0], 3)
        assert rows[0] == row
        assert similarity[0] == pytest.approx(1, abs=1e-5)


def test_the_closest_image_of_a_label_is_that_of_brute_force(digits):
    """It is the one with the smallest sum of squared differences, counted one by one in whole numbers; without any it says so."""
    some = digits.train[:300]
    for row in range(10):
        asked, label = digits.test.images[row], (int(digits.test.labels[row]) + 1) % 10
        mates = [image for image, each in zip(some.images, some.labels, strict=True) if each == label]
        distances = [((image.astype(int) - asked.astype(int)) ** 2).sum() for image in mates]
        np.testing.assert_array_equal(closest_image(some, asked, label), mates[int(np.argmin(distances))])
    with pytest.raises(ValueError, match="none of 20 images is labelled 7"):
        closest_image(some[some.labels != 7][:20], digits.test.images[0], 7)


def test_fine_tuning_learns_a_handwriting_and_forgets_little(digits):
    """Someone who writes every 7 like a mirrored one is hardly read before fine-tuning, and read after it; MNIST is kept."""
    built, experiment = nncore.load(nncore.recipes()["quick"].file)
    sevens = digits.test[:2000][digits.test.labels[:2000] == 7]
    odd = nncore.Digits(np.ascontiguousarray(sevens.images[:, ::-1, ::-1]), sevens.labels)  # upside down
    mine, unseen = odd[:15], odd[15:115]
    before, kept = nncore.evaluate(built, unseen).accuracy, nncore.evaluate(built, digits.test).accuracy
    learner = built.snapshot()
    examples = mixed(mine, digits.train, rng=np.random.default_rng(0))
    assert 0.2 < (examples.labels == 7).mean() < 0.4
    for _ in nncore.train(learner, examples, fine_tuning(experiment)):
        pass
    assert nncore.evaluate(learner, unseen).accuracy > before + 0.4
    assert nncore.evaluate(learner, digits.test).accuracy > kept - 0.02
    with pytest.raises(ValueError, match="no digits of yours"):
        mixed(mine[:0], digits.train, rng=np.random.default_rng(0))


def test_a_handwriting_set_comes_back_and_a_bad_file_is_refused(digits):
    """Images and labels survive the file to the bit; text, pickles and wrong shapes raise one sentence."""
    mine = digits.test[:12]
    again = read_handwriting(io.BytesIO(to_bytes(mine)))
    np.testing.assert_array_equal(again.images, mine.images)
    np.testing.assert_array_equal(again.labels, mine.labels)
    wrong = io.BytesIO()
    np.savez(wrong, images=np.zeros((3, 9, 9), np.uint8), labels=np.zeros(3, np.uint8))
    pickled = io.BytesIO()
    np.savez(pickled, images=np.array([{}], object), labels=np.zeros(1, np.uint8))
    for content in (b"hello", to_bytes(mine)[:-60], wrong.getvalue(), pickled.getvalue()):
        with pytest.raises(ValueError, match="^[^\n]+$"):
            read_handwriting(io.BytesIO(content))
