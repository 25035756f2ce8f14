"""A setting has one text, and every way through it, page, link, command line and comparison, brings the very value back."""

import argparse
import dataclasses
import math
import re

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as some

import nncore
from nncore.cli.setting_options import add_settings, chosen_experiment
from nncore.experiment import format_setting, parse_setting
from nncore.files.links import from_link, to_link
from nncore.runs.comparison import changes_in_words
from nncore.setting import Setting, rounded
from pages.ui.sweep.plan import likely

PARSER = argparse.ArgumentParser()
add_settings(PARSER)


def values(setting: Setting):
    """All that a setting may be: every choice, every number between its bounds, rows of them, and none where that is possible."""
    if setting.kind is bool:
        one = some.booleans()
    elif setting.kind is str:
        one = some.sampled_from(list(setting.choices))
    elif setting.kind is int:
        one = some.integers(int(setting.minimum), int(setting.maximum))
    else:
        one = some.floats(setting.minimum, setting.maximum)
    if setting.max_length is not None:
        one = some.lists(one, max_size=setting.max_length).map(tuple)
    return one if setting.none_label is None else some.none() | one


def same(one, other) -> bool:
    """Whether two values are equal and of one type; True is not 1."""
    return one == other and type(one) is type(other)


@pytest.mark.parametrize("name", nncore.settings())
@how(deadline=None, max_examples=60)
@given(data=some.data())
def test_a_value_comes_back_from_its_text(name, data):
    """Whatever the value of whichever setting, its text is read as the very same, to the last bit and of the same type."""
    value = data.draw(values(nncore.settings()[name]))
    assert same(parse_setting(name, format_setting(name, value)), value)


@pytest.mark.parametrize("name", nncore.settings())
@how(deadline=None, max_examples=10)
@given(data=some.data())
def test_a_value_goes_every_way_that_settings_go(name, data):
    """Through a link and through the command line the same settings come back; a comparison and the sweep page write its text."""
    value = data.draw(values(nncore.settings()[name]))
    before, after = nncore.Experiment(), dataclasses.replace(nncore.Experiment(), **{name: value})
    assert from_link(to_link(after)) == after
    options = PARSER.parse_args(["--recipe", "quick", f"--{name.replace('_', '-')}", format_setting(name, value)])
    assert chosen_experiment(options) == dataclasses.replace(nncore.recipes()["quick"].experiment, **{name: value})
    if after != before:
        label = nncore.settings()[name].label.lower()
        assert changes_in_words(before, after) == (f"only the {label} changed, {format_setting(name, getattr(before, name))} to "
                                                   f"{format_setting(name, value)}")
    offered = likely(after, name)
    assert value in offered
    assert [parse_setting(name, format_setting(name, each)) for each in offered] == offered


def test_the_ends_of_each_range_have_texts():
    """The smallest and largest number of every setting are read back from their texts."""
    for name, setting in nncore.settings().items():
        if setting.max_length is None and math.isfinite(setting.minimum):
            for value in map(setting.kind, (setting.minimum, setting.maximum)):
                assert same(parse_setting(name, format_setting(name, value)), value)


@pytest.mark.parametrize(("name", "value", "text"), [
    ("learning_rate", 1e-5, "0.00001"), ("learning_rate", 3.0, "3"), ("hidden", (), "none"), ("hidden", (128, 64), "128-64"),
    ("batch_norm", True, "on"), ("clip_norm", None, "no limit"), ("patience", None, "never"), ("batch_size", None, "all at once"),
    ("training_images", None, "all"), ("activation", "leaky_relu", "leaky_relu")])
def test_the_text_is_what_a_person_would_write(name, value, text):
    """Some texts, letter by letter."""
    assert format_setting(name, value) == text
    assert same(parse_setting(name, text), value)


@pytest.mark.parametrize(("name", "rule"), [
    ("batch_norm", "on or off"), ("loss", "one of cross_entropy, mean_squared_error"), ("noise", "a number from 0 to 0.5"),
    ("learning_rate", "a number from 0.00001 to 100"), ("seed", "a whole number from 0 to 4,294,967,295"),
    ("clip_norm", "a number from 0.000001 to 1,000,000, or none for no limit"),
    ("batch_size", "a whole number from 1 to 1,024, or none for all at once"),
    ("hidden", "up to 4 numbers, each a whole number from 1 to 1,024")])
def test_the_rule_is_what_a_person_would_write(name, rule):
    """What would be right, letter by letter."""
    assert nncore.settings()[name].rule == rule


def test_both_ends_of_a_rule_have_commas():
    """A thousand and more is written as people write it."""
    setting = Setting(kind=int, label="Steps", help="How many.", minimum=1000, maximum=20_000)
    assert setting.rule == "a whole number from 1,000 to 20,000"


@pytest.mark.parametrize(("length", "said"), [(58, "'" + 58 * "x" + "'"), (59, "'" + 59 * "x" + "…")])
def test_a_wrong_value_is_said_up_to_60_characters(length, said):
    """With its quotation marks a text of 58 is said in full; one of 59 is cut after 60 characters."""
    for refuse in (parse_setting, lambda name, text: dataclasses.replace(nncore.Experiment(), **{name: text})):
        with pytest.raises(ValueError, match=f"^Loss cannot be {said}; it takes one of cross_entropy, mean_squared_error$"):
            refuse("loss", length * "x")


@pytest.mark.parametrize(("text", "value"), [("on", True), ("true", True), ("TRUE", True), ("off", False), ("False", False)])
def test_a_switch_has_more_than_one_word(text, value):
    """On and off, and what programs call them."""
    assert parse_setting("batch_norm", text) is value


@pytest.mark.parametrize("name", [name for name, setting in nncore.settings().items() if setting.none_label])
def test_none_may_be_written_as_none(name):
    """Where a setting may be none, the word does for its own name of that."""
    assert parse_setting(name, "none") is None


def test_no_setting_writes_a_power_of_ten():
    """The ends of every range, and what a sweep offers beside them, are written in digits: 0.00006 and 1,000,000."""
    for name, setting in nncore.settings().items():
        assert not re.search(r"\de[+-]?\d", setting.rule), setting.rule
        if setting.kind is float:
            for value in (setting.minimum, setting.maximum, 6e-5 * (1 + setting.minimum)):
                assert "e" not in format_setting(name, value)


@given(some.floats(min_value=1e-12, max_value=1e12), some.integers(1, 6))
def test_a_rounded_number_has_no_power_of_ten_and_is_as_near_as_its_digits_allow(number, digits):
    """It reads as a plain decimal, however small; what it says differs by half a unit of its last digit at most."""
    said = rounded(number, digits)
    assert set(said) <= set("0123456789.")
    assert abs(float(said) - number) <= 0.5000001 * 10 ** (math.floor(math.log10(number)) - digits + 1)
    assert rounded(-number, digits) == f"-{said}"
