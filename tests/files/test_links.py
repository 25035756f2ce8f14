"""A link says settings as briefly as it can, in characters that an address keeps as they are, and gives them back the same."""

from dataclasses import replace

import pytest

import nncore
from nncore.files.links import from_link, quoted, to_link

KNOWN = {"quick": nncore.recipes()["quick"].experiment}


@pytest.mark.parametrize(("experiment", "text"), [
    (nncore.Experiment(), "default"),
    (KNOWN["quick"], "quick"),
    (replace(KNOWN["quick"], epochs=2, training_images=5000), "quick,epochs:2,training_images:5000"),
    (nncore.Experiment(hidden=(64, 32), batch_size=None), "default,hidden:64-32,batch_size:none"),
    (nncore.Experiment(hidden=()), "default,hidden:none")])
def test_a_link_says_only_what_differs(experiment, text):
    """From the nearest of the settings that both sides know, in a text that stands in an address as it is, and comes back."""
    assert quoted(to_link(experiment, KNOWN)) == text
    assert from_link(text, KNOWN) == experiment


@pytest.mark.parametrize("recipe", nncore.recipes().values(), ids=lambda recipe: recipe.name)
def test_a_link_is_short_and_needs_no_code_for_a_character(recipe):
    """Whatever the recipe, its settings stand in at most 300 characters, none of them written with a %."""
    text = to_link(recipe.experiment, KNOWN)
    assert len(quoted(text)) <= 300
    assert "%" not in quoted(text)
    assert from_link(text, KNOWN) == recipe.experiment


@pytest.mark.parametrize("text", ["quick", "best,epochs:2", "default,epochs", "default,colour:red", "default,epochs:many",
                                  "default,", "default,epochs:0"])
def test_what_a_link_cannot_mean_is_one_sentence(text):
    """A name that is not known here, a field without a value or that there is not, a value that is none."""
    with pytest.raises(ValueError, match="^[^\n]+$"):
        from_link(text)
