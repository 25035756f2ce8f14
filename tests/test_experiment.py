"""An Experiment checks itself when it is made, and says what would be right."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

import nncore
from nncore.activations import ACTIVATIONS
from nncore.experiment import setting
from nncore.setting import Setting

WRONG = {
    "hidden": [(0,), (1025,), (8,) * 5, 128, "128", (12.5,), None], "activation": ["swish", None, 1],
    "initializer": ["random"], "batch_norm": [1, "yes", None], "dropout": [-0.1, 1.0, "0.5"],
    "loss": ["hinge"], "label_smoothing": [0.9], "optimizer": ["adagrad", ""],
    "learning_rate": [0, -1, 1e9, "fast", float("nan")],
    "momentum": [1.0, -0.5], "schedule": ["linear"], "batch_size": [0, 1025, 12.5, "64", True], "epochs": [0, 2001, 1.5],
    "l2": [-1e-3], "weight_decay": [-1], "clip_norm": [0.0], "average": [1.0], "patience": [0], "training_images": [0, -5],
    "validation_fraction": [0.95, -0.1], "shift": [9], "rotation": [46], "scale": [0.6], "shear": [0.6], "elastic": [5],
    "noise": [0.6], "stroke_width_share": [1.1], "template_share": [-0.1], "scribble_share": [2], "seed": [-1, 2**32, 0.5],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_wrong_value_is_named_with_what_would_be_right(name, value):
    """The error names the setting by its label, the value that was wrong, and the rule."""
    with pytest.raises(ValueError, match=f"^{nncore.settings()[name].label} cannot be ") as error:
        nncore.Experiment(**{name: value})
    assert repr(value) in str(error.value)
    assert nncore.settings()[name].rule in str(error.value)


def test_every_field_is_put_to_the_test():
    """No field of an Experiment goes without a wrong value above, a label and a sentence of help."""
    assert set(WRONG) == set(nncore.settings())
    for each in nncore.settings().values():
        assert each.label
        assert each.help.endswith(".")


def test_a_field_carries_its_setting():
    """Its default and what is said of it stand together."""
    made = setting(3, kind=int, label="Sides", help="How many.", minimum=3, maximum=9)
    assert made.default == 3
    assert made.metadata["setting"] == Setting(kind=int, label="Sides", help="How many.", minimum=3, maximum=9)


def test_it_survives_json():
    """An Experiment written as JSON and read again is the same, also with None and numbers of NumPy."""
    experiment = nncore.Experiment(hidden=[np.int64(30), 20], learning_rate=np.float32(0.5), batch_size=None, patience=3, seed=7)
    again = nncore.Experiment.from_dict(json.loads(json.dumps(experiment.to_dict())))
    assert again == experiment
    assert again.hidden == (30, 20)
    assert type(again.hidden[0]) is int


def test_as_many_hidden_layers_as_are_said_to_be_possible_are():
    """Four are, and none at all is."""
    assert nncore.settings()["hidden"].max_length == 4
    for hidden in ((8, 8, 8, 8), ()):
        assert nncore.Experiment(hidden=hidden).hidden == hidden


def test_an_unknown_field_is_refused():
    """A field that an Experiment does not have is named, with those that it has."""
    with pytest.raises(ValueError, match="there is no setting 'rate'; the settings are Hidden layers, "):
        nncore.Experiment.from_dict({"rate": 1})


@settings(deadline=None, max_examples=40)
@given(hidden=some.lists(some.integers(1, 70), max_size=4), batch_norm=some.booleans(), dropout=some.sampled_from([0.0, 0.3]),
       activation=some.sampled_from(list(ACTIVATIONS)),
       batch=some.integers(1, 1500), seed=some.integers(0, 2**32 - 1))
def test_every_architecture_answers_with_probabilities(hidden, batch_norm, dropout, activation, batch, seed):
    """Whatever the architecture and the batch, ten probabilities a row add up to 1, and the parameters are as counted."""
    experiment = nncore.Experiment(hidden=hidden, batch_norm=batch_norm, dropout=dropout, activation=activation, seed=seed)
    network = nncore.build(experiment)
    images = np.random.default_rng(seed).integers(0, 256, (batch, 28, 28), np.uint8)
    probabilities = network.predict(nncore.as_inputs(images))
    assert probabilities.shape == (batch, 10)
    assert probabilities.dtype == np.float32
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)
    assert network.parameters.size == nncore.parameter_count(experiment)
    sizes = [784, *hidden, 10]
    by_hand = sum((a + 1) * b for a, b in zip(sizes, sizes[1:], strict=False)) + 2 * batch_norm * sum(hidden)
    assert nncore.parameter_count(experiment) == by_hand
