"""python -m nncore predict: which digits are on a picture."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path

from ..files.networks import load
from ..files.pictures import open_picture
from ..files.untrusted.refusal import opened
from ..reading.reader import read_picture
from ..runs.recipes import recipes
from .output import last_line

BAR = 30  # characters


def add_predict(commands) -> None:
    """The command `predict` and its options."""
    parser = commands.add_parser("predict", help=predict_command.__doc__)
    parser.set_defaults(command=predict_command)
    parser.add_argument("image", type=Path, help="a picture of a digit, or of a number")
    parser.add_argument("--network", type=Path, default=recipes()["best"].file, help="a saved network (.npz)")
    parser.add_argument("--least", type=float, default=0.0, help="a digit with less confidence, 0 to 1, becomes a question mark")


def predict_command(options: argparse.Namespace) -> int:
    """Read the digits on a picture: one, or a number."""
    network, _ = load(options.network)
    with opened(options.image) as picture:
        try:
            reading = read_picture(network, open_picture(picture))
        except ValueError as error:
            raise ValueError(f"{options.image}: {error}") from error
    if not reading.digits:
        raise ValueError(f"{options.image} is blank; digits in dark ink on light paper, or light on dark, can be read")
    for each in reading.digits:
        print(f"{each.digit}  {each.confidence:7.2%}  {'█' * round(BAR * each.confidence)}")
    first = reading.digits[0]
    last_line(number=reading.number(options.least), digit=first.digit,
              probabilities=[round(float(p), 6) for p in first.probabilities],
              digits=[{"digit": each.digit, "confidence": round(each.confidence, 6),
                       "box": [round(side) for side in dataclasses.astuple(each.box)]} for each in reading.digits])
    return 0
