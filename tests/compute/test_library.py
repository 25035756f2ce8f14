"""What one worker has drawn the others are given: once a machine, within a budget, whoever is lost."""

from dataclasses import dataclass

import numpy as np
import pytest

import nncore
from nncore.augment import drawn_pictures
from nncore.augment.drawn_pictures import SCRIBBLES, TEMPLATES, Key, draw
from nncore.augment.scribbles import scribbles
from nncore.augment.stroke_templates import template_digits
from nncore.compute.library import Library
from nncore.compute.messages import Take


@dataclass(frozen=True)
class Value:
    """Something of so many bytes."""

    size: int


def test_who_asks_at_the_same_time_waits_for_the_first():
    """Of three who ask, one makes it and the others get what it made; who asks later gets it at once."""
    library, made = Library(10), Value(4)
    assert library.asked("first", "key") == [("first", Take("key", None))]
    assert library.asked("second", "key") == library.asked("third", "key") == []
    assert library.made("key", made) == [("second", Take("key", made)), ("third", Take("key", made))]
    assert library.asked("fourth", "key") == [("fourth", Take("key", made))]
    assert library.asked("fourth", "another") == [("fourth", Take("another", None))]


def test_what_a_lost_worker_was_making_the_next_one_makes():
    """The one that waited longest; with nobody waiting, whoever asks next. One that is lost while it waits gets nothing."""
    library, made = Library(10), Value(4)
    for worker in ("maker", "second", "third", "fourth"):
        library.asked(worker, "key")
    assert library.lost("third") == []
    assert library.lost("maker") == [("second", Take("key", None))]
    assert library.made("key", made) == [("fourth", Take("key", made))]
    library.asked("alone", "other")
    assert library.lost("alone") == []
    assert library.asked("next", "other") == [("next", Take("other", None))]


def test_what_was_not_asked_for_longest_goes_first():
    """Within 10 bytes: of 4, 4 and 4 the first goes, but not if it was asked for again; the newest stays, however large."""
    library = Library(10)
    for key in "ab":
        library.asked("worker", key)
        library.made(key, Value(4))
    library.asked("worker", "a")
    library.made("c", Value(4))
    assert library.size == 8
    assert library.asked("worker", "b") == [("worker", Take("b", None))]
    assert library.asked("worker", "a") == [("worker", Take("a", Value(4)))]
    library.made("d", Value(50))
    assert library.size == 50
    library.made("e", Value(1))
    assert library.size == 1


@pytest.mark.parametrize("kind", [TEMPLATES, SCRIBBLES])
def test_pictures_are_those_that_a_run_would_draw(kind):
    """Drawn for a seed they are what the run's own random numbers give, which go on after them from where they are."""
    rng = nncore.Experiment(seed=3).random(kind)
    images = template_digits(20, rng=rng).images if kind == TEMPLATES else scribbles(20, rng=rng)
    drawn = draw(Key(kind, 3, 20))
    np.testing.assert_array_equal(drawn.images, images)
    assert drawn.random == rng.bit_generator.state
    assert drawn.size == 20 * 785
    assert (drawn.labels == 10).all() == (kind == SCRIBBLES)
    assert (draw(Key(kind, 4, 20)).images != images).any()


def test_a_process_asks_once_for_what_it_needs_again(monkeypatch):
    """The pictures of its last two keys are kept; `source` says where they come from."""
    asked = []
    monkeypatch.setattr(drawn_pictures, "source", lambda key: asked.append(key) or draw(key))
    keys = [Key(SCRIBBLES, 1000 + seed, 2) for seed in range(3)]
    for number in (0, 1, 0, 1, 2, 0):
        assert len(drawn_pictures.pictures(keys[number]).images) == 2
    assert asked == [keys[0], keys[1], keys[2], keys[0]]
    drawn_pictures.pictures.cache_clear()
