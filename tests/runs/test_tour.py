"""The tour has ten stops, each with one thing to do, which it notices, and which is not done by itself."""

from dataclasses import fields, replace

import pytest

from nncore.runs.tour import STOPS, Deeds, after, first_left, stop_named


def test_each_stop_is_whole():
    """Ten names that are short in a link, all different; each says something, has one thing to do, and a page to do it on."""
    assert len(STOPS) == len({stop.name for stop in STOPS}) == 10
    for stop in STOPS:
        assert stop.name.isalpha()
        assert len(stop.name) <= 8
        assert stop.says.endswith(".")
        assert len(stop.says + stop.do) < 360
        assert stop.page in ("draw", "train", "weights", "steps")
        assert bool(stop.view) == (stop.page in ("weights", "steps"))


def test_each_stop_notices_its_deed_and_no_other():
    """Who has done nothing is done with no stop; each deed is asked for by exactly one."""
    assert not [stop for stop in STOPS if stop.done(Deeds())]
    noticed = {each.name: [stop.name for stop in STOPS if stop.done(replace(Deeds(), **{each.name: True}))]
               for each in fields(Deeds)}
    assert sorted(name for names in noticed.values() for name in names) == sorted(stop.name for stop in STOPS)
    assert all(len(names) == 1 for names in noticed.values())


def test_the_way_leads_from_the_first_stop_to_the_last():
    """Each follows the one before; who left goes on at the first that is not done, and begins anew after all."""
    way = [STOPS[0]]
    while following := after(way[-1]):
        way.append(following)
    assert tuple(way) == STOPS
    assert first_left(()) == STOPS[0]
    assert first_left({"pixel", "answer", "neuron"}).name == "weight"
    assert first_left(stop.name for stop in STOPS) == STOPS[0]


def test_a_stop_that_there_is_not_is_said():
    """With the names of those that there are."""
    assert stop_named("neuron").title == "What does a neuron do?"
    with pytest.raises(ValueError, match="no stop 'moon'; its stops are pixel, answer"):
        stop_named("moon")
