"""For every setting the sweep page offers values that can be tried, the one that is set and none among them."""

import pytest
from streamlit.testing.v1 import AppTest

import nncore
from nncore.experiment import format_setting, parse_setting
from nncore.runs.sweep import MOST_RUNS
from pages.ui.sweep.plan import MOST_TRIED, Plan, from_link, likely, shortened
from tests.pages.actions import opened

BASES = [recipe.experiment for recipe in nncore.recipes().values()] + [
    nncore.Experiment(), nncore.Experiment(learning_rate=0.0123456, seed=7, hidden=(100, 50, 25), batch_size=1, patience=3)]
MAY_BE_NONE = [name for name, setting in nncore.settings().items() if setting.none_label]


@pytest.mark.parametrize(("text", "value"), [("on", True), ("True", True), ("off", False), ("False", False)])
def test_a_switch_is_read_from_a_word(text, value):
    """False is not taken for a text that is there and so true; another word is refused with what would be right."""
    assert parse_setting("batch_norm", text) is value
    with pytest.raises(ValueError, match="Batch normalisation cannot be 'perhaps'; it takes on or off"):
        parse_setting("batch_norm", "perhaps")


@pytest.mark.parametrize("name", nncore.settings())
def test_what_is_offered_tells_values_apart(name):
    """Whatever the settings are, at least two values are offered, the one that is set and none among them, each with its text."""
    for base in BASES:
        values = likely(base, name)
        assert getattr(base, name) in values
        assert (None in values) == (name in MAY_BE_NONE)
        assert len({format_setting(name, value) for value in values}) == len(values) >= 2


@pytest.fixture(scope="module")
def page() -> AppTest:
    """The sweep page; every test chooses a setting of its own on it."""
    return opened("runs", tab="Sweep")


def control(page: AppTest, label: str):
    return next(each for each in page.multiselect if each.label == label)


@pytest.mark.parametrize("name", nncore.settings())
def test_all_that_is_offered_is_accepted(page, name):
    """Every value that the page offers for a setting, none by its name among them, joins one plan, which has no fault."""
    setting = nncore.settings()[name]
    control(page, "Settings to try").set_value([name]).run()
    offered = control(page, setting.label).options
    assert (setting.none_label in offered) == (name in MAY_BE_NONE)
    control(page, setting.label).set_value(offered).run()
    assert not page.exception
    assert not page.error
    assert any(f"{len(offered)} runs" in each.value for each in page.markdown)


def test_runs_with_none_begin(page):
    """A sweep over the two settings whose none means that something is left out begins runs without it, and runs with it."""
    control(page, "Settings to try").set_value(["patience", "clip_norm"]).run()
    control(page, "Patience").set_value(["never", "8"]).run()
    control(page, "Gradient clipping").set_value(["no limit", "0.5"]).run()
    next(each for each in page.button if each.label == "Start the sweep").click().run()
    sweep = page.session_state["visitor"].sweep
    sweep.stop()
    assert not page.exception
    assert [(each.patience, each.clip_norm) for each in sweep.experiments] == [(None, None), (None, 0.5), (8, None), (8, 0.5)]


def test_a_sweep_is_shortened_only_where_there_is_more():
    """With 200 digits of one's own nothing is asked that they do not have; of 60,000 a sweep takes 10,000, or fewer if so set."""
    base = nncore.Experiment()
    assert shortened(base, 10_000, 200) == base
    assert shortened(base, 10_000, 60_000).training_images == 10_000
    assert shortened(nncore.Experiment(training_images=500), 10_000, 60_000).training_images == 500


@pytest.mark.parametrize("plan", [
    Plan({"learning_rate": ("0.01", "0.05")}), Plan({}),
    Plan({"hidden": ("none", "128-64"), "clip_norm": ("no limit",)}, prune=True),
    Plan({"batch_norm": ("on", "off"), "seed": ()}, True, MOST_RUNS, 7, few=False)])
def test_a_plan_comes_back_from_its_link(plan):
    """What a link says is what was put into it."""
    assert from_link(plan.to_link()) == plan


@pytest.mark.parametrize("text", [
    "", "hello", "[]", "{}", "null", '{"try":[]}', '{"try":{"seed":"0"}}', '{"try":{"seed":[0]}}', '{"try":{"nothing":["1"]}}',
    '{"try":{"learning_rate":["-1"]}}', '{"try":{"learning_rate":["nan"]}}', '{"try":{"seed":["0"]},"random":[0,0]}',
    '{"try":{"seed":["0"]},"random":[201,0]}', '{"try":{"seed":["0"]},"random":[1e9,0]}', '{"try":{"seed":["0"]},"random":"x"}',
    '{"try":{"seed":["0"]},"random":[true,0]}', '{"try":' + "[" * 3000, '{"try":{"seed":[' + '"0",' * 900 + '"0"]}}',
    '{"try":{' + ",".join(f'"{name}":[]' for name in list(nncore.settings())[:MOST_TRIED + 1]) + "}}"])
def test_a_hostile_plan_is_answered_by_a_sentence(text):
    """Whatever a link says, it is a plan within bounds or a ValueError, never another fault."""
    with pytest.raises(ValueError, match=r"\w+ .* \w+"):
        from_link(text)


def test_values_that_a_link_has_twice_are_tried_once():
    """Each value is written as we write it, so that 0.10 and 0.1 are the same."""
    assert from_link('{"try":{"learning_rate":["0.10","0.1"]}}').values == {"learning_rate": ("0.1",)}
