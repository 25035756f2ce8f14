"""For every setting the sweep page offers values that can be tried, the one that is set among them."""

import dataclasses

import pytest

import nncore
from nncore.experiment import format_setting, parse_setting
from pages.ui.sweep.plan import likely

BASES = [recipe.experiment for recipe in nncore.recipes().values()] + [
    nncore.Experiment(), nncore.Experiment(learning_rate=0.0123456, seed=7, hidden=(100, 50, 25), batch_size=1, patience=3)]


@pytest.mark.parametrize(("text", "value"), [("on", True), ("True", True), ("off", False), ("False", False)])
def test_a_switch_is_read_from_a_word(text, value):
    """False is not taken for a text that is there and so true; another word is refused with what would be right."""
    assert parse_setting("batch_norm", text) is value
    with pytest.raises(ValueError, match="batch_norm='perhaps' is not possible; batch_norm takes on or off"):
        parse_setting("batch_norm", "perhaps")


@pytest.mark.parametrize("name", nncore.settings())
def test_what_is_offered_can_be_tried(name):
    """Whatever the other settings are, several values are offered, each may be written and read, and makes an Experiment."""
    for base in BASES:
        values = likely(base, name)
        here = getattr(base, name)
        assert here in values
        assert len(values) == len(set(values)) >= 2
        for value in values:
            assert getattr(dataclasses.replace(base, **{name: value}), name) == value
            assert parse_setting(name, format_setting(name, value)) == value
        assert len({format_setting(name, value) for value in values}) == len(values)
