"""The script that a person takes home runs by itself, with NumPy alone, and answers the same."""

import subprocess
import sys

import numpy as np
import pytest

import nncore
from nncore.activations import ACTIVATIONS
from nncore.digits import MNIST
from nncore.files.numpy_script import as_script
from nncore.losses import softmax

SWITCHES = [name for name, each in nncore.settings().items() if each.kind is bool]  # batch normalisation, and what may come
RUN = """
import sys
sys.modules["nncore"] = sys.modules["streamlit"] = sys.modules["PIL"] = None  # whoever imports one of them fails
import numpy as np, taken_home
np.save("answers.npy", taken_home.predict(np.load("x.npy")))
"""


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("rich", [False, True], ids=["plain", "batch norm"])
def test_the_script_answers_the_same(digits, tmp_path, activation, rich):
    """For every activation, with batch normalisation folded in and all else that can be switched on, and without, the same
    numbers give the same probabilities.

    Both calculate in float64, as float32 rounds otherwise on each processor. What is left of a difference is that the folded
    weights are rounded to float32 when they are written down: 6e-8 of each of the some hundred numbers behind a logit.
    """
    experiment = nncore.Experiment(hidden=(20, 12), activation=activation, epochs=1, learning_rate=0.01, dropout=0.1,
                                   training_images=2000, **dict.fromkeys(SWITCHES, rich))
    network = nncore.build(experiment)
    list(nncore.train(network, digits.train, experiment))
    (tmp_path / "taken_home.py").write_text(as_script(network, experiment, 0.5))
    exact = nncore.build(experiment, dtype=np.float64)
    exact.parameters[...], exact.statistics[...] = network.parameters, network.statistics
    x = nncore.as_inputs(digits.test.images[:200]).astype(float)
    np.save(tmp_path / "x.npy", x)
    subprocess.run([sys.executable, "-c", RUN], cwd=tmp_path, check=True)
    np.testing.assert_allclose(np.load(tmp_path / "answers.npy"), softmax(exact.infer(x)), rtol=0,
                               atol=1e-5 if rich else 1e-10)


def test_the_script_asserts_its_accuracy(digits, tmp_path):
    """Run by itself on MNIST it prints the accuracy that was measured here; with another figure in it, it fails."""
    network, experiment = nncore.load(nncore.recipes()["layers-64-32"].file)
    accuracy = nncore.evaluate(network, digits.test).accuracy
    for said, code in ((accuracy, 0), (accuracy + 0.01, 1)):
        (tmp_path / "mine.py").write_text(as_script(network, experiment, said, "mine.py"))
        ran = subprocess.run([sys.executable, "mine.py", str(MNIST)], cwd=tmp_path, capture_output=True, text=True)
        assert ran.returncode == code
        assert f"{accuracy:.2%} of 10,000 test digits" in ran.stdout
