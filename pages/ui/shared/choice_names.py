"""What activations, optimizers and the other choices of a setting are called on every page: ReLU, not relu."""

from __future__ import annotations

from nncore.activations import ACTIVATIONS, Activation

NAMES = {"relu": "ReLU", "leaky_relu": "leaky ReLU", "elu": "ELU", "gelu": "GELU", "sgd": "SGD", "nesterov": "Nesterov",
         "rmsprop": "RMSprop", "adam": "Adam", "adamw": "AdamW", "he": "He", "xavier": "Xavier", "lecun": "LeCun",
         "cross_entropy": "cross-entropy", "mean_squared_error": "mean squared error", "one_cycle": "one cycle"}


def choice_name(choice: str) -> str:
    """A choice in the words of the field."""
    return NAMES.get(choice, choice)


def activation_name(layer: Activation) -> str:
    """What the activation of a layer is called."""
    return choice_name(next((name for name, kind in ACTIVATIONS.items() if type(layer) is kind), type(layer).__name__))
