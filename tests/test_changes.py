"""A run knows what was changed on its way, what comes next, and what was asked for last."""

import nncore
from nncore.changes import Changes
from nncore.events import Change

FIRST, SECOND, THIRD, FOURTH = (nncore.Experiment(learning_rate=rate) for rate in (0.1, 0.2, 0.3, 0.4))
NOTED = (Change(3, 0.3, SECOND), Change(7, 0.7, THIRD))


def test_the_latest_is_what_was_asked_for_or_noted_last():
    """Without any change it is what holds, with some the last of them, and what is asked for goes before both."""
    changes = Changes([*NOTED, Change(9, 0.9, FOURTH)])
    assert Changes().latest(FIRST) == FIRST
    assert changes.latest(FIRST) == FOURTH
    changes.ask(SECOND)
    assert changes.latest(FIRST) == SECOND


def test_each_change_is_due_at_its_step_alone():
    """Noted at the steps 3 and 7, they are due there, and one that changes nothing is not; earlier than 7 is the first alone."""
    changes = Changes(NOTED)
    assert [changes.due(step, step / 10, FIRST) for step in (2, 3, 6, 7)] == [[], [NOTED[0]], [], [NOTED[1]]]
    assert changes.due(3, 0.3, SECOND) == []
    assert changes.before(7) == [NOTED[0]]


def test_who_changes_an_old_run_takes_another_way_from_there_on():
    """Asked for at step 5, a change is due at once and only once; that of step 3 stays noted, that of step 7 is forgotten."""
    changes = Changes(NOTED)
    changes.ask(FOURTH)
    asked = Change(5, 0.5, FOURTH)
    assert changes.due(5, 0.5, SECOND) == [asked]
    assert changes.noted == [NOTED[0], asked]
    assert changes.due(6, 0.6, FOURTH) == []


def test_what_holds_already_is_no_change():
    """To ask for the settings that hold forgets nothing that is noted."""
    changes = Changes(NOTED)
    changes.ask(SECOND)
    assert changes.due(5, 0.5, SECOND) == []
    assert changes.noted == list(NOTED)
