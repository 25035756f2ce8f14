"""A setting says in one place what a field means and which values it takes."""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """What one field of an Experiment means: its `label`, one sentence of `help`, and the values it takes.

    `kind` is bool, int, float or str; numbers lie within `low` and `high`; a str is one of `choices`. With `most` the field is a
    row of up to so many numbers. With `none` the field may be None, and `none` says what that stands for. `step` is a change that
    one would feel. A `live` setting may be changed during a run.
    """

    kind: type
    label: str
    help: str
    low: float = -math.inf
    high: float = math.inf
    choices: Iterable[str] = ()
    most: int | None = None
    none: str | None = None
    step: float = 1
    live: bool = False

    @property
    def rule(self) -> str:
        """The values that would be right, in words."""
        if self.kind is bool:
            return "True or False"
        if self.kind is str:
            return f"one of {', '.join(self.choices)}"
        number = f"{'a whole number' if self.kind is int else 'a number'} from {self.low:,g} to {self.high:,g}"
        if self.most is not None:
            number = f"up to {self.most} numbers, each {number}"
        return number if self.none is None else f"{number}, or None for {self.none}"

    def checked(self, name: str, value):
        """`value` in its proper type. Raises ValueError that names the field, the value and what would be right."""
        if value is None and self.none is not None:
            return None
        if self.most is None:
            return self._checked_one(name, value, value)
        if isinstance(value, str) or not isinstance(value, Iterable) or len(tuple(value)) > self.most:
            raise self._wrong(name, value)
        return tuple(self._checked_one(name, each, value) for each in value)

    def _checked_one(self, name: str, one, value):
        if self.kind is bool:
            fits = isinstance(one, bool)
        elif self.kind is str:
            fits = isinstance(one, str) and one in self.choices
        else:
            number = numbers.Integral if self.kind is int else numbers.Real
            fits = isinstance(one, number) and not isinstance(one, bool) and self.low <= one <= self.high
        if not fits:
            raise self._wrong(name, value)
        return self.kind(one)

    def _wrong(self, name: str, value) -> ValueError:
        return ValueError(f"{name}={value!r} is not possible; {name} takes {self.rule}")
