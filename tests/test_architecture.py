"""The house has one direction, and the book at its ground needs nothing that is built on it."""

import ast
import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import nncore

ROOT = Path(__file__).parents[1]
ORDER = ("nncore", "nncore.augment", "nncore.reading", "nncore.interpretability", "nncore.files", "nncore.runs", "nncore.compute",
         "nncore.cli", "pages.ui", "pages.screens", "app")  # each may import those before it
OUTSIDE = {  # packages of others that no file of a room may import
    "nncore": ("streamlit", "streamlit_drawable_canvas", "altair", "pandas"),
    "pages.ui.shared.run": ("streamlit", "altair"),
    "pages.ui.shared.visitor": ("streamlit", "altair"),
    "pages.ui.shared.visits": ("streamlit", "altair"),
    "pages.ui.shared.sweep_run": ("streamlit", "altair"),
    "pages.ui.shared.watch": ("streamlit", "altair"),
    "pages.ui.shared.images": ("streamlit",),
    "pages.ui.weights.filters": ("streamlit",),
}
DOORS = re.compile(r"^(zipfile\.ZipFile|gzip\.\w+|zlib\.decompress\w*|bz2\.\w+|lzma\.\w+|Image\.open|json\.loads?|np\.load|"
                   r"np\.fromfile|np\.genfromtxt|csv\.(reader|DictReader))$")  # what reads what somebody else wrote
OWN_FILES = {"nncore.digits": "np.load", "nncore.reading.preparation_ablation": "json.loads"}  # which lie in this repository
CLOSURES = {"nncore.network": (6, "optimizer|schedule|augment|setting|experiment"),
            "nncore.training": (22, "augment|reading|stroke|thin")}


def name_of(file: Path) -> str:
    """The module's dotted name."""
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


FILES = {name_of(file): file for file in [*ROOT.glob("nncore/**/*.py"), *ROOT.glob("pages/*/**/*.py"), ROOT / "app.py"]}


def imported(source: str, package: str) -> set[str]:
    """The dotted names that a module of `package` imports, wherever in its text."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.rsplit(".", node.level - 1)[0] if node.level > 1 else package
            module = ".".join(part for part in (base if node.level else "", node.module) if part)
            names.update(f"{module}.{alias.name}" for alias in node.names)
    return names


def modules(name: str) -> set[str]:
    """The modules of this repository that the module `name` imports; packages themselves hold no code but nncore's names."""
    file = FILES[name]
    package = name if file.name == "__init__.py" else name.rpartition(".")[0]
    found = set()
    for each in imported(file.read_text(), package):
        found |= {each} & FILES.keys() or {each.rpartition(".")[0]} & FILES.keys()
    return found


ARROWS = {name: modules(name) for name in FILES}


def room(name: str) -> str:
    """The room in which a module stands: the longest name of ORDER that it begins with."""
    return max((each for each in ORDER if f"{name}.".startswith(f"{each}.")), key=len)


def book() -> set[str]:
    """The modules of the book."""
    return {name for name in FILES if re.fullmatch(r"nncore\.\w+", name) and FILES[name].parent == ROOT / "nncore"
            and not name.endswith("__main__")}


def closure(name: str) -> set[str]:
    """The module and all that it needs, directly or not."""
    found, left = set(), {name}
    while left:
        found |= left
        left = set().union(*(ARROWS[each] for each in left)) - found
    return found


def test_imports_run_one_way():
    """No module imports one of a room that stands above its own; the package nncore itself names what all may use."""
    up = [(name, each) for name, needs in ARROWS.items() for each in needs
          if ORDER.index(room(each)) > ORDER.index(room(name)) and name not in ("nncore", "nncore.__main__")]
    assert not up


@pytest.mark.parametrize("name", [name for name in ORDER if name.startswith("nncore")])
def test_every_room_says_what_it_is_for(name):
    """The docstring of each package begins with a sentence."""
    assert re.match(r"[A-Z][^.]{20,}\.", ast.get_docstring(ast.parse(FILES[name].read_text())).replace("\n", " "))


def test_rooms_of_pages_share_through_one_room():
    """A page's own room is used by that page alone; what several need stands in pages/ui/shared, which needs no other."""
    across = [(name, each) for name, needs in ARROWS.items() for each in needs
              if name.startswith("pages.ui.") and each.startswith("pages.ui.")
              and each.split(".")[2] not in ("shared", name.split(".")[2])]
    assert not across


def test_no_module_needs_itself():
    """There is no cycle of imports anywhere."""
    assert set(TopologicalSorter({name: needs - {"nncore"} for name, needs in ARROWS.items()}).static_order())


@pytest.mark.parametrize("name", CLOSURES)
def test_a_chapter_needs_little(name):
    """network stands on 6 modules without anything of training, training on 22 that draw nothing: no more than README says."""
    most, forbidden = CLOSURES[name]
    found = closure(name)
    assert len(found) <= most
    assert not [each for each in found if re.search(forbidden, each)]


def test_the_book_is_read_in_an_order_in_which_no_chapter_needs_a_later_one():
    """CHAPTERS names every module of the book once, and each needs only those before it."""
    chapters = [f"nncore.{name}" for name in nncore.CHAPTERS]
    assert sorted(chapters) == sorted(book())
    later = [(name, each) for place, name in enumerate(chapters) for each in ARROWS[name] if each not in chapters[:place]]
    assert not later


@pytest.mark.parametrize("place", OUTSIDE)
def test_packages_of_others_stay_where_they_belong(place):
    """nncore knows no page, and what runs beside the page, or makes its pictures, knows no Streamlit."""
    wrong = [(name, each) for name, file in FILES.items() if f"{name}.".startswith(f"{place}.")
             for each in imported(file.read_text(), name.rpartition(".")[0]) if each.split(".")[0] in OUTSIDE[place]]
    assert not wrong


def test_what_comes_from_outside_goes_through_one_room():
    """Only nncore.files.untrusted opens archives, packed files, pictures and JSON; OWN_FILES lie in this repository."""
    found = {(name, ast.unparse(node.func)) for name, file in FILES.items() if not name.startswith("nncore.files.untrusted")
             for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)
             and DOORS.match(ast.unparse(node.func))}
    assert found == set(OWN_FILES.items())


def test_charts_call_no_streamlit():
    """Charts are functions from data to a picture: no file named charts.py imports Streamlit."""
    charts = [name for name in FILES if name.endswith(".charts")]
    assert len(charts) > 3
    assert not [name for name in charts if any(each.startswith("streamlit") for each in imported(FILES[name].read_text(), ""))]


@pytest.mark.parametrize(("source", "package", "found"), [
    ("import streamlit as st", "nncore", "streamlit"), ("from streamlit.runtime import get_instance", "nncore",
                                                         "streamlit.runtime.get_instance"),
    ("def f():\n    import streamlit", "nncore", "streamlit"), ("from pages.ui import run", "nncore", "pages.ui.run"),
    ("from ..runs import sweep", "nncore.files", "nncore.runs.sweep"), ("from .state import visitor", "pages.ui.shared",
                                                                       "pages.ui.shared.state.visitor")])
def test_every_way_to_import_is_seen(source, package, found):
    """Plain imports, imports from, relative ones and those inside a function are all found."""
    assert imported(source, package) == {found}


def test_one_file_knows_the_sessions_keys():
    """Outside state.py no key of the session's state is spelled out: st.session_state["..."], .get("..."), .pop("...")."""
    spelled = [(name, node.lineno) for name, file in FILES.items() if name != "pages.ui.shared.state"
               for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Subscript | ast.Call)
               and "session_state" in ast.unparse(node.value if isinstance(node, ast.Subscript) else node.func)
               and isinstance(node.slice if isinstance(node, ast.Subscript) else next(iter(node.args), None),
                              ast.Constant | ast.JoinedStr)]
    assert not spelled


def test_only_screens_ask_for_the_visitor_and_once():
    """Each page asks once whose page it draws; whatever it calls gets the visitor as an argument."""
    asked = {name: sum(isinstance(node, ast.Call) and re.search(r"\bvisitor$", ast.unparse(node.func)) is not None
                       for node in ast.walk(ast.parse(file.read_text())))
             for name, file in FILES.items() if name.startswith("pages.")}
    assert {name: count for name, count in asked.items() if count} == {
        name: 1 for name in FILES if name.startswith("pages.screens.")}


def test_every_page_has_its_way_in():
    """For each page with an address of its own, pages/ holds the file that a fresh server's first visitor needs, and no other.

    Without it Streamlit 1.67, which looks into a folder of that name until st.navigation has run once, says "Page not found".
    """
    addresses = re.findall(r'url_path="(\w+)"', (ROOT / "app.py").read_text())
    assert addresses
    assert sorted(file.stem for file in (ROOT / "pages").glob("*.py")) == sorted(addresses)
