"""A setting says in one place what a field of an Experiment means, which values it takes, and how they are written."""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

LONGEST_SAID = 60  # characters of a wrong value in a sentence
SWITCHED = {"on": True, "true": True, "off": False, "false": False}


@dataclass(frozen=True)
class Setting:
    """What one field of an Experiment means: its `label`, one sentence of `help`, and the values it takes.

    `kind` is bool, int, float or str; numbers lie within `minimum` and `maximum`; a str is one of `choices`. With `max_length`
    the field is a row of up to so many numbers. With `none_label` the field may be None, which stands for what the label says.
    `step` is a change whose effect can be seen. A `live` setting may be changed during a run.
    """

    kind: type
    label: str
    help: str
    minimum: float = -math.inf
    maximum: float = math.inf
    choices: Iterable[str] = ()
    max_length: int | None = None
    none_label: str | None = None
    step: float = 1
    live: bool = False

    @property
    def rule(self) -> str:
        """The values that would be right, in words."""
        if self.kind is bool:
            return "on or off"
        if self.kind is str:
            return f"one of {', '.join(self.choices)}"
        kind = "a whole number" if self.kind is int else "a number"
        number = f"{kind} from {written(self.minimum, commas=True)} to {written(self.maximum, commas=True)}"
        if self.max_length is not None:
            number = f"up to {self.max_length} numbers, each {number}"
        return number if self.none_label is None else f"{number}, or none for {self.none_label}"

    def checked(self, value):
        """`value` in its proper type. Raises ValueError that names the setting, the value and what would be right."""
        if value is None and self.none_label is not None:
            return None
        if self.max_length is None:
            return self._checked_one(value, value)
        if isinstance(value, str) or not isinstance(value, Iterable) or len(tuple(value)) > self.max_length:
            raise self._wrong(value)
        return tuple(self._checked_one(each, value) for each in value)

    def format(self, value) -> str:
        """The text of a value, as a page, a link and the command line write it: 0.01, relu, on, no limit, or 128-64 for a row."""
        if value is None:
            return self.none_label
        if self.max_length is not None:
            return "-".join(map(str, value)) or "none"
        if self.kind is bool:
            return "on" if value else "off"
        return written(value) if self.kind is float else str(value)

    def parse(self, text: str):
        """The value of a text that `format` wrote, or that a person typed. Raises ValueError if it stands for none."""
        text = text.strip()
        try:
            if self.max_length is not None:
                return self.checked(tuple(map(self.kind, text.split("-"))) if text not in ("", "none") else ())
            if self.none_label is not None and text in ("none", self.none_label):
                return None
            return self.checked(SWITCHED[text.lower()] if self.kind is bool else self.kind(text))
        except (ValueError, KeyError) as error:
            raise self._wrong(text) from error

    def _checked_one(self, one, value):
        if self.kind is bool:
            fits = isinstance(one, bool)
        elif self.kind is str:
            fits = isinstance(one, str) and one in self.choices
        else:
            number = numbers.Integral if self.kind is int else numbers.Real
            fits = isinstance(one, number) and not isinstance(one, bool) and self.minimum <= one <= self.maximum
        if not fits:
            raise self._wrong(value)
        return self.kind(one)

    def _wrong(self, value) -> ValueError:
        """In the words of the page: by its label, and not longer than a person reads."""
        said = repr(value)
        said = said if len(said) <= LONGEST_SAID else f"{said[:LONGEST_SAID]}…"
        return ValueError(f"{self.label} cannot be {said}; it takes {self.rule}")


def written(number: float, *, commas: bool = False) -> str:
    """A number as people write it, to its last digit: 0.00006, not 6e-05; a large one with `commas`, if these are asked for."""
    if commas and float(number).is_integer():
        return f"{int(number):,}"
    return np.format_float_positional(number, trim="-")


def rounded(number: float, digits: int = 2) -> str:
    """A number to so many digits that count, as people write it: 0.000035, not 3.5e-05."""
    return written(float(f"{number:z.{digits}g}"))
