"""An experiment is everything that a run depends on, written down in one place.

The page's controls edit one, a link carries it, a saved network stores it. The same experiment on the same machine gives
the same weights, bit by bit. Bounds and help texts stand here once, beside the fields.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields

import numpy as np

from .activations import ACTIVATIONS
from .initializers import INITIALIZERS
from .optimizers import OPTIMIZERS
from .setting import Setting


def setting(default, **description):
    """A dataclass field that carries its own Setting: label, help and what values it takes."""
    return field(default=default, metadata={"setting": Setting(**description)})


@dataclass(frozen=True)
class Experiment:
    """One run, described. Making one checks every field; a ValueError names the field, its value and what would be right."""

    # The architecture
    hidden: tuple[int, ...] = setting(
        (128, 64), kind=int, low=1, high=1024, most=4, label="Hidden layers",
        help="How many neurons each hidden layer has, from the image to the answer. More can learn more, and cost more time.")
    activation: str = setting(
        "relu", kind=str, choices=ACTIVATIONS, label="Activation",
        help="The bend after each hidden layer. Without one (linear) many layers can do no more than one.")
    initializer: str = setting(
        "he", kind=str, choices=INITIALIZERS, label="Initial weights",
        help="How large the random first weights are: He suits relu, Xavier suits tanh and sigmoid, LeCun suits linear layers.")

    # The optimisation
    optimizer: str = setting(
        "nesterov", kind=str, choices=OPTIMIZERS, label="Optimizer",
        help="How a gradient becomes a step: SGD walks straight downhill, momentum and Nesterov keep some of the last step, "
             "Adam gives every weight a rate of its own.")
    learning_rate: float = setting(
        0.05, kind=float, low=1e-5, high=100.0, label="Learning rate",
        help="How far each step goes. Too small and nothing happens; too large and the loss explodes.")
    momentum: float = setting(
        0.9, kind=float, low=0.0, high=0.999, label="Momentum",
        help="How much of the last step is kept in the next one. Momentum and Nesterov use it; SGD and Adam do not.")
    batch_size: int | None = setting(
        64, kind=int, low=1, high=1024, none="all images at once", label="Batch size",
        help="How many images are looked at before each step. Small batches step often and noisily, large ones rarely "
             "and surely.")
    epochs: int = setting(
        8, kind=int, low=1, high=2000, label="Epochs",
        help="How many times the network sees every training image.")

    # The data
    training_images: int | None = setting(
        None, kind=int, low=1, high=10_000_000, none="all that validation leaves", label="Training images",
        help="How many images the network learns from. Fewer train faster and are learned by heart sooner.")
    validation_fraction: float = setting(
        0.1, kind=float, low=0.0, high=0.9, label="Held back for validation",
        help="The share of the training set that the network never learns from, so that we see how it does on new images.")
    seed: int = setting(
        0, kind=int, low=0, high=2**32 - 1, label="Seed",
        help="Where the random numbers start: first weights and order of images. The same seed gives the same run.")

    def __post_init__(self):
        for name, its_setting in settings().items():
            object.__setattr__(self, name, its_setting.checked(name, getattr(self, name)))

    @classmethod
    def from_dict(cls, values: dict) -> Experiment:
        """The Experiment of plain `values`, as `to_dict` gives and JSON brings. Raises ValueError at an unknown field."""
        unknown = sorted(set(values) - set(settings()))
        if unknown:
            raise ValueError(f"an experiment has no field {unknown[0]!r}; its fields are {', '.join(settings())}")
        return cls(**values)

    def to_dict(self) -> dict:
        """Plain values for JSON."""
        return asdict(self)

    def random(self, purpose: str) -> np.random.Generator:
        """The random numbers of this run for one purpose; each has a stream of its own, so that one does not shift another."""
        return np.random.default_rng([self.seed, *purpose.encode()])


def settings() -> dict[str, Setting]:
    """The Setting of each field of an Experiment, in order."""
    return {each.name: each.metadata["setting"] for each in fields(Experiment)}
