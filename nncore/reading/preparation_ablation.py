"""What each step of the preparation is worth is seen by leaving it out."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
from PIL import Image

from ..digits import Digits
from ..evaluation import evaluate
from ..network import Network
from .preparation import ALL_STEPS, NO_STEPS, PreparationSteps, digit_of_ink

SHEET = 280  # pixels along the side of the sheet
SMALLEST, LARGEST = 60, 240  # pixels along the side of the digit's picture on the sheet
TABLE = Path(__file__).parents[1] / "data" / "preparation.json"
NONE, ALL = "no step", "all steps"


def accuracies(network: Network, digits: Digits, *, rng: np.random.Generator) -> dict[str, float]:
    """The accuracy of `network` on `digits` drawn anywhere and in any size on a sheet: with all steps, without one, with none."""
    sheets = [on_a_sheet(image, rng=rng) for image in digits.images]
    left_out = {f"without {step.name}": replace(ALL_STEPS, **{step.name: False}) for step in fields(PreparationSteps)}
    result = {}
    for name, steps in {ALL: ALL_STEPS, **left_out, NONE: NO_STEPS}.items():
        prepared = np.stack([digit_of_ink(sheet, steps) for sheet in sheets])
        result[name] = evaluate(network, Digits(prepared, digits.labels)).accuracy
    return result


def on_a_sheet(image: np.ndarray, *, rng: np.random.Generator) -> np.ndarray:
    """A digit, uint8 (28, 28), in a random size at a random place on a sheet, uint8 (280, 280)."""
    side = int(rng.integers(SMALLEST, LARGEST))
    top, left = rng.integers(0, SHEET - side, 2)
    sheet = np.zeros((SHEET, SHEET), np.uint8)
    sheet[top:top + side, left:left + side] = Image.fromarray(image).resize((side, side), Image.Resampling.BICUBIC)
    return sheet


def shipped_table() -> dict[str, float]:
    """The accuracies of the network `best` on 2,000 test digits, as `python -m nncore preparation` wrote them."""
    return json.loads(TABLE.read_text())
