"""Nothing is said by colour alone: who sees none finds the same in a shape, a place, a pattern, a size or a word."""

import re

import numpy as np
import pandas as pd
import pytest

from nncore.reading.segmentation import BoundingBox
from pages.ui.runs.charts import MOST_SIGNS, SHAPES, overlay
from pages.ui.shared import images
from tests.pages.test_charts import CHARTS
from tests.serving import ROOT

LOOK = (ROOT / "pages/ui/shared/look.css").read_text()
COLOURS = ("color", "fill", "stroke")
OTHERS = ("shape", "size", "strokeDash", "text", "x", "y")  # channels that say something without a colour


def views(view: dict, table: str = "", around: dict | None = None):
    """(table, encoding) of each layer that a specification draws, with what it has from the layers around."""
    table, encoding = view.get("data", {}).get("name", table), {**(around or {}), **view.get("encoding", {})}
    if "layer" not in view:
        yield table, encoding
    for layer in view.get("layer", []):
        yield from views(layer, table, encoding)


def fields(part: dict) -> set[str]:
    """The columns that a channel shows."""
    return {each["field"] for each in (part, part.get("condition", {})) if "field" in each}


@pytest.mark.parametrize("name", CHARTS)
def test_what_a_colour_says_in_a_chart_something_else_says_too(name):
    """Each column that colours marks has another channel in the same chart, or is the sign or the share of one that has."""
    same_as = {"sign": {"score", "weight"}, "share": {"said"}}  # bars go up or down; in a cell stands its figure
    drawn = [encoding for _, encoding in views(CHARTS[name](np.random.default_rng(0)).specification)]
    coloured = set().union(*(fields(each[channel]) for each in drawn for channel in COLOURS
                             if channel in each and isinstance(each[channel], dict)))
    told = set().union(*(fields(each[channel]) for each in drawn for channel in OTHERS if channel in each))
    assert not [each for each in coloured if each not in told and not same_as.get(each, set()) & told]


@pytest.mark.parametrize("name", [each for each in CHARTS if each.startswith(("learning", "overlay", "dots"))])
def test_each_series_has_a_shape_of_its_own(name):
    """The scale of shapes has as many as that of names, all different; the legend shows both, if there is one."""
    shapes = [each["shape"].get("condition", each["shape"])
              for _, each in views(CHARTS[name](np.random.default_rng(0)).specification) if "shape" in each]
    assert shapes
    for each in shapes:
        assert len(set(each["scale"]["range"])) == len(each["scale"]["range"]) == len(each["scale"]["domain"])


def test_a_card_has_the_shape_of_its_run():
    """The style cuts a swatch into a shape of its own for each place among the series, in the order of the charts."""
    cut = re.findall(r"\.series-(\d) \{.*clip-path: ([^;]+);", LOOK)
    assert [int(place) for place, _ in cut] == list(range(len(SHAPES)))
    assert len({shape for _, shape in cut}) == len(SHAPES)
    corners = [shape.count(",") + 1 if "polygon" in shape else shape for _, shape in cut]
    assert dict(zip(SHAPES, corners, strict=True)) == {
        "circle": "circle()", "square": "none", "triangle-up": 3, "diamond": 4, "cross": 12, "triangle-down": 3}


@pytest.mark.parametrize("epochs", [1, 3, 40, 41, 2000])
def test_a_long_curve_keeps_its_shapes_apart(epochs):
    """The first point has the run's shape, and so have at most forty, evenly; a short curve has it everywhere."""
    curve = pd.DataFrame({"series": "validation", "epoch": range(epochs), "loss": 0.5, "accuracy": 0.5})
    band = pd.DataFrame([], columns=["epoch", "measure", "low", "high"])
    marked = np.flatnonzero(overlay({"Run 1": curve}, {"Run 1": band}, "loss", {}, {"Run 1": 0}).tables["lines"]["marked"])
    assert marked[0] == 0
    assert min(epochs, MOST_SIGNS) / 2 <= len(marked) <= MOST_SIGNS
    assert len(set(np.diff(marked).tolist())) <= 1
    assert epochs > MOST_SIGNS or len(marked) == epochs


def test_what_speaks_against_is_dashed():
    """In the network's picture lines, neurons and the legend, on Weights the bar of how much a drawing lights a filter."""
    grid = (ROOT / "pages/ui/weights/filter_grid.css").read_text()
    for selector, pattern in ((r"\.lines \.against", "stroke-dasharray"), (r"\.neurons \.against", "stroke-dasharray"),
                              (r"i\.against", "repeating-linear-gradient")):
        assert re.search(rf"^\.network-picture {selector} \{{[^}}]*{pattern}", LOOK, re.MULTILINE), selector
    assert re.search(r"^\.lit\.below i \{[^}]*repeating-linear-gradient", grid, re.MULTILINE)


@pytest.mark.parametrize("factor", [5, 6, 9, 10])
def test_a_pixel_that_speaks_against_has_a_bar(factor):
    """In a large picture in signed colours exactly the negative squares have a white bar within a rim of their colour."""
    values = np.random.default_rng(0).uniform(-1, 1, (28, 28))
    values[np.abs(values) < 0.05] = 0
    squares = images.barred(images.signed_colours(values), values, factor).reshape(28, factor, 28, factor, 3).swapaxes(1, 2)
    colours = images.signed_colours(values)[:, :, None, None]
    is_bar = ((squares == 255) & (squares != colours)).any(axis=4)  # (28, 28, factor, factor)
    np.testing.assert_array_equal(is_bar.any(axis=(2, 3)), values < 0)
    assert not is_bar[:, :, [0, -1]].any()
    assert not is_bar[:, :, :, [0, -1]].any()
    np.testing.assert_array_equal(squares[~is_bar], np.broadcast_to(colours, squares.shape)[~is_bar])


def test_a_digit_that_is_not_known_has_a_frame_of_dashes():
    """Around a digit that is read the frame is closed; around one that is not it has gaps on each of its sides."""
    grey, box = np.zeros((200, 200), np.uint8), BoundingBox(60, 60, 120, 120)
    for known in (True, False):
        is_frame = images.boxed(grey, [box], [known]).any(axis=2)  # (h, w)
        rows, columns = np.flatnonzero(is_frame.any(axis=1)), np.flatnonzero(is_frame.any(axis=0))
        inside = is_frame[rows[0]:rows[-1] + 1, columns[0]:columns[-1] + 1]
        for side in (inside[0], inside[-1], inside[:, 0], inside[:, -1]):
            assert side.any()
            assert side.all() == known
