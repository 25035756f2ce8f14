"""In the lab a network is altered, and the page says what that costs."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import nncore
from nncore.batches import split
from nncore.interpretability.alterations import Alteration, altered
from pages.ui.shared import state
from pages.ui.shared.visitor import OpenedFile
from pages.ui.weights import lab_controls
from tests.pages.actions import button, labelled, opened, set_controls, texts, visitor
from tests.waiting import until

NAME = "shipped tiny-10"


def lab(name: str = NAME, *files: OpenedFile) -> AppTest:
    """The lab of the network of a name."""
    app = opened("weights")
    visitor(app).files.extend(files)
    app.session_state[state.VIEW] = "Lab"
    visitor(app).network = name
    return measured(app.run())


def measured(app: AppTest) -> AppTest:
    """The same once its accuracy is known."""
    until(lambda: app.run() and (not app.metric or app.metric[0].value != "…"))
    assert not app.exception
    return app


def ask(app: AppTest, part: str, value) -> AppTest:
    """Move a control of the lab."""
    app.session_state[state.lab_key(visitor(app).network, part)] = value
    return measured(app.run())


def shipped() -> tuple[nncore.Network, nncore.Experiment]:
    return nncore.load(nncore.recipes()["tiny-10"].file)


def right(network: nncore.Network, digits: nncore.Digits) -> str:
    """The share of the digits that it reads right, as the page writes it."""
    return f"{(network.predict(nncore.as_inputs(digits.images)).argmax(axis=1) == digits.labels).mean():.2%}"


def held_back(digits) -> nncore.Digits:
    """The first 2,000 digits that were held back while the network learned."""
    return digits.train[split(60_000, shipped()[1])[1][:2_000]]


def test_the_accuracy_is_that_of_the_altered_network(digits):
    """On 2,000 digits that were held back, counted by hand, with the difference to the original; the original stays as it is."""
    app, network = lab(), shipped()[0]
    before = float(right(network, held_back(digits)).strip("%"))
    assert app.metric[0].label == "Right, of 2,000 digits"
    assert app.metric[0].value == f"{before:.2f}%"
    assert "Nothing is altered yet." in texts(app.markdown)
    ask(app, "pruned", 80)
    ask(app, "bits", 4)
    by_hand = altered(network, Alteration(pruned=0.8, bits=4), rng=np.random.default_rng(0))
    after = right(by_hand, held_back(digits))
    assert app.metric[0].value == after
    assert app.metric[0].delta == f"{float(after.strip('%')) - before:+.2f} points"
    assert "**Altered:** 80% pruned, 4 bits" in texts(app.markdown)
    assert "held back while it learned" in app.metric[0].proto.help


def test_the_test_digits_are_asked_by_a_button_and_of_one_alteration(digits):
    """All 10,000, of the altered network and of the original; with the next alteration the button is back."""
    app, network = lab(), shipped()[0]
    ask(app, "noise", 0.5)
    assert "10,000 test digits **" not in texts(app.markdown)
    button(app, "Ask the 10,000 test digits").click().run()
    until(lambda: "test digits **" in texts(app.run().markdown))
    noisy = altered(network, Alteration(noise=0.5), rng=np.random.default_rng(0))
    assert (f"Of the 10,000 test digits **{right(noisy, digits.test)}** are right; of the original's "
            f"**{right(network, digits.test)}**.") in texts(app.markdown)
    ask(app, "noise", 0.6)
    assert button(app, "Ask the 10,000 test digits")


def test_undo_brings_everything_back():
    """The accuracy, and what every control says, those of the neurons too."""
    app = lab()
    before = app.metric[0].value
    for part, value in (("pruned", 90), ("noise", 1.0), ("bits", 1), ("off_1", [2, 5])):
        ask(app, part, value)
    assert app.metric[0].value != before
    assert "noise 1, 90% pruned, 1 bit, 2 neurons off" in texts(app.markdown)
    measured(button(app, "Undo all").click().run())
    assert app.metric[0].value == before
    assert [app.slider[0].value, app.slider[1].value, app.multiselect[0].value] == [0, 0.0, []]
    assert button(app, "Keep it").disabled
    assert button(app, "Undo all").disabled


def test_what_is_kept_is_the_altered_network_and_becomes_the_current_one():
    """To the bit, under a name that says what was done; its lab begins with nothing altered, the original's is as it was."""
    app = lab()
    ask(app, "pruned", 60)
    button(app, "Keep it").click().run()
    [kept] = visitor(app).files
    assert (kept.name, kept.experiment) == ("tiny-10, 60% pruned", shipped()[1])
    expected = altered(shipped()[0], Alteration(pruned=0.6), rng=np.random.default_rng(0))
    np.testing.assert_array_equal(kept.network.parameters, expected.parameters)
    assert visitor(app).network == f"file {kept.identity}"
    measured(app)
    assert "Nothing is altered yet." in texts(app.markdown)
    assert "if MNIST is what it learned from" in app.metric[0].proto.help
    labelled(app.selectbox, "Network").set_value(NAME).run()
    assert "**Altered:** 60% pruned" in texts(measured(app).markdown)


def test_the_drawing_is_read_by_both(digits):
    """What the original reads and what the altered network reads, with their probabilities."""
    app = lab()
    image = visitor(app).drawing = digits.test.images[3]
    ask(app, "noise", 2.0)
    network = shipped()[0]
    noisy = altered(network, Alteration(noise=2.0), rng=np.random.default_rng(0))
    before, after = (each.predict(nncore.as_inputs(image[None]))[0] for each in (network, noisy))
    assert f"was read as **{before.argmax()}** ({before.max():.1%}), now as **{after.argmax()}** (" in texts(app.markdown)


def test_other_noise_is_drawn_on_wish():
    """The same amount of other random numbers has another accuracy."""
    app = lab()
    ask(app, "noise", 1.0)
    before = app.metric[0].value
    measured(button(app, "Draw other noise").click().run())
    assert app.metric[0].value != before


NETWORKS = {"no hidden layer": nncore.Experiment(hidden=()), "four": nncore.Experiment(hidden=(9, 8, 7, 6), activation="tanh"),
            "batch norm": nncore.Experiment(hidden=(9,), batch_norm=True, dropout=0.5),
            "nothing held back": nncore.Experiment(hidden=(5,), validation_fraction=0.0)}


@pytest.mark.parametrize("kind", NETWORKS)
def test_every_network_can_be_altered(kind):
    """A control of neurons for each hidden layer and none without; where nothing was held back the page says so."""
    experiment = NETWORKS[kind]
    app = lab("file 1", OpenedFile("1", f"{kind}.npz", nncore.build(experiment), experiment, None))
    assert len(app.multiselect) == len(experiment.hidden)
    for part, value in (("pruned", 100), ("noise", 0.3), ("bits", 2)):
        ask(app, part, value)
    says = app.metric[0].proto.help
    assert ("it may have learned from them" in says) == (kind == "nothing held back")


def test_a_network_that_exploded_is_not_altered():
    """A sentence stands in place of the lab."""
    network, experiment = shipped()
    network.parameters[3] = np.nan
    app = lab("file 1", OpenedFile("1", "exploded.npz", network, experiment, None))
    assert "have exploded" in texts(app.info)
    assert not app.metric


def test_a_network_that_learns_is_altered_when_it_has_learned():
    """While its run lives the lab is closed, and says so."""
    app = opened("train")
    set_controls(app, epochs=200, training_images=1000)
    button(app.run(), "Start").click().run()
    app.switch_page("pages/screens/weights.py")
    app.session_state[state.VIEW] = "Lab"
    app.run()
    assert "The lab opens when it has learned" in texts(app.info)
    visitor(app).runs[0].stop()
    until(lambda: not visitor(app).runs[0].active)
    assert "held back while it learned" in measured(app.run()).metric[0].proto.help


def test_the_digits_of_a_run_on_its_own_digits_are_its_own(digits):
    """A run holds digits of its own back, and these are asked; one that began with learned weights may have seen them."""
    from types import SimpleNamespace

    from pages.ui.weights.lab_digits import trial_digits

    own, experiment = digits.test[:500], nncore.Experiment(hidden=(5,))
    run = SimpleNamespace(digits=nncore.Mnist(own, digits.test), history=SimpleNamespace(origin=None))
    choice = SimpleNamespace(run=run, experiment=experiment, ships=False, network=nncore.build(experiment))
    trial = trial_digits(choice)
    np.testing.assert_array_equal(trial.digits.images, own.images[split(500, experiment)[1]])
    assert "held back" in trial.says
    run.history.origin = object()
    assert "may have learned" in trial_digits(choice).says


def test_a_large_network_is_tried_on_fewer_digits():
    """So that the answer is there as soon: the first 1,000 of those held back."""
    app = lab("shipped best")
    assert app.metric[0].label == "Right, of 1,000 digits"


def test_the_curves_begin_with_the_network_as_it_is_and_the_dot_is_where_one_stands():
    """Each chart's curve has the costs of its own alterations, its dot the control's value and the accuracy of all together."""
    from pages.ui.weights import lab_charts

    costs = {Alteration(): 0.9, Alteration(pruned=0.6): 0.8, Alteration(bits=1): 0.4}
    now = Alteration(pruned=0.33, bits=4)
    pruned, bits = lab_charts.over_pruned(costs, now, 0.7).tables, lab_charts.over_bits(costs, now, 0.7).tables
    assert (list(pruned["curve"]["x"]), list(pruned["curve"]["accuracy"])) == ([0, 0.6], [0.9, 0.8])
    assert (list(pruned["here"]["x"]), list(pruned["here"]["accuracy"])) == ([0.33], [0.7])
    assert (list(bits["curve"]["x"]), list(bits["here"]["x"])) == ([lab_controls.ALL_BITS, 1], [4])
    assert not len(lab_charts.over_noise(costs, now, None).tables["here"]["x"])
