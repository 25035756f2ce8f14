"""The PyTorch code that a person takes home loads the .npz and answers the same."""

import subprocess
import sys

import numpy as np

import nncore
from nncore.activations import ACTIVATIONS
from nncore.digits import MNIST
from nncore.files.pytorch_code import as_torch_code

SWITCHES = [name for name, each in nncore.settings().items() if each.kind is bool]  # batch normalisation, and what may come
ANSWER = """
import numpy as np, sys, torch
sys.modules["nncore"] = None  # who imports it fails
from {module} import load
with torch.no_grad():
    np.save("{module}.npy", load("{module}.npz").double()(torch.from_numpy(np.load("x.npy"))).numpy())
"""


def test_the_code_answers_the_same(digits, tmp_path):
    """For every activation, with dropout and all that can be switched on and without, the same numbers give the same logits.

    Both calculate in float64: float32 would round otherwise on each processor, by as much as the layers before make of it.
    """
    x = nncore.as_inputs(digits.test.images[:200]).astype(float)
    np.save(tmp_path / "x.npy", x)
    script, networks = "", {}
    for activation in ACTIVATIONS:
        for rich in (False, True):
            experiment = nncore.Experiment(hidden=(20, 12), activation=activation, dropout=0.2 * rich, epochs=1,
                                           learning_rate=0.01, training_images=1000, **dict.fromkeys(SWITCHES, rich))
            network = nncore.build(experiment)
            list(nncore.train(network, digits.train, experiment))
            module = f"{activation}_{rich}"
            networks[module] = nncore.build(experiment, dtype=np.float64)
            networks[module].parameters[...], networks[module].statistics[...] = network.parameters, network.statistics
            nncore.save(tmp_path / f"{module}.npz", network, experiment)
            (tmp_path / f"{module}.py").write_text(as_torch_code(experiment, 0.5))
            script += ANSWER.format(module=module)
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=True)
    for module, network in networks.items():
        np.testing.assert_allclose(np.load(tmp_path / f"{module}.npy"), network.infer(x), rtol=0, atol=1e-10, err_msg=module)


def test_the_code_asserts_its_accuracy(digits, tmp_path):
    """Run by itself it prints the accuracy that was measured here; with another figure in it, it fails."""
    network, experiment = nncore.load(nncore.recipes()["batchnorm-30"].file)
    nncore.save(tmp_path / "mine.npz", network, experiment)
    accuracy = nncore.evaluate(network, digits.test).accuracy
    for said, code in ((accuracy, 0), (accuracy + 0.01, 1)):
        (tmp_path / "mine.py").write_text(as_torch_code(experiment, said, "mine.py"))
        ran = subprocess.run([sys.executable, "mine.py", "mine.npz", str(MNIST)], cwd=tmp_path, capture_output=True, text=True)
        assert ran.returncode == code, ran.stderr
        assert f"{accuracy:.2%} of 10,000 test digits" in ran.stdout
