"""My handwriting on the Draw page: fine-tuning and taking it back, and what is said when the machine has no time."""

import pytest
from streamlit.testing.v1 import AppTest

import nncore
from nncore.compute.job import CalculationJob
from nncore.compute.memory import Memory
from pages.ui.shared import server, state
from pages.ui.shared.visitor import Kept, OpenedFile
from tests.pages.actions import button, draw, go_to, labelled, opened, removal, texts, tick, visitor
from tests.waiting import until

NO_TIME = "the machine had no time for it within 60 s"


@pytest.fixture
def app(digits) -> AppTest:
    """The Draw page of somebody who has drawn a digit, and looks at twelve kept ones."""
    app = opened("draw")
    visitor(app).add_handwriting(*(Kept(digits.test.images[row], int(digits.test.labels[row])) for row in range(12)))
    draw(app, digits.test.images[0])
    return look_closer(app, "My handwriting")


@pytest.fixture
def no_time(monkeypatch):
    """A function after which no calculation is done in time."""
    def now() -> None:
        server.shipped_features.clear()
        monkeypatch.setattr(CalculationJob, "wait", lambda job, seconds: False)
    return now


def look_closer(app: AppTest, at: str) -> AppTest:
    return labelled(app.get("button_group"), "Look closer").set_value(at).run()


def fine_tuned(app: AppTest) -> AppTest:
    button(app, "Fine-tune on my handwriting").click().run()
    until(lambda: not visitor(app).fine_tuning.run.active)
    return app.run()


def network(app: AppTest) -> str:
    return app.session_state[state.NETWORK]


def test_fine_tuning_is_taken_back(app):
    """The fine-tuned network is chosen when it is done; Undo chooses the one before, and its run is gone."""
    before = network(app)
    fine_tuned(app)
    assert network(app) == "run 1"
    button(app, "Undo the fine-tuning").click().run()
    assert not app.exception
    assert network(app) == before
    assert not visitor(app).runs


def test_who_chose_another_network_meanwhile_keeps_it(app):
    """The fine-tuned network is current from its beginning; its end does not take back what was chosen since."""
    button(app, "Fine-tune on my handwriting").click().run()
    labelled(app.selectbox, "Network").set_value("shipped quick").run()
    until(lambda: not visitor(app).fine_tuning.run.active)
    app.run()
    assert network(app) == "shipped quick"


def test_fine_tuning_whose_run_was_removed_elsewhere_is_over(app):
    """Who removed the run under Runs has nothing to undo here, and no network is wanted that is not there."""
    before = network(app)
    fine_tuned(app)
    tick(go_to(app, "runs"), "Run 1")
    removal(app).click().run()
    go_to(app, "draw")
    assert not app.exception
    assert "Undo the fine-tuning" not in [each.label for each in app.button]
    assert visitor(app).fine_tuning is None
    assert network(app) == before


def test_undo_after_the_run_was_removed_elsewhere_breaks_nothing(app):
    """The button is still on the page when the run goes: the click chooses the network before."""
    before = network(app)
    fine_tuned(app)
    labelled(app.selectbox, "Network").set_value("shipped quick").run()
    assert before != "shipped quick"
    visitor(app).runs.clear()
    button(app, "Undo the fine-tuning").click().run()
    assert not app.exception
    assert network(app) == before


def test_fine_tuning_that_cannot_begin_is_refused_in_words(app, monkeypatch):
    """With the server's memory full, a sentence says so; the digits stay, and nothing is under way."""
    monkeypatch.setattr(Memory, "has_room", property(lambda memory: False))
    button(app, "Fine-tune on my handwriting").click().run()
    assert not app.exception
    assert "no memory left for one more run" in texts(app.error)
    assert visitor(app).fine_tuning is None
    assert len(visitor(app).handwriting) == 12


def test_accuracies_without_time_are_said_in_words(app, no_time):
    """Neither the table of all networks nor an opened file's accuracy breaks the page; the digits are still on it."""
    experiment = nncore.Experiment(hidden=(16,))
    visitor(app).add_file(OpenedFile("mine", "mine.npz", nncore.build(experiment), experiment, None))
    no_time()
    visitor(app).network = "file mine"
    app.run()
    assert not app.exception
    assert NO_TIME in texts(app.warning)
    assert "no time to try the network on MNIST" in texts(app.warning)
    assert button(app, "Fine-tune on my handwriting")
    assert len([each for each in app.button if each.key and each.key.startswith("remove_")]) == 12


@pytest.mark.parametrize("name", ["shipped quick", "file mine"])
def test_alike_images_without_time_are_said_in_words(app, no_time, name):
    """A network that ships and one from a file: both say that there was no time, beside the answer to the drawing."""
    experiment = nncore.Experiment(hidden=(16,))
    visitor(app).add_file(OpenedFile("mine", "mine.npz", nncore.build(experiment), experiment, None))
    visitor(app).network = name
    no_time()
    look_closer(app, "Alike to it")
    assert not app.exception
    assert network(app) == name
    assert NO_TIME in texts(app.warning)
    assert app.metric[0].label == "The network reads"
