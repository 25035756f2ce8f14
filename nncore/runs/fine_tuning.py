"""Fine-tuning shows a trained network a few digits of one person, mixed with MNIST so that it does not forget the rest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..digits import Digits
from ..experiment import Experiment

REMINDERS = 3000  # digits of MNIST that are mixed in
SHARE = 0.25  # of all digits shown: those of the person, each shown several times, distorted anew
EPOCHS = 3


def fine_tuning(experiment: Experiment) -> Experiment:
    """How a network that was trained by `experiment` is fine-tuned: small steps, mild distortions, few epochs."""
    return replace(
        experiment, optimizer="adamw", learning_rate=0.0004, schedule="cosine", weight_decay=0.0, l2=0.0, batch_size=64,
        epochs=EPOCHS, clip_norm=None, average=0.0, patience=None, training_images=None, validation_fraction=0.0,
        shift=1.0, rotation=8.0, scale=0.1, shear=0.1, elastic=0.7, noise=0.0, stroke_width_share=0.0, template_share=0.0,
        scribble_share=0.0)


def mixed(own: Digits, others: Digits, *, rng: np.random.Generator) -> Digits:
    """The person's digits, repeated to a quarter of all, and digits of MNIST to remember. Raises ValueError if there are none."""
    if not len(own):
        raise ValueError("there are no digits of yours yet; keep some drawings with their labels first")
    reminders = others[rng.choice(len(others), min(REMINDERS, len(others)), replace=False)]
    repeats = max(1, round(SHARE / (1 - SHARE) * len(reminders) / len(own)))
    return Digits(np.concatenate([reminders.images, np.tile(own.images, (repeats, 1, 1))]),
                  np.concatenate([reminders.labels, np.tile(own.labels, repeats)]))
