"""A recipe is an Experiment with a name, and a claim that everybody can check.

Six of them are other people's networks, built from scratch like this one, with what their authors say of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from ..digits import Digits
from ..experiment import Experiment
from .sweep import estimated_seconds

SHIPPED = Path(__file__).parents[2] / "weights"
MODERN = Experiment(batch_norm=True, optimizer="adamw", weight_decay=0.05, schedule="one_cycle", batch_size=256)
WHOLE_BATCH = Experiment(optimizer="sgd", batch_size=None)
BATCH_NORM_30 = Experiment(hidden=(30,), activation="tanh", initializer="xavier", batch_norm=True, optimizer="sgd",
                           learning_rate=0.001, epochs=10)


@dataclass(frozen=True)
class Recipe:
    """`claim` is the accuracy, 0 to 1, that its author reports, on `claimed_on` digits; `source` says how it was described.

    `shows` says what can be learned from it.
    """

    name: str
    title: str
    experiment: Experiment
    claim: float
    source: str
    shows: str
    claimed_on: str = "test"

    @property
    def file(self) -> Path:
        """Where the network that ships for this recipe lies."""
        return SHIPPED / f"{self.name}.npz"


def recipes() -> dict[str, Recipe]:
    """All recipes by name, the best first."""
    return {recipe.name: recipe for recipe in (
        Recipe("best", "The best reader", replace(
            MODERN, hidden=(1024, 1024, 1024), dropout=0.1, label_smoothing=0.05, learning_rate=0.002, epochs=180,
            validation_fraction=0.05, shift=1.0, rotation=12.0, scale=0.12, shear=0.1, elastic=1.2,
            stroke_width_share=0.25, template_share=0.3, scribble_share=0.1),
            0.995, "Inkling: distorted digits, other stroke widths, many forms from stroke templates, and scribbles.",
            "What a plain network can reach with hours of time: it hardly ever errs."),
        Recipe("quick", "The first click", replace(
            MODERN, hidden=(384, 192), learning_rate=0.006, epochs=4, shift=1.0, rotation=8.0, scale=0.08, shear=0.08,
            elastic=0.5, template_share=0.2, scribble_share=0.05),
            0.985, "Inkling: a middling network on slightly distorted digits and on forms from stroke templates, in seconds.",
            "A good reader in seconds: distorted digits are new each time and cannot be learned by heart."),
        Recipe("batchnorm-30", "Thirty neurons, batch norm, tanh", BATCH_NORM_30,
               0.83, "784-30-10, batch normalisation before tanh, learning rate 0.001, weights random and unequal.",
               "How far thirty neurons come, with batch normalisation, at a small learning rate."),
        Recipe("batchnorm-30-relu", "Thirty neurons, batch norm, ReLU",
               replace(BATCH_NORM_30, activation="relu", initializer="he"), 0.83, "The ReLU variant of batchnorm-30.",
               "The same with ReLU: which of the two bends learns faster?"),
        Recipe("single-hidden", "One hidden layer, full-batch descent",
               replace(WHOLE_BATCH, hidden=(128,), learning_rate=0.1, epochs=200),
               0.86, "784-128-10, relu, softmax, cross-entropy, full-batch gradient descent.",
               "One step after all images: 200 steps are few, and it learns slowly."),
        Recipe("modular-128-64", "Layers from a list",
               Experiment(hidden=(128, 64), optimizer="sgd", learning_rate=0.01, epochs=5),
               0.92, "784-128-64-10 from layer_dims, He initialisation.",
               "Plain gradient descent with small batches: good after five epochs.", "validation"),
        Recipe("tiny-10", "Ten neurons", replace(WHOLE_BATCH, hidden=(10,), learning_rate=0.3, epochs=500),
               0.91, "784-10-10, relu, gradient descent, data from train.csv, training and validation split.",
               "Ten neurons are enough for nine digits of ten.", "validation"),
        Recipe("linear-hidden", "A hidden layer without a bend",
               replace(WHOLE_BATCH, hidden=(10,), activation="linear", initializer="lecun", learning_rate=0.1, epochs=1000),
               0.84, "784-10-10 with a linear hidden layer, 1,000 epochs of full-batch descent, saved as .npz.",
               "Without a bend a hidden layer adds nothing: it stays below ten bent neurons."),
        Recipe("layers-64-32", "Two small layers", Experiment(
            hidden=(64, 32), optimizer="momentum", learning_rate=0.01, batch_size=100, epochs=20),
            0.9667, "784-64-32-10, He, batches of 100, learning rate 0.01, 20 epochs; the momentum is ours.",
            "Two small layers and momentum: much for little."),
    )}


def recipe_seconds(data: Digits) -> dict[str, float]:
    """Name -> about how many seconds of one core each recipe would take on `data` here, from a few steps that are timed."""
    return {recipe.name: estimated_seconds((recipe.experiment,), data, prune=False) for recipe in recipes().values()}
