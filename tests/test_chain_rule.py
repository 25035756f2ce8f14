"""The chain rule's numbers are those of the calculation itself, changed a little."""

import dataclasses

import pytest

from nncore.chain_rule import forward_and_back, one_step

START = {"x": 0.8, "w": 0.5, "b": -0.1}


@pytest.mark.parametrize("name", START)
def test_each_gradient_is_the_change_of_the_loss(name):
    """dx, dw and db are what the loss gains when x, w or b grows by a millionth, per millionth."""
    more, less = (forward_and_back(**(START | {name: START[name] + change})).loss for change in (1e-6, -1e-6))
    assert getattr(forward_and_back(**START), f"d{name}") == pytest.approx((more - less) / 2e-6, rel=1e-6)


def test_the_numbers_in_the_text_are_those_of_the_code():
    """Every number that the comments give is what comes out, to four places."""
    found = {name: round(value, 4) for name, value in dataclasses.asdict(forward_and_back()).items()}
    assert found == {"y": 0.3, "p": 0.2913, "loss": 0.2511, "dp": -0.7087, "dy": -0.6485, "dw": -0.5188, "db": -0.6485,
                     "dx": -0.3243}
    w = one_step(0.5, forward_and_back().dw, 0.1)
    assert round(w, 4) == 0.5519
    assert round(forward_and_back(w=w).loss, 4) == 0.2252
