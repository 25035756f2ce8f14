"""The map shows test digits and one's drawing as a layer of the network sees them."""

import base64
import io
import json
import re
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

import nncore
from nncore.interpretability.digit_map import digit_map
from nncore.interpretability.hidden import output_number
from nncore.interpretability.silence import some_of_each
from pages.ui.shared import state
from pages.ui.shared.visitor import OpenedFile
from tests.pages.actions import button, opened, set_controls, texts, visitor
from tests.waiting import until

NAME = "shipped tiny-10"


def map_of(name: str = NAME, *files: OpenedFile, drawing: np.ndarray | None = None) -> AppTest:
    """The map of the network of a name."""
    app = opened("weights")
    visitor(app).files.extend(files)
    app.session_state[state.VIEW] = "Map"
    visitor(app).network, visitor(app).drawing = name, drawing
    return made(app.run())


def made(app: AppTest) -> AppTest:
    """The same once its map is there."""
    until(lambda: app.run() and not [each for each in app.caption if "hourglass" in each.value])
    assert not app.exception
    return app


def look_at(app: AppTest, layer: int) -> AppTest:
    """Choose a layer by its number."""
    app.session_state[state.MAP_LAYER] = layer
    return made(app.run())


def plot(app: AppTest) -> SimpleNamespace:
    """What the page tells the component."""
    [component] = app.get("bidi_component")
    return SimpleNamespace(key=component.key, **json.loads(component.proto.json))


def tap(app: AppTest, what) -> AppTest:
    """What the browser sends when a digit is clicked."""
    app.session_state[plot(app).key] = {"chosen": what}
    return made(app.run())


def neighbours(app: AppTest) -> list[tuple[int, float]]:
    """(digit, distance) of each neighbour beside the map."""
    pages = "".join(each.proto.body for each in app.get("html"))
    return [(int(digit), float(distance))
            for digit, distance in re.findall(r"<figcaption>(\d) · ([\d.]+)", pages)]


def shipped() -> nncore.Network:
    return nncore.load(nncore.recipes()["tiny-10"].file)[0]


@pytest.mark.parametrize("layer", [0, 1, 2])
def test_a_hundred_test_digits_of_each_kind_lie_where_the_layer_has_them(digits, layer):
    """The map's places are the layer's, but for one scale and where it begins; labels, answers and neighbours, too."""
    some = some_of_each(digits.test, 100)
    shown, found = plot(look_at(map_of(), layer)), digit_map(shipped(), some, layer)
    scale = np.ptp(np.array(shown.places), axis=0).max() / np.ptp(found.places, axis=0).max()
    expected = (found.places - found.places.min(axis=0)) * scale
    np.testing.assert_allclose(shown.places, expected, atol=1.5)
    assert shown.labels == "".join(map(str, some.labels))
    assert shown.answers == "".join(map(str, found.answers))
    assert shown.neighbours == found.neighbours.ravel().tolist()
    assert shown.drawing is None


def test_the_sheet_has_all_images(digits):
    """Each digit's picture is cut out where the component looks for it, in 16 greys; it takes less than 100 kB."""
    shown, some = plot(map_of()), some_of_each(digits.test, 100)
    file = base64.b64decode(shown.sheet)
    sheet = np.asarray(Image.open(io.BytesIO(file)).convert("L")).astype(int)
    assert len(file) < 100_000
    for row in (0, 39, 40, 777, 999):
        top, left = row // shown.columns * 28, row % shown.columns * 28
        np.testing.assert_allclose(sheet[top:top + 28, left:left + 28], some.images[row].astype(int), atol=16)


def test_a_click_shows_the_digit_with_its_neighbours(digits):
    """Eight of them with their distances in the layer; the component is told nothing new."""
    app = look_at(map_of(), 1)
    found, some = digit_map(shipped(), some_of_each(digits.test, 100), 1), some_of_each(digits.test, 100)
    before = plot(app)
    for row in (321, 5):
        tap(app, row)
        wrong = "read right" if found.answers[row] == some.labels[row] else f"read as **{found.answers[row]}**"
        assert f"A test digit: a **{some.labels[row]}**, {wrong}" in texts(app.markdown)
        expected = zip(some.labels[found.neighbours[row]], found.distances[row], strict=True)
        assert neighbours(app) == [(int(label), pytest.approx(distance, abs=0.006)) for label, distance in expected]
    assert plot(app) == before


@pytest.mark.parametrize("nonsense", [1000, -1, "7", 1.5, None, [3], True])
def test_a_browser_that_names_no_digit_changes_nothing(nonsense):
    """What is no row of a digit leaves the first one looked at, and brings no fault."""
    app = map_of()
    before = neighbours(app)
    assert neighbours(tap(app, nonsense)) == before


def test_the_drawing_lies_on_the_map_and_is_looked_at_first(digits):
    """A drawing that is a test digit lies where that lies, reads the same and is its own nearest neighbour."""
    app = look_at(map_of(drawing=some_of_each(digits.test, 100).images[450]), 2)
    shown = plot(app)
    np.testing.assert_allclose(shown.drawing["place"], shown.places[450], atol=1)
    assert str(shown.drawing["reads"]) == shown.answers[450]
    assert shown.drawing["neighbours"][0] == 450
    assert f"Your drawing, read as **{shown.answers[450]}**" in texts(app.markdown)
    assert neighbours(app)[0] == (4, 0)
    tap(app, 3)
    assert "A test digit: a **0**" in texts(app.markdown)
    tap(app, -1)
    assert "Your drawing, read as" in texts(app.markdown)


def test_the_page_says_how_much_it_shows(digits):
    """The share of variance of both axes, and the share of neighbours that are the same digit, as nncore has them."""
    app, some = look_at(map_of(), 2), some_of_each(digits.test, 100)
    found = digit_map(shipped(), some, 2)
    assert f"show **{found.components.shares.sum():.0%}** of how the ten scores differ" in texts(app.markdown)
    near = (some.labels[found.neighbours] == some.labels[:, None]).mean()
    assert f"nearest neighbours **{near:.1%}** are the same digit" in texts(app.markdown)


@pytest.mark.parametrize("hidden", [(), (3,), (9, 8, 7, 6)])
def test_every_network_has_a_map_of_each_layer(hidden):
    """Pixels, hidden layers and scores; a layer that the next network does not have gives way to its last."""
    experiment = nncore.Experiment(hidden=hidden, batch_norm=True)
    network = nncore.build(experiment)
    app = map_of("file 1", OpenedFile("1", "mine.npz", network, experiment, None))
    for layer in range(output_number(network) + 1):
        assert len(plot(look_at(app, layer)).places) == 1000
    visitor(app).network = NAME
    assert "as tiny-10" in plot(made(app.run())).title


def test_a_network_that_exploded_has_no_map_and_the_page_says_so():
    """A sentence in place of the map; its pixels still have one, with a drawing on it."""
    experiment = nncore.Experiment(hidden=(4,))
    network = nncore.build(experiment)
    network.parameters[...] = np.nan
    app = map_of("file 1", OpenedFile("1", "exploded.npz", network, experiment, None), drawing=np.eye(28, dtype=np.uint8) * 255)
    assert len(plot(app).places) == 1000
    assert "have exploded" in texts(look_at(app, 1).info)


def test_a_network_that_learns_is_mapped_when_it_has_learned():
    """While its run lives there is no map, and the page says so."""
    app = opened("train")
    set_controls(app, epochs=200, training_images=1000)
    button(app.run(), "Start").click().run()
    app.switch_page("pages/screens/weights.py")
    app.session_state[state.VIEW] = "Map"
    app.run()
    assert "when it has learned" in texts(app.info)
    visitor(app).runs[0].stop()
    until(lambda: not visitor(app).runs[0].active)
    assert len(plot(made(app.run())).places) == 1000
