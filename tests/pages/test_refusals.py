"""A click that cannot be done is answered by a sentence, and all else on the page stands."""

import pytest
from streamlit.testing.v1 import AppTest

import nncore
from nncore.compute.job import PAUSED
from nncore.compute.memory import Memory
from nncore.files.links import to_link
from nncore.runs.coach import Advice
from nncore.runs.history import History
from pages.ui.shared import refusal, runs, server
from pages.ui.shared.run import Run
from pages.ui.shared.sweep_run import SweepRun
from pages.ui.shared.visitor import Visitor
from tests.pages.actions import button, cards, go_to, last_run, opened, texts, train_until_the_end, visitor
from tests.waiting import until

SMALL = nncore.Experiment(hidden=(16,), epochs=2, training_images=500)
FULL = "no memory left for one more run"


@pytest.fixture
def full(monkeypatch):
    """A function after which the server has no memory left."""
    return lambda: monkeypatch.setattr(Memory, "has_room", property(lambda memory: False))


@pytest.fixture
def trained() -> AppTest:
    """The Train page of somebody whose run has ended."""
    app = opened("train", settings=to_link(SMALL))
    train_until_the_end(app)
    return app


def refused(app: AppTest) -> str:
    """What the page says in the one box of an error, while it is not broken."""
    assert not app.exception
    [said] = app.error
    return said.value


def paused_runs(someone: Visitor, count: int) -> list[Run]:
    """So many paused runs in somebody's log, which no worker has ever had."""
    for _ in range(count):
        runs._take_in(someone, runs.Finished(0, History(SMALL, nncore.build(SMALL))), server.digits())
        someone.runs[-1].state = PAUSED
    return someone.runs[-count:]


def test_when_memory_is_full_no_click_begins_a_run(trained, full):
    """Start, One more epoch, a branch, Repeat: each says that the server is full, and none adds a run or an epoch."""
    full()
    for label in ("Start", "One more epoch", "Go on from epoch 1"):
        button(trained, label).click().run()
        assert FULL in refused(trained), label
        assert button(trained, "Start")
        trained.session_state[refusal.REFUSAL] = "", "", 0.0
        trained.run()
    go_to(trained, "runs")
    button(trained, "Repeat").click().run()
    assert FULL in refused(trained)
    assert cards(trained) == ["Run 1"]
    [run] = visitor(trained).runs
    assert (run.epoch, run.active) == (2, False)


def test_the_coachs_advice_that_cannot_be_tried_is_refused_in_words(trained, full):
    """The coach's click is refused in its box, on Train and on Runs; its advice stands."""
    full()
    last_run(trained).advice = [Advice("learning rate", "It learns slowly.", "It is small.", {"learning_rate": 0.05})]
    for page in ("train", "runs"):
        go_to(trained, page)
        button(trained, "Try it with learning rate 0.05").click().run()
        assert FULL in refused(trained)
        assert "It learns slowly." in texts(trained.markdown)
    assert len(visitor(trained).runs) == 1


def test_a_sweep_is_refused_in_words(full):
    """Without memory a sentence says so, and no sweep begins."""
    app = opened("runs", tab="Sweep", settings=to_link(SMALL))
    full()
    button(app, "Start the sweep").click().run()
    assert FULL in refused(app)
    assert visitor(app).sweep is None


def test_a_second_sweep_waits_for_the_first():
    """Who has a sweep that is paused can begin no other, and is told to stop it."""
    app = opened("runs", tab="Sweep", settings=to_link(SMALL))
    button(app, "Start the sweep").click().run()
    first = visitor(app).sweep
    first.pause()
    with pytest.raises(ValueError, match="your last sweep has not ended; press Stop"):
        runs.start_sweep(visitor(app), SweepRun(server.desk(), visitor(app), [SMALL], (), server.digits(), prune=False))
    assert visitor(app).sweep is first
    first.stop()


def test_a_visitor_has_so_many_runs_under_way_and_no_more(trained):
    """With seven paused runs two more seeds are too many, and the sentence says what to do; one more epoch makes eight."""
    done = last_run(trained)
    paused_runs(visitor(trained), runs.MOST_ACTIVE - 1)
    go_to(trained, "runs")
    with pytest.raises(ValueError, match="wait until one has ended, or remove one under Runs"):
        runs.check_room(visitor(trained), 2)
    runs.one_more_epoch(visitor(trained), done)
    with pytest.raises(ValueError, match=f"with 1 more you would have {runs.MOST_ACTIVE + 1}"):
        runs.start(visitor(trained), SMALL, server.digits())
    with pytest.raises(ValueError, match="may have 8 runs"):
        runs.branch(visitor(trained), done, 1, SMALL)
    assert len(visitor(trained).runs) == runs.MOST_ACTIVE
    until(lambda: not done.active)
    runs.check_room(visitor(trained))


def test_a_refusal_stays_while_the_page_draws_itself_again_and_then_goes(trained, full, monkeypatch):
    """It outlasts the polls of a page, goes after a while, and at once with a click that can be done."""
    full()
    go_to(trained, "runs")
    button(trained, "Repeat").click().run()
    trained.run()
    assert FULL in refused(trained)
    monkeypatch.setattr(refusal, "SHOWN_FOR", 0.0)
    trained.run()
    assert not trained.error
