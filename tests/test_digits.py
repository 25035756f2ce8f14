"""The digits are MNIST, unchanged, and a network reads them as numbers from 0 to 1."""

import hashlib

import numpy as np
import pytest

import nncore
from nncore.digits import BOX, CENTRE

SHA256 = {
    "train.images": "741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757",
    "train.labels": "1feba77c54802fa5339a11837ea4b2866434b83314ec45192930f1df69120c13",
    "test.images": "6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161",
    "test.labels": "ddeff807876a9661a1110d45c266c86239a3a1b7d37da0c3716a7a683c852ff5",
}


def test_mnist_is_unchanged(digits):
    """The arrays are, byte for byte, those that LeCun, Cortes and Burges published."""
    for name, checksum in SHA256.items():
        part, array = name.split(".")
        values = getattr(getattr(digits, part), array)
        assert values.dtype == np.uint8
        assert hashlib.sha256(values.tobytes()).hexdigest() == checksum, name
    assert digits.train.images.shape == (60_000, 28, 28)
    assert digits.test.images.shape == (10_000, 28, 28)


def test_box_and_centre_are_measured_on_mnist(digits):
    """Of 2,000 digits 99 % have a longer side of BOX pixels, and their centres of mass lie at CENTRE, to a tenth of a pixel."""
    images = digits.train[:2000].images.astype(float)
    rows, columns = images.sum(axis=2), images.sum(axis=1)  # (2000, 28): the ink of each
    sides = [max(np.ptp(each.nonzero()[0]) + 1 for each in pair) for pair in zip(rows, columns, strict=True)]
    assert np.mean(np.equal(sides, BOX)) > 0.99
    for each in (rows, columns):
        assert ((each * np.arange(28)).sum(axis=1) / each.sum(axis=1)).mean() == pytest.approx(CENTRE, abs=0.1)


def test_a_file_with_anything_but_arrays_is_not_opened(tmp_path, monkeypatch):
    """Nothing is unpickled, so that a file in MNIST's place could not run anything."""
    np.savez(tmp_path / "mnist.npz", x_train=np.array([{}], object))
    monkeypatch.setattr("nncore.digits.MNIST", tmp_path / "mnist.npz")
    with pytest.raises(ValueError, match="allow_pickle=False"):
        nncore.load_mnist()


def test_inputs_run_from_0_to_1():
    """0 becomes exactly 0 and 255 exactly 1, in float32 rows of 784, also into an array that is given."""
    images = np.zeros((3, 28, 28), np.uint8)
    images[1] = 255
    x = nncore.as_inputs(images)
    assert x.dtype == np.float32
    np.testing.assert_array_equal(x, np.repeat([[0.0], [1.0], [0.0]], 784, axis=1))
    out = np.empty_like(x)
    assert nncore.as_inputs(images, out=out) is out
    np.testing.assert_array_equal(out, x)


@pytest.mark.parametrize("labels", [[0], [9, 9], [], [0, 9]])
def test_any_labels_from_0_to_9_will_do(labels):
    """One alone, the same ones, none, the first and the last; rows of them can be picked."""
    made = nncore.Digits(np.zeros((len(labels), 28, 28), np.uint8), np.array(labels, np.uint8))
    assert (len(made), made[:1].labels.tolist()) == (len(labels), labels[:1])


@pytest.mark.parametrize(("images", "labels", "said"), [
    (np.zeros((2, 28, 28)), np.zeros(2, np.uint8), "float64"), (np.zeros((2, 27, 28), np.uint8), np.zeros(2, np.uint8), "27"),
    (np.zeros((2, 28, 28), np.uint8), np.zeros(3, np.uint8), "2 images"),
    (np.zeros((2, 28, 28), np.uint8), np.array([1, 10], np.uint8), "labels run from 1 to 10; a digit is 0 to 9$"),
    (np.zeros((2, 28, 28), np.uint8), np.array([-1, 9]), "labels run from -1 to 9; a digit is 0 to 9$"),
    (np.zeros((2, 28, 28), np.uint8), np.zeros(2), "labels are float64; a digit is a whole number from 0 to 9$")])
def test_what_are_no_digits_is_refused(images, labels, said):
    """Images of another type or size, labels too many, above 9, below 0 or no whole numbers, are named."""
    with pytest.raises(ValueError, match=said):
        nncore.Digits(images, labels)
