"""A mission is a goal that a teacher sets: how accurate, with how little. A run has met it or has not."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields

from ..architecture import parameter_count
from .history import History

LONGEST = 1000  # characters of a link's mission that are looked at


@dataclass(frozen=True)
class Mission:
    """At least `accuracy`, 0 to 1, on the test set; at most so many parameters, seconds of training, different training images.

    What is None is free. Making one checks it; a ValueError names the field, the value and what would be right.
    """

    accuracy: float | None = None
    parameters: int | None = None
    seconds: float | None = None
    images: int | None = None

    def __post_init__(self):
        for each in fields(self):
            value, most = getattr(self, each.name), 1 if each.name == "accuracy" else 10**9
            wrong = isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= most
            if value is not None and wrong:
                raise ValueError(f"a mission cannot ask for {each.name}={value!r}; it takes a number above 0, up to {most:,}")

    def __bool__(self) -> bool:
        return any(value is not None for value in asdict(self).values())

    @property
    def conditions(self) -> dict[str, str]:
        """Each condition in words, by field."""
        words = {"accuracy": "at least {:.4g}% of the test digits", "parameters": "at most {:,} parameters",
                 "seconds": "at most {:g} seconds of training", "images": "at most {:,} training images"}
        values = {name: value for name, value in asdict(self).items() if value is not None}
        return {name: words[name].format(100 * value if name == "accuracy" else value) for name, value in values.items()}

    def checked(self, history: History) -> dict[str, bool]:
        """Whether a run that has ended meets each condition, by field."""
        spent = {"parameters": parameter_count(history.experiment), "seconds": history.seconds,
                 "images": history.different_images}
        met = {name: value <= getattr(self, name) for name, value in spent.items() if name in self.conditions}
        return met if self.accuracy is None else {"accuracy": (history.accuracy or 0.0) >= self.accuracy} | met

    def to_text(self) -> str:
        """How it stands in a link."""
        return json.dumps({name: value for name, value in asdict(self).items() if value is not None}, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> Mission:
        """The mission of a link. Raises ValueError with one sentence if it is none."""
        try:
            return cls(**json.loads(text[:LONGEST]))
        except (TypeError, RecursionError, json.JSONDecodeError) as error:
            raise ValueError("the link's mission cannot be read; copy the whole link again") from error
