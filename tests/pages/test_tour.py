"""The tour goes from page to page by its link, notices what is done, and can be left and taken up."""

import pytest
from streamlit.testing.v1 import AppTest

from nncore.runs.tour import BACKWARD, STOPS, UPDATE
from pages.ui.shared import state
from tests.pages.actions import button, go_to, opened, texts, visitor
from tests.pages.test_diagram import tell
from tests.pages.test_step_by_step import choose
from tests.waiting import until


def stop(app: AppTest) -> str:
    """The title of the stop under way; empty if the tour is not."""
    return next((each.label for each in app.expander if "Tour, stop" in each.label), "")


def labels(app: AppTest) -> list[str]:
    return [each.label for each in app.button]


def test_it_begins_on_draw_and_notices_a_drawing(digits):
    """The first stop waits until something is drawn, then leads to the second, which waits for a test digit."""
    app = opened("draw")
    button(app, "Take the tour").click().run()
    assert not app.exception
    assert "stop 1 of 10: What is a pixel?" in stop(app)
    assert app.query_params["tour"] == "pixel"
    assert "Take the tour" not in labels(app)
    assert not visitor(app).tour_done
    visitor(app).drawing = digits.test.images[0]
    app.run()
    assert visitor(app).tour_done == {"pixel"}
    button(app, "On to: What does it answer?").click().run()
    assert "stop 2 of 10" in stop(app)
    assert visitor(app).tour_done == {"pixel"}
    button(app, "Test digit").click().run()
    assert visitor(app).tour_done == {"pixel", "answer"}


@pytest.mark.parametrize("name", [each.name for each in STOPS])
@pytest.mark.parametrize("page", ["draw", "train", "runs", "weights", "steps", "class"])
def test_a_link_opens_any_stop_on_any_page(name, page):
    """It says what to do, is not done by itself, and without fault."""
    app = opened(page, tour=name)
    found = next(each for each in STOPS if each.name == name)
    assert not app.exception
    assert found.title in stop(app)
    assert found.do in texts(app.markdown)
    assert not visitor(app).tour_done


def test_a_lesson_and_the_tour_go_together():
    """Whoever opens both has both banners, and leaves either."""
    app = opened("draw", lesson="seven", tour="pixel")
    assert not app.exception
    assert len(app.expander) == 2
    button(app, "Leave the tour").click().run()
    assert not stop(app)
    assert "Leave the lesson" in labels(app)


def test_it_is_left_and_taken_up():
    """Left, the link has no tour; on Draw one goes on at the first stop that is not done; after the last it begins anew."""
    app = opened("draw", tour="pixel")
    visitor(app).tour_done |= {"pixel", "answer"}
    button(app.run(), "Leave the tour").click().run()
    assert not stop(app)
    assert "tour" not in app.query_params
    button(app, "Go on with the tour").click().run()
    assert "stop 3 of 10" in stop(app)
    button(app, "Leave the tour").click().run()
    visitor(app).tour_done |= {each.name for each in STOPS}
    button(app.run(), "Take the tour").click().run()
    assert "stop 1 of 10" in stop(app)
    assert not visitor(app).tour_done


def test_a_neuron_and_a_digit_of_the_diagram_are_told_apart():
    """A neuron of a hidden layer is what stop 4 asks for, one of the ten digits what stop 5 does."""
    app = opened("weights", tour="neuron")
    app.session_state[state.VIEW] = "Diagram"
    tell(app.run(), chosen=[4, 7])
    assert not visitor(app).tour_done
    tell(app, chosen=[2, 7])
    assert visitor(app).tour_done == {"neuron"}
    button(app, "On to: Why layers?").click().run()
    tell(app, chosen=[4, 7])
    assert visitor(app).tour_done == {"neuron", "layer"}


def test_it_leads_to_its_page_and_view():
    """From a page where the stop is not, a button goes there, and on Weights the view of the stop is on show."""
    app = opened("draw", tour="neuron")
    assert "Go to Weights" in labels(app)
    button(app, "Go to Weights").click().run()
    assert app.session_state[state.VIEW] == "Diagram"
    assert "Go to Train" not in labels(go_to(app, "weights"))


@pytest.mark.parametrize("name", ["moon", "<b>", "x" * 5000])
def test_a_stop_that_there_is_not_is_one_sentence(name):
    """And the page works as without."""
    app = opened("draw", tour=name)
    assert not app.exception
    assert "the tour has no stop" in app.error[0].value


def test_the_last_stops_are_noticed_on_step_by_step():
    """A gradient that is clicked is what stop 9 asks for, a number of the way forward is not; a step is what stop 10 asks for."""
    app = opened("steps", tour="gradient")
    until(lambda: app.get("bidi_component") or not app.run())
    assert "Go to Steps" in labels(choose(app, "0:3"))
    assert not visitor(app).tour_done
    button(app, "Go to Steps").click().run()
    assert app.session_state[state.STEPS_STAGE] == BACKWARD
    assert not visitor(app).tour_done
    choose(app, "0:5")
    assert visitor(app.run()).tour_done == {"gradient"}
    button(app, "On to: Why did it learn?").click().run()
    assert app.session_state[state.STEPS_STAGE] == UPDATE
    assert visitor(app).tour_done == {"gradient"}
    button(app, "One step").click().run()
    assert visitor(app.run()).tour_done == {"gradient", "why"}
    assert "End the tour" in labels(app)
