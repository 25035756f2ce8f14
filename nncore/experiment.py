"""An experiment is everything that a run depends on, written down in one place.

The page's controls edit one, a link carries it, a saved network stores it. The same experiment on the same machine gives
the same weights, bit by bit. Bounds and help texts stand here once, beside the fields.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields

import numpy as np

from .activations import ACTIVATIONS
from .initializers import INITIALIZERS
from .losses import LOSSES
from .optimizers import OPTIMIZERS
from .schedules import SCHEDULES
from .setting import LONGEST_SAID, Setting

FORMER_NAMES = {"pen": "stroke_width_share", "drawn": "template_share", "scribbles": "scribble_share"}  # in older files and links


def setting(default, **description):
    """A dataclass field that carries its own Setting: label, help and what values it takes."""
    return field(default=default, metadata={"setting": Setting(**description)})


@dataclass(frozen=True)
class Experiment:
    """One run, described. Making one checks every field; a ValueError names the setting, its value and what would be right."""

    # The architecture
    hidden: tuple[int, ...] = setting(
        (128, 64), kind=int, minimum=1, maximum=1024, max_length=4, label="Hidden layers",
        help="How many neurons each hidden layer has, from the image to the answer. More can learn more, and cost more time.")
    activation: str = setting(
        "relu", kind=str, choices=ACTIVATIONS, label="Activation",
        help="The bend after each hidden layer. Without one (linear) many layers can do no more than one.")
    initializer: str = setting(
        "he", kind=str, choices=INITIALIZERS, label="Initial weights",
        help="How large the random first weights are: He suits relu, Xavier suits tanh and sigmoid, LeCun suits linear layers.")
    batch_norm: bool = setting(
        False, kind=bool, label="Batch normalisation",
        help="Gives every neuron inputs of mean 0 and variance 1 over the batch: training is faster and forgives more.")
    dropout: float = setting(
        0.0, kind=float, minimum=0.0, maximum=0.9, step=0.1, label="Dropout", live=True,
        help="The share of hidden neurons that is silenced at random in each step, so that none relies on another.")

    # The optimisation
    loss: str = setting(
        "cross_entropy", kind=str, choices=LOSSES, label="Loss",
        help="What is made small: cross-entropy punishes sure and wrong answers hard, mean squared error mildly.")
    label_smoothing: float = setting(
        0.0, kind=float, minimum=0.0, maximum=0.5, step=0.05, label="Label smoothing", live=True,
        help="The share of certainty that the labels give up, so that the network need not be surer than it can be.")
    optimizer: str = setting(
        "nesterov", kind=str, choices=OPTIMIZERS, label="Optimizer",
        help="How a gradient becomes a step: SGD walks straight downhill, momentum and Nesterov keep some of the last step, "
             "RMSprop, Adam and AdamW give every weight a rate of its own.")
    learning_rate: float = setting(
        0.05, kind=float, minimum=1e-5, maximum=100.0, step=0.01, label="Learning rate", live=True,
        help="How far each step goes. Too small and nothing happens; too large and the loss explodes.")
    momentum: float = setting(
        0.9, kind=float, minimum=0.0, maximum=0.999, step=0.05, label="Momentum", live=True,
        help="How much of the last step is kept in the next one. Only momentum and Nesterov use it.")
    schedule: str = setting(
        "constant", kind=str, choices=SCHEDULES, label="Schedule", live=True,
        help="How the learning rate changes during the run: long strides first, short ones near the goal.")
    batch_size: int | None = setting(
        64, kind=int, minimum=1, maximum=1024, none_label="all at once", label="Batch size", live=True,
        help="How many images are looked at before each step. Small batches step often and noisily, large ones rarely "
             "and surely.")
    epochs: int = setting(
        8, kind=int, minimum=1, maximum=2000, label="Epochs", live=True,
        help="How many times the network sees every training image.")
    l2: float = setting(
        0.0, kind=float, minimum=0.0, maximum=1.0, step=0.0001, label="L2 penalty", live=True,
        help="Adds this much times half the sum of all squared weights to the loss, so that weights stay small.")
    weight_decay: float = setting(
        0.0, kind=float, minimum=0.0, maximum=10.0, step=0.01, label="Weight decay", live=True,
        help="Lets all weights shrink a little in each step, apart from the gradient. Only AdamW uses it.")
    clip_norm: float | None = setting(
        None, kind=float, minimum=1e-6, maximum=1e6, step=1.0, none_label="no limit", label="Gradient clipping", live=True,
        help="A gradient longer than this is shortened to it, so that one bad batch cannot throw the network far off.")
    average: float = setting(
        0.0, kind=float, minimum=0.0, maximum=0.9999, step=0.01, label="Weight average",
        help="The network that is kept is a running mean of the weights, which remembers this share of itself at each step.")
    patience: int | None = setting(
        None, kind=int, minimum=1, maximum=2000, none_label="never", label="Patience",
        help="Stop when validation has not improved for so many epochs, and keep the best epoch, not the last.")

    # The data
    training_images: int | None = setting(
        None, kind=int, minimum=1, maximum=10_000_000, none_label="all", label="Training images",
        help="How many images the network learns from, of those that validation leaves. Fewer train faster and are learned by "
             "heart sooner.")
    validation_fraction: float = setting(
        0.1, kind=float, minimum=0.0, maximum=0.9, step=0.05, label="Held back for validation",
        help="The share of the training set that the network never learns from, so that we see how it does on new images.")
    shift: float = setting(
        0.0, kind=float, minimum=0.0, maximum=8.0, step=0.5, label="Shift", live=True,
        help="Each image is moved by up to so many pixels, anew each time.")
    rotation: float = setting(
        0.0, kind=float, minimum=0.0, maximum=45.0, step=1.0, label="Rotation", live=True,
        help="Each image is turned by up to so many degrees, anew each time.")
    scale: float = setting(
        0.0, kind=float, minimum=0.0, maximum=0.5, step=0.05, label="Scale", live=True,
        help="Each image is made larger or smaller by up to this share, in height and in width, anew each time.")
    shear: float = setting(
        0.0, kind=float, minimum=0.0, maximum=0.5, step=0.05, label="Shear", live=True,
        help="Each image is slanted by up to this share, anew each time.")
    elastic: float = setting(
        0.0, kind=float, minimum=0.0, maximum=4.0, step=0.2, label="Elastic distortion", live=True,
        help="Each image is bent smoothly, as if another person wrote it: by so many pixels along each axis (root mean square).")
    stroke_width_share: float = setting(
        0.0, kind=float, minimum=0.0, maximum=1.0, step=0.1, label="Other stroke widths",
        help="The share of the images whose strokes are drawn again in another width, anew each time, as with a round pen.")
    template_share: float = setting(
        0.0, kind=float, minimum=0.0, maximum=1.0, step=0.05, label="Digits from stroke templates",
        help="The share of the images that give way to digits written from templates, by another hand each time: also in forms "
             "that MNIST hardly knows, as ones with a foot, crossed sevens, open fours.")
    scribble_share: float = setting(
        0.0, kind=float, minimum=0.0, maximum=1.0, step=0.05, label="Scribbles and letters",
        help="The share of the images that give way to what is no digit; the network learns to find all answers equally likely.")
    noise: float = setting(
        0.0, kind=float, minimum=0.0, maximum=0.5, step=0.05, label="Noise", live=True,
        help="So much random grey is added to each pixel, from 0 to 1.")
    seed: int = setting(
        0, kind=int, minimum=0, maximum=2**32 - 1, label="Seed",
        help="Where the random numbers start: first weights and order of images. The same seed gives the same run.")

    def __post_init__(self):
        for name, its_setting in settings().items():
            object.__setattr__(self, name, its_setting.checked(getattr(self, name)))

    @classmethod
    def from_dict(cls, values: dict) -> Experiment:
        """The Experiment of plain `values`, as `to_dict` gives and JSON brings. Raises ValueError at an unknown field."""
        values = with_present_names(values)
        unknown = sorted(set(values) - set(settings()))
        if unknown:
            raise ValueError(_no_setting(unknown[0]))
        return cls(**values)

    def to_dict(self) -> dict:
        """Plain values for JSON."""
        return asdict(self)

    def check_live_change(self, other: Experiment) -> None:
        """Raise ValueError, with the field, if a run of this Experiment could not go on as `other` says."""
        for name, its_setting in settings().items():
            before, after = getattr(self, name), getattr(other, name)
            if before != after and not its_setting.live:
                raise ValueError(f"{its_setting.label} cannot change during a run, {its_setting.format(before)} to "
                                 f"{its_setting.format(after)}; a new run can have it")

    def random(self, purpose: str) -> np.random.Generator:
        """The random numbers of this run for one purpose; each has a stream of its own, so that one does not shift another."""
        return np.random.default_rng([self.seed, *purpose.encode()])


def settings() -> dict[str, Setting]:
    """The Setting of each field of an Experiment, in order."""
    return {each.name: each.metadata["setting"] for each in fields(Experiment)}


def with_present_names(values: dict) -> dict:
    """`values` by field, those of older files and links under the names that the fields have now."""
    return {FORMER_NAMES.get(name, name): value for name, value in dict(values).items()}


def differences(first: Experiment, second: Experiment) -> dict[str, tuple]:
    """The fields in which two Experiments differ, by name: (value in the first, value in the second)."""
    before, after = first.to_dict(), second.to_dict()
    return {name: (before[name], after[name]) for name in settings() if before[name] != after[name]}


def format_setting(name: str, value) -> str:
    """The text of a value of the field `name`: 0.01, relu, on, no limit, 128-64."""
    return settings()[name].format(value)


def parse_setting(name: str, text: str):
    """The value of the field `name` that a text stands for. Raises ValueError if there is no such field or value."""
    if name not in settings():
        raise ValueError(_no_setting(name))
    return settings()[name].parse(text)


def _no_setting(name: str) -> str:
    labels = ", ".join(each.label for each in settings().values())
    return f"there is no setting {name[:LONGEST_SAID]!r}; the settings are {labels}"
