"""What the README and weights/README.md say of a shipped network is what it does."""

import json
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import nncore
from nncore.cli.main import main
from nncore.cli.preparation import MEASURED
from nncore.files.networks import training_seconds
from nncore.reading.preparation_ablation import ALL, NONE, accuracies, shipped_table

ROOT = Path(__file__).parents[2]
def table(file: str) -> dict[str, list[str]]:
    """The rows of the recipes' table in a README: name -> its cells."""
    rows = re.findall(r"^\| `?([\w-]+)`? \|(.*)\|$", (ROOT / file).read_text(), re.MULTILINE)
    return {name: [cell.strip() for cell in cells.split("|")] for name, cells in rows}


@pytest.mark.parametrize("recipe", nncore.recipes().values(), ids=lambda recipe: recipe.name)
def test_a_shipped_network_keeps_its_promise(digits, recipe):
    """It reads at least what its recipe claims of the test set, and is the recipe's own; both tables say exactly what it does."""
    network, experiment = nncore.load(recipe.file)
    accuracy = nncore.evaluate(network, digits.test).accuracy
    assert accuracy >= recipe.claim
    assert experiment == recipe.experiment
    for file in ("README.md", "weights/README.md"):
        assert table(file)[recipe.name] == [
            f"{recipe.claim * 100:g} % ({recipe.claimed_on})", f"{accuracy * 100:.2f} %", f"{training_seconds(recipe.file):,.0f}",
            f"{nncore.parameter_count(experiment):,}"], file


def test_the_best_network_is_small():
    """The best network takes at most 3 MB, so that it ships with the app."""
    assert nncore.recipes()["best"].file.stat().st_size <= 3_000_000


def test_the_recipes_are_listed_and_run(capsys, tmp_path):
    """`recipes` prints claim, reached, seconds and parameters of each; `recipes --run` trains one to its claim."""
    listed = {row["recipe"]: row for row in run("recipes")["recipes"]}
    assert set(listed) == set(nncore.recipes())
    assert listed["layers-64-32"]["parameters"] == 784 * 64 + 64 + 64 * 32 + 32 + 320 + 10
    again = run("recipes", "--run", "modular-128-64", "--out", str(tmp_path / "again.npz"))
    assert again["test_accuracy"] >= listed["modular-128-64"]["claim"]
    assert nncore.load(tmp_path / "again.npz")[1] == nncore.recipes()["modular-128-64"].experiment


def test_the_readmes_ten_lines_run(tmp_path, monkeypatch, capsys):
    """The code that the README shows runs as it stands, and reads more than 97 % of the test set."""
    code = (ROOT / "README.md").read_text().split("## Ten lines of nncore")[1].split("\n\n", 1)[1].split("Without Python")[0]
    monkeypatch.chdir(tmp_path)
    exec(textwrap.dedent(code), {})
    assert float(capsys.readouterr().out.split()[-1]) > 0.97
    assert (tmp_path / "mine.npz").exists()


def run(*arguments: str) -> dict:
    """The last line of a command, which is JSON."""
    command = subprocess.run([sys.executable, "-m", "nncore", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(command.stdout.splitlines()[-1])


def test_a_calibrated_network_gives_the_same_answers_with_a_smaller_loss(tmp_path):
    """One that was smoothed so much that it is far too unsure: calibrated on its validation digits, it is surer, as it may be."""
    saved, found = tmp_path / "small.npz", {}
    for name, more in (("plain", []), ("calibrated", ["--calibrate"])):
        run("train", "--hidden", "32", "--epochs", "2", "--training-images", "5000", "--label-smoothing", "0.4", "--out",
            str(saved), *more)
        found[name] = run("evaluate", str(saved))
    assert found["calibrated"]["confusion"] == found["plain"]["confusion"]
    assert found["calibrated"]["loss"] < 0.9 * found["plain"]["loss"]


def test_the_command_line_trains_evaluates_and_reads(digits, tmp_path):
    """A network trained and saved by one command is evaluated to the same accuracy by the next, and reads a picture."""
    saved = str(tmp_path / "small.npz")
    trained = run("train", "--hidden", "32", "--epochs", "4", "--training-images", "5000", "--out", saved)
    assert trained["parameters"] == 784 * 32 + 32 + 2 * 32 + 320 + 10  # quick has batch normalisation
    assert run("evaluate", saved)["test_accuracy"] == trained["test_accuracy"] > 0.85
    picture = tmp_path / "seven.png"
    Image.fromarray(255 - np.kron(digits.test.images[0], np.ones((5, 5), np.uint8))).save(picture)
    read = run("predict", str(picture))
    assert read["digit"] == 7
    assert sum(read["probabilities"]) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize(("arguments", "said"), [
    (["predict", "{}/blank.png"], "blank"), (["predict", "{}/text.png"], "not a picture"),
    (["predict", "{}/none.png"], "none.png"),
    (["evaluate", "{}/text.png"], "not a network saved by Inkling"), (["train", "--hidden", "0"], "Hidden layers"),
    (["train", "--training-images", "60000"], "held back")])
def test_a_fault_is_one_sentence(tmp_path, capsys, arguments, said):
    """What cannot be done ends with code 2 and one line that says why, not with a traceback."""
    Image.new("L", (50, 50), 255).save(tmp_path / "blank.png")
    (tmp_path / "text.png").write_text("hello")
    assert main([each.format(tmp_path) for each in arguments]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_the_table_of_the_preparation_is_true(digits):
    """What the page says that leaving a step out costs is what `python -m nncore preparation` measures."""
    network, _ = nncore.load(nncore.recipes()["best"].file)
    measured = accuracies(network, digits.test[:MEASURED], rng=np.random.default_rng(0))
    assert measured == pytest.approx(shipped_table(), abs=0.002)
    assert measured[ALL] > measured["without scale"] > measured[NONE]
