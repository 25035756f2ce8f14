"""A recipe is an Experiment with a name, and a claim that everybody can check."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .experiment import Experiment

SHIPPED = Path(__file__).parents[1] / "weights"


@dataclass(frozen=True)
class Recipe:
    """`claim` is the test accuracy, 0 to 1, that the recipe must reach; `source` says where it comes from."""

    name: str
    title: str
    experiment: Experiment
    claim: float
    source: str

    @property
    def file(self) -> Path:
        """Where the network that ships for this recipe lies."""
        return SHIPPED / f"{self.name}.npz"


def recipes() -> dict[str, Recipe]:
    """All recipes by name."""
    return {recipe.name: recipe for recipe in (
        Recipe("quick", "The first click", Experiment(), 0.97, "Inkling's defaults"),
        Recipe("steady", "A larger network, trained longer",
               Experiment(hidden=(512, 256), optimizer="adam", learning_rate=0.0005, batch_size=128, epochs=12), 0.98, "Inkling"),
    )}
