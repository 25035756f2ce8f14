"""What the app and its tests need is named with bounds, and tested at versions that are written down."""

import ast
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
FILES = ("requirements.txt", "requirements-cluster.txt", "tests/requirements.txt")
APP = [file for folder in ("nncore", "pages") for file in ROOT.glob(f"{folder}/**/*.py")]


def requirements(file: str) -> dict[str, Requirement]:
    """What a file of requirements asks for itself, by name."""
    lines = (line.partition("#")[0].strip() for line in (ROOT / file).read_text().splitlines())
    found = [Requirement(line) for line in lines if line and not line.startswith("-")]
    return {each.name: each for each in found}


TESTED = requirements("tests/tested-versions.txt")


def test_each_requirement_was_tested_at_a_version_within_its_bounds():
    """Every package that is asked for stands among the tested versions, at exactly one, and that is a version one may have."""
    for name, wanted in {name: each for file in FILES for name, each in requirements(file).items()}.items():
        (tested,) = TESTED[name].specifier
        assert tested.operator == "=="
        assert wanted.specifier.contains(tested.version), name


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-cluster.txt"])
def test_what_a_person_installs_has_bounds(file):
    """No package of the app's is asked for at any version whatever: an old one would fail in a way that nobody understands."""
    assert not [each.name for each in requirements(file).values() if not each.specifier]


def test_all_that_the_app_imports_is_asked_for():
    """requirements.txt names each package that a page or nncore imports: none comes only because another one brings it today.

    What a cluster needs stands in a file of its own.
    """
    imported = {name.split(".")[0] for file in APP for name in names(file.read_text())}
    others = imported - set(sys.stdlib_module_names) - {"nncore", "pages"}
    asked = {name.replace("-", "_") for file in FILES[:2] for name in requirements(file)}
    providers = packages_distributions()
    assert not [name for name in others if not asked & {each.replace("-", "_") for each in providers[name]}]


def names(source: str) -> list[str]:
    """The modules that a text imports by their full names."""
    nodes = list(ast.walk(ast.parse(source)))
    return [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names] + [
        node.module for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]


def test_the_tests_keep_to_the_tested_versions():
    """tests/requirements.txt itself asks for them, so that README's command and .ci/run both get them."""
    assert "-c tested-versions.txt" in (ROOT / "tests" / "requirements.txt").read_text().splitlines()
