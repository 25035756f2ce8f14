"""The Weights page shows what the first layer looks for."""

import base64
import gc
import io
import json
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

import nncore
from pages.ui.shared import state
from pages.ui.shared.visitor import OpenedFile
from pages.ui.weights.filters import Filters
from tests.pages.actions import button, labelled, opened, texts, visitor

DIGIT = 7  # its first test digit is what was drawn


def shipped(name: str) -> nncore.Network:
    return nncore.load(nncore.recipes()[name].file)[0]


def grid(app: AppTest) -> SimpleNamespace:
    """What the page tells the grid of filters."""
    component, *_ = app.get("bidi_component")
    return SimpleNamespace(key=component.key, **json.loads(component.proto.json))


def choose(app: AppTest, name: str) -> AppTest:
    return labelled(app.selectbox, "Network").set_value(name).run()


def put_in_order(app: AppTest, order: str) -> None:
    labelled(app.get("button_group"), "Order").set_value(order).run()


def tap(app: AppTest, what) -> None:
    """What the browser sends when the filter of a neuron is clicked."""
    app.session_state[grid(app).key] = {"chosen": what}
    app.run()


def drawn(digits) -> np.ndarray:
    return digits.test.images[digits.test.labels == DIGIT][0]


def test_filters_can_be_ordered_and_scaled():
    """Every order on every scale shows filters, and no fault."""
    app = opened("weights")
    for label in ("Order", "Colour scale"):
        for option in labelled(app.get("button_group"), label).options:
            labelled(app.get("button_group"), label).set_value(option).run()
            assert not app.exception
            assert len(grid(app).neurons) == 24


def test_the_strongest_filters_come_first_in_the_colours_of_their_weights():
    """24 neurons by the length of their weights; each pixel of the picture is nearer to white the smaller its weight."""
    app = choose(opened("weights"), "shipped single-hidden")
    shown, W = grid(app), shipped("single-hidden").dense_layers[0].W
    lengths = np.sqrt((W.astype(float) ** 2).sum(axis=0))
    assert shown.neurons == sorted(range(128), key=lambda neuron: -lengths[neuron])[:24]
    np.testing.assert_allclose(shown.strength, lengths[shown.neurons], atol=0.006)
    sheet = np.asarray(Image.open(io.BytesIO(base64.b64decode(shown.sheet))).convert("RGB")).astype(float)
    limit = np.quantile(np.abs(W), 0.999)
    for place, neuron in enumerate(shown.neurons):
        top, left = place // 8 * 28, place % 8 * 28
        share = np.clip(W[:, neuron].reshape(28, 28, 1) / limit, -1, 1)
        expected = np.where(share > 0, 255 + share * ([200 - 255, 95 - 255, 11 - 255]),
                            255 - share * ([123 - 255, 82 - 255, 204 - 255]))
        np.testing.assert_allclose(sheet[top:top + 28, left:left + 28], expected, atol=2)


def test_a_filter_that_is_chosen_shows_its_numbers():
    """Strength, bias and rank of the tapped neuron, as its network has them."""
    app = choose(opened("weights"), "shipped single-hidden")
    first = shipped("single-hidden").dense_layers[0]
    lengths = np.linalg.norm(first.W, axis=0)
    for place in (0, 5, 23):
        neuron = grid(app).neurons[place]
        tap(app, neuron)
        said = texts(app.markdown)
        assert f"**Neuron {neuron}**, {place + 1} of 128 by strength" in said
        assert f"Strength **{lengths[neuron]:.2f}**" in said
        assert f"Bias **{first.b[neuron]:.2f}**" in said


@pytest.mark.parametrize("nonsense", [4096, -1, "7", 1.5, None, [3], True])
def test_a_browser_that_names_no_neuron_changes_nothing(nonsense):
    """What is no number of a neuron leaves the first filter chosen, and brings no fault."""
    app = opened("weights")
    tap(app, nonsense)
    assert not app.exception
    assert f"**Neuron {grid(app).neurons[0]}**" in texts(app.markdown)


def test_a_click_sends_no_picture_again():
    """After a click what the page tells the grid is the same to the letter, and so stays unsent."""
    app = opened("weights")
    before = grid(app)
    tap(app, before.neurons[3])
    assert grid(app) == before


def test_the_drawing_puts_the_filters_that_it_lights_first(digits):
    """Lit is the activation in the first hidden layer, calculated by hand; the chosen filter says how much."""
    app = choose(opened("weights"), "shipped single-hidden")
    visitor(app).drawing = drawn(digits)
    put_in_order(app, "lit by my drawing")
    first = shipped("single-hidden").dense_layers[0]
    lit = np.maximum(drawn(digits).reshape(784) / 255 @ first.W + first.b, 0)
    shown = grid(app)
    assert lit[shown.neurons[0]] == lit.max()
    assert set(shown.neurons) == set(np.argsort(-lit)[:24].tolist())
    np.testing.assert_allclose(shown.lit, lit[shown.neurons], atol=0.006)
    assert f"Lit **{lit.max():.2f}** by your drawing" in texts(app.markdown)


def test_without_a_drawing_the_page_says_to_draw_one():
    """The order by a drawing that there is none of shows the strongest, a sentence, and the way to Draw."""
    app = opened("weights")
    strongest = grid(app).neurons
    put_in_order(app, "lit by my drawing")
    assert "Draw a digit first" in texts(app.markdown)
    assert grid(app).neurons == strongest
    assert grid(app).lit is None
    assert {each.proto.label for each in app.get("page_link")} >= {"Draw a digit"}


def test_all_filters_are_under_a_button_and_take_less_than_100_kilobytes():
    """1,024 of `best`, each once, and back to 24; the chosen one stays."""
    app = opened("weights")
    tap(app, grid(app).neurons[9])
    chosen = grid(app).neurons[9]
    button(app, "Show all 1,024").click().run()
    shown = grid(app)
    assert sorted(shown.neurons) == list(range(1024))
    assert len(shown.sheet) < 100_000
    assert f"**Neuron {chosen}**" in texts(app.markdown)
    button(app, "Show 24").click().run()
    assert len(grid(app).neurons) == 24


def calls(monkeypatch, method: str) -> list:
    """The arguments with which Filters' `method` will be called."""
    made, real = [], getattr(Filters, method)
    monkeypatch.setattr(Filters, method, lambda *arguments: made.append(arguments) or real(*arguments))
    return made


@pytest.mark.parametrize("name", ["shipped best", "file 1"])
def test_a_sheet_of_all_filters_is_made_once(monkeypatch, name):
    """Clicks, orders and drawings make no new picture of a network that does not change; another colour scale does, once."""
    app = opened("weights")
    visitor(app).files.append(OpenedFile("1", "mine.npz", *nncore.load(nncore.recipes()["best"].file), None))
    choose(app.run(), name)
    button(app, "Show all 1,024").click().run()
    before, made = grid(app), calls(monkeypatch, "sheet")
    tap(app, 5)
    put_in_order(app, "by number")
    assert grid(app).sheet == before.sheet
    assert not made
    labelled(app.get("button_group"), "Colour scale").set_value("each its own").run()
    tap(app, 6)
    assert grid(app).sheet != before.sheet
    assert len(made) <= 1  # none, where somebody else has asked for a shipped one before


def networks_that_come_and_go() -> None:
    """A page that looks at the networks of its session, one after the other."""
    from types import SimpleNamespace

    import streamlit as st

    from pages.ui.weights.ready import ready_filters

    for each in st.session_state.networks:
        st.session_state.before, st.session_state.filters = (
            ready_filters(SimpleNamespace(ships=False), each, "common to all") for _ in range(2))


def test_what_is_kept_of_a_network_goes_with_it():
    """Of all networks that a visitor looked at the filters of the last one are kept, and no longer than that network."""
    app = AppTest.from_function(networks_that_come_and_go)
    app.session_state["networks"] = [nncore.build(nncore.Experiment(hidden=(8,), seed=seed)) for seed in range(3)]
    kept = app.run().session_state[state.READY_FILTERS]
    assert list(kept) == app.session_state["networks"][-1:]
    assert app.session_state["before"] is app.session_state["filters"]
    app.session_state["networks"].clear()
    gc.collect()
    assert not kept


def networks_of_many_runs():
    """A script that keeps something of each network in turn, twice."""
    import streamlit as st

    from pages.ui.shared.by_network import kept_by_network

    for each in [*st.session_state.networks, st.session_state.networks[-1]]:
        kept_by_network("kept", each, most=2).setdefault(each, {})


def test_of_many_networks_a_session_keeps_little():
    """However many networks are looked at, something is kept of the last two."""
    app = AppTest.from_function(networks_of_many_runs)
    app.session_state["networks"] = [nncore.build(nncore.Experiment(hidden=(8,), seed=seed)) for seed in range(5)]
    assert list(app.run().session_state["kept"]) == app.session_state["networks"][-2:]


def test_without_a_hidden_layer_the_filters_are_the_digits():
    """Ten filters of softmax regression, named by their digits, and a sentence in place of the weights that go on."""
    app = opened("weights")
    experiment = nncore.Experiment(hidden=())
    visitor(app).files.append(OpenedFile("1", "plain.npz", nncore.build(experiment), experiment, None))
    app.run()
    choose(app, "file 1")
    put_in_order(app, "by number")
    assert (grid(app).kind, grid(app).neurons) == ("Digit", list(range(10)))
    tap(app, 3)
    assert not app.exception
    assert "**Digit 3**" in texts(app.markdown)
    assert "is the score of 3" in texts(app.markdown)
    assert not app.get("vega_lite_chart")


def test_the_last_layers_neurons_have_the_names_of_digits():
    """Before the answer the outgoing weights stand over ten digits, elsewhere over the numbers of neurons."""
    app = choose(opened("weights"), "shipped single-hidden")
    assert "Its weights to each digit" in texts(app.markdown)
    assert "digit that it tells" in app.get("vega_lite_chart")[1].proto.spec
    choose(app, "shipped quick")
    assert "Its weights to each neuron of the next layer" in texts(app.markdown)


def a_network_that_changes() -> None:
    """A page that looks at three filters whose strengths change from run to run."""
    import numpy as np
    import streamlit as st

    from pages.ui.weights.looked_at import looked_at, sort_again

    st.session_state.runs = st.session_state.get("runs", 0) + 1
    strength = np.array([1, 2, 3]) if st.session_state.runs == 1 else np.array([3, 1, 2])
    looked = looked_at(("run 1", "strongest"), np.argsort(-strength), hold=st.session_state.get("learning", True))
    st.text(looked.sequence.tolist())
    st.button("Sort again", on_click=sort_again)


def test_filters_keep_their_places_while_the_network_learns():
    """Until it has ended, or somebody asks to sort again."""
    app = AppTest.from_function(a_network_that_changes).run()
    assert app.text[0].value == "[2, 1, 0]"
    assert app.run().text[0].value == "[2, 1, 0]"
    assert app.button[0].click().run().text[0].value == "[0, 2, 1]"
    ended = AppTest.from_function(a_network_that_changes).run()
    ended.session_state["learning"] = False
    assert ended.run().text[0].value == "[0, 2, 1]"
