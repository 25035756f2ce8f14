"""A table has one digit a row: its label, then its 784 pixels from the top left, as in Kaggle's digit-recognizer."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

import numpy as np

from ..digits import CLASSES, PIXELS, SIDE, Digits
from .untrusted.table import rows

COLUMNS = 1 + PIXELS
LONGEST = 20  # digits of a number that is looked at


def read_table(name: str, opener: Callable[[], BinaryIO], most: int) -> Digits:
    """The up to `most` digits of a .csv or .csv.gz, with or without a header.

    Raises ValueError that names the file, row and column.
    """
    images, labels = [], []
    with opener() as stream:
        for first, lines in rows(stream, name, most):
            if first == 1 and lines[0].lstrip('"').lower().startswith("label"):
                first, lines = 2, lines[1:]
            if any(map(str.strip, lines)):
                values = _numbers(name, first, lines)  # (rows, 785)
                labels.append(values[:, 0].astype(np.uint8))
                images.append(values[:, 1:].astype(np.uint8))
    if not images:
        raise ValueError(f"{name}: there are no digits in it; a row is a label and {PIXELS} pixels")
    return Digits(np.concatenate(images).reshape(-1, SIDE, SIDE), np.concatenate(labels))


def _numbers(name: str, first: int, lines: list[str]) -> np.ndarray:
    """The numbers of some lines, int (rows, 785); the fast way, and if that fails, the way that finds the fault."""
    try:
        values = np.loadtxt(lines, np.int32, delimiter=",", ndmin=2, comments=None, quotechar='"')
    except ValueError:
        values = None
    if values is None or values.shape[1] != COLUMNS or values.min() < 0 or values.max() > 255 or values[:, 0].max() >= CLASSES:
        _raise_the_fault(name, first, lines)
    return values


def _raise_the_fault(name: str, first: int, lines: list[str]) -> None:
    """Raise a ValueError that names the first row and column that is wrong."""
    for row, line in enumerate(lines, start=first):
        cells = [cell.strip().strip('"') for cell in line.strip().split(",")]
        if cells == [""]:
            continue
        if len(cells) != COLUMNS:
            raise ValueError(f"{name}, row {row}: it has {len(cells):,} columns; a digit has {COLUMNS}, its label and {PIXELS} "
                             "pixels")
        for column, cell in enumerate(cells, start=1):
            most = 255 if column > 1 else CLASSES - 1
            if not (cell.isascii() and cell.isdecimal() and len(cell) <= LONGEST and int(cell) <= most):
                what = "a pixel" if column > 1 else "the label"
                raise ValueError(f"{name}, row {row}, column {column}: {what} is {cell[:20]!r}; a whole number from 0 to {most} "
                                 "would be right")
    raise ValueError(f"{name}, rows {first} to {first + len(lines) - 1}: they cannot be read as {COLUMNS} numbers each")
