"""What a command says that it saved is there, and where it cannot save it says so before it works."""

import json
from pathlib import Path

import pytest

import nncore
from nncore.cli.main import main

QUICK = ["--hidden", "8", "--epochs", "1", "--training-images", "500"]


@pytest.mark.parametrize(("name", "saved"), [("mine", "mine.npz"), ("mine.npz", "mine.npz"), ("mine.v2", "mine.v2.npz")])
def test_the_name_that_is_told_is_that_of_the_file(tmp_path, monkeypatch, capsys, name, saved):
    """With and without its ending, the last line names the one file that there is, and it opens as the network."""
    monkeypatch.chdir(tmp_path)
    assert main(["train", *QUICK, "--out", name]) == 0
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last["saved"] == saved
    assert list(Path().iterdir()) == [Path(saved)]
    network, experiment = nncore.load(last["saved"])
    assert experiment.hidden == (8,)
    assert nncore.evaluate(network, nncore.load_mnist().test).accuracy == last["test_accuracy"]


@pytest.mark.parametrize("command", [
    ["train", *QUICK], ["recipes", "--run", "best"], ["sweep", *QUICK, "--try", "seed", "1", "2"]], ids=lambda words: words[0])
@pytest.mark.parametrize(("place", "said"), [
    ("nowhere/mine", "there is no folder {}/nowhere; make it first"), ("folder", "it is a folder; the name of a file in it")])
def test_a_place_that_is_none_is_said_before_the_work_begins(tmp_path, capsys, command, place, said):
    """A folder that is missing, or a name that is a folder's: code 2, one sentence, and nothing was begun."""
    (tmp_path / "folder").mkdir()
    assert main([*command, "--out", str(tmp_path / place)]) == 2
    printed = capsys.readouterr()
    assert said.format(tmp_path) in printed.err
    assert (printed.err.count("\n"), printed.out) == (1, "")
    assert [path.name for path in tmp_path.rglob("*")] == ["folder"]
