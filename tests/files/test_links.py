"""A link says settings as briefly as it can, in characters that an address keeps as they are, and gives them back the same."""

from dataclasses import replace

import pytest

import nncore
from nncore.files.links import from_link, quoted, to_link

PRINTED_DEFAULT = {
    "hidden": (128, 64), "activation": "relu", "initializer": "he", "batch_norm": False, "dropout": 0.0, "loss": "cross_entropy",
    "label_smoothing": 0.0, "optimizer": "nesterov", "learning_rate": 0.05, "momentum": 0.9, "schedule": "constant",
    "batch_size": 64, "epochs": 8, "l2": 0.0, "weight_decay": 0.0, "clip_norm": None, "average": 0.0, "patience": None,
    "training_images": None, "validation_fraction": 0.1, "shift": 0.0, "rotation": 0.0, "scale": 0.0, "shear": 0.0,
    "elastic": 0.0, "stroke_width_share": 0.0, "template_share": 0.0, "scribble_share": 0.0, "noise": 0.0, "seed": 0}
PRINTED_QUICK = PRINTED_DEFAULT | {
    "hidden": (384, 192), "batch_norm": True, "optimizer": "adamw", "learning_rate": 0.006, "schedule": "one_cycle",
    "batch_size": 256, "epochs": 4, "weight_decay": 0.05, "shift": 1.0, "rotation": 8.0, "scale": 0.08, "shear": 0.08,
    "elastic": 0.5, "template_share": 0.2, "scribble_share": 0.05}
QUICK = nncore.Experiment.from_dict(PRINTED_QUICK)


@pytest.mark.parametrize(("name", "printed"), [("default", PRINTED_DEFAULT), ("quick1", PRINTED_QUICK), ("quick", PRINTED_QUICK)])
def test_what_is_printed_keeps_its_meaning(name, printed):
    """A link's name stands for the values of the day when it was first printed, whatever becomes of the recipes."""
    assert from_link(name).to_dict().items() >= printed.items()
    assert from_link(f"{name},epochs:2").to_dict().items() >= (printed | {"epochs": 2}).items()


@pytest.mark.parametrize(("experiment", "text"), [
    (nncore.Experiment(), "default"),
    (QUICK, "quick1"),
    (replace(QUICK, epochs=2, training_images=5000), "quick1,epochs:2,training_images:5000"),
    (nncore.Experiment(hidden=(64, 32), batch_size=None), "default,hidden:64-32,batch_size:none"),
    (nncore.Experiment(hidden=()), "default,hidden:none")])
def test_a_link_says_only_what_differs(experiment, text):
    """From the nearest of the settings that have a name, in a text that stands in an address as it is, and comes back."""
    assert quoted(to_link(experiment)) == text
    assert from_link(text) == experiment


@pytest.mark.parametrize("recipe", nncore.recipes().values(), ids=lambda recipe: recipe.name)
def test_a_link_is_short_and_needs_no_code_for_a_character(recipe):
    """Whatever the recipe, its settings stand in at most 300 characters, none of them written with a %."""
    text = to_link(recipe.experiment)
    assert len(quoted(text)) <= 300
    assert "%" not in quoted(text)
    assert from_link(text) == recipe.experiment


@pytest.mark.parametrize("text", ["quick2", "best,epochs:2", "default,epochs", "default,colour:red", "default,epochs:many",
                                  "default,", "default,epochs:0"])
def test_what_a_link_cannot_mean_is_one_sentence(text):
    """A name that there is not, a field without a value or that there is not, a value that is none."""
    with pytest.raises(ValueError, match="^[^\n]+$"):
        from_link(text)
