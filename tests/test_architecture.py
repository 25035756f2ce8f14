"""The house has one direction: app.py, pages/screens, pages/ui, nncore; nothing points back."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FORBIDDEN = {  # files under the first may not import anything under the others
    "nncore": ("streamlit", "streamlit_drawable_canvas", "altair", "pandas", "pages", "app", "tests"),
    "pages/ui": ("pages.screens", "app", "tests"),
    "pages/ui/shared/run.py": ("streamlit", "altair"),
    "pages/ui/shared/visits.py": ("streamlit", "altair"),
    "pages/ui/shared/sweep_run.py": ("streamlit", "altair"),
    "pages/ui/shared/watch.py": ("streamlit", "altair"),
    "pages/ui/sweep/charts.py": ("streamlit",),
    "pages/ui/shared/charts.py": ("streamlit",),
    "pages/ui/shared/images.py": ("streamlit",),
    "pages/ui/weights/filters.py": ("streamlit",),
    "pages/screens": ("pages.screens", "app", "tests"),
    "app.py": ("nncore", "pages"),
}


def imported(source: str, package: str) -> set[str]:
    """The dotted names that a module of `package` imports."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.rsplit(".", node.level - 1)[0] if node.level > 1 else package
            module = ".".join(part for part in (base if node.level else "", node.module) if part)
            names.update(f"{module}.{alias.name}" for alias in node.names)
    return names


def trespasses(source: str, package: str, forbidden: tuple[str, ...]) -> list[str]:
    return sorted(name for name in imported(source, package) for wrong in forbidden if f"{name}.".startswith(f"{wrong}."))


@pytest.mark.parametrize("place", FORBIDDEN)
def test_imports_run_one_way(place):
    """No file under `place` imports what stands above it."""
    path = ROOT / place
    files = sorted(path.rglob("*.py")) if path.is_dir() else [path]
    assert files
    for file in files:
        package = ".".join(file.relative_to(ROOT).parts[:-1])
        assert not trespasses(file.read_text(), package, FORBIDDEN[place]), file


@pytest.mark.parametrize("source", [
    "import streamlit as st", "from streamlit.runtime import get_instance", "def f():\n    import streamlit",
    "from pages.ui.shared import run"])
def test_a_trespass_is_found(source):
    """The check sees plain imports, imports from, and those inside a function."""
    assert trespasses(source, "nncore", FORBIDDEN["nncore"])


def test_a_relative_trespass_is_found():
    """Going up and down again by dots does not hide an import."""
    assert trespasses("from ..screens import draw", "pages.ui", FORBIDDEN["pages/ui"])
    assert not trespasses("from . import state", "pages.ui", FORBIDDEN["pages/ui"])


def test_every_page_has_its_way_in():
    """For each page with an address of its own, pages/ holds the file that a fresh server's first visitor needs, and no other.

    Without it Streamlit 1.67, which looks into a folder of that name until st.navigation has run once, says "Page not found".
    """
    addresses = re.findall(r'url_path="(\w+)"', (ROOT / "app.py").read_text())
    assert addresses
    assert sorted(file.stem for file in (ROOT / "pages").glob("*.py")) == sorted(addresses)
