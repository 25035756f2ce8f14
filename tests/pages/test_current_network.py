"""There is one current network, the same on every page."""

from streamlit.proto.WidgetStates_pb2 import WidgetState

import nncore
from nncore.files.networks import to_bytes
from pages.ui.shared import state
from tests.pages.actions import button, go_to, labelled, opened, set_controls, train_until_the_end, uploader, visitor


def current(app) -> str:
    return app.session_state[state.NETWORK]


def test_a_first_visitor_looks_at_the_best_that_ships():
    """Nothing was trained: Draw and Weights look at `best`."""
    app = opened("draw")
    assert current(app) == "shipped best"
    assert current(go_to(app, "weights")) == "shipped best"


def test_what_is_trained_becomes_the_current_network():
    """After a run Draw and Weights have it chosen, and it is the first of their lists."""
    app = opened("train")
    set_controls(app, training_images=100, epochs=1)
    app.run()
    train_until_the_end(app)
    for page in ("draw", "weights"):
        assert current(go_to(app, page)) == "run 1"
        assert labelled(app.selectbox, "Network").options[0].startswith("Run 1")


def test_the_choice_of_one_page_is_that_of_the_other():
    """What is chosen on Weights is current on Draw, and again after a click there."""
    app = opened("weights")
    labelled(app.selectbox, "Network").set_value("shipped quick").run()
    assert current(go_to(app, "draw")) == "shipped quick"
    button(app, "Test digit").click().run()
    assert current(app) == "shipped quick"
    assert visitor(app).network == "shipped quick"


def test_a_page_that_knows_an_old_title_changes_nothing(monkeypatch):
    """While a run ends, a browser may still send the title that it had when it learned: the run stays the current network."""
    app = opened("train")
    set_controls(app, training_images=100, epochs=1)
    app.run()
    train_until_the_end(app)
    go_to(app, "draw")
    [box] = app.selectbox
    old = WidgetState(id=box.id, string_value="Run 1: 784-384-192-10, learning now")
    monkeypatch.setattr(type(box), "_widget_state", old)
    app.run()
    assert not app.exception
    assert visitor(app).network == current(app) == "run 1"


def test_an_opened_file_becomes_the_current_network():
    """A network from a file is chosen on Draw as soon as it is open, and the bar names it."""
    app = opened("train")
    experiment = nncore.Experiment(hidden=(16,))
    uploader(app, "Open a trained network").upload("mine.npz", to_bytes(nncore.build(experiment), experiment),
                                                   "application/octet-stream").run()
    assert not app.exception
    assert any("<b>mine.npz</b>" in each.proto.body for each in app.get("html"))
    assert labelled(go_to(app, "draw").selectbox, "Network").value.startswith("file ")


def test_a_network_that_is_gone_gives_way_to_the_best_that_ships():
    """A run that was current and is removed leaves no page without a network."""
    app = opened("train")
    set_controls(app, training_images=100, epochs=1)
    app.run()
    train_until_the_end(app)
    visitor(app).runs.clear()
    assert current(go_to(app, "draw")) == "shipped best"
