"""A mission is a goal that a teacher sets: how accurate, with how little. A run has met it or has not.

What it counts is the same on every machine: epochs, images and multiply-adds, and no seconds.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from ..architecture import parameter_count
from ..files.untrusted.json_text import parsed
from .history import History
from .work import multiply_adds_of_training

LONGEST = 1000  # characters of a link's mission that are looked at
MOST = {"accuracy": 1, "multiply_adds": 10**15}  # and of all others
MOST_OF_OTHERS = 10**9
NAMES = {"accuracy": "the test accuracy", "parameters": "the number of parameters", "epochs": "the number of epochs",
         "images": "the number of training images", "multiply_adds": "the number of multiply-adds of training"}
NO_LONGER = {"seconds": "how many seconds a run takes"}  # asked in links of before
UNREADABLE = "the link's mission cannot be read; copy the whole link again"


@dataclass(frozen=True)
class Mission:
    """At least `accuracy`, 0 to 1, on the test set; at most so many parameters, epochs, different images, and multiply-adds.

    Images are those learned from, multiply-adds those of the whole training, as `work` counts them.
    What is None is free. Making one checks it; a ValueError names the field, the value and what would be right.
    """

    accuracy: float | None = None
    parameters: int | None = None
    epochs: int | None = None
    images: int | None = None
    multiply_adds: int | None = None

    def __post_init__(self):
        for each in fields(self):
            value, most = getattr(self, each.name), MOST.get(each.name, MOST_OF_OTHERS)
            wrong = isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= most
            if value is not None and wrong:
                raise ValueError(f"in a mission {NAMES[each.name]} cannot be {_said(each.name, value)}; it takes a number "
                                 f"above 0, up to {_said(each.name, most)}")

    def __bool__(self) -> bool:
        return bool(self._asked)

    @property
    def _asked(self) -> dict[str, float]:
        """What is not free, by field."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    @property
    def conditions(self) -> dict[str, str]:
        """Each condition in words, by field."""
        return {name: _in_words(name, value) for name, value in self._asked.items()}

    def checked(self, history: History) -> dict[str, bool]:
        """Whether a run that has ended meets each condition, by field."""
        spent = {"parameters": parameter_count(history.experiment), "epochs": max(history.position, history.epoch),
                 "images": history.different_images, "multiply_adds": multiply_adds_of_training(history)}
        met = {name: spent[name] <= most for name, most in self._asked.items() if name in spent}
        return met if self.accuracy is None else {"accuracy": (history.accuracy or 0.0) >= self.accuracy} | met

    def to_text(self) -> str:
        """How it stands in a link: "accuracy:0.95,epochs:3"."""
        return ",".join(f"{name}:{value!r}" for name, value in self._asked.items())

    @classmethod
    def from_text(cls, text: str) -> Mission:
        """The mission of a link, without what is no longer counted. Raises ValueError with one sentence if it is none."""
        try:
            return cls(**{name: value for name, value in _values(text).items() if name not in NO_LONGER})
        except TypeError as error:  # a field that there is not
            raise ValueError(UNREADABLE) from error


def no_longer_counted(text: str) -> str:
    """What a link of before asks that is no longer counted, in words; empty if there is nothing."""
    asked = _values(text) if text else {}
    return " and ".join(words for name, words in NO_LONGER.items() if name in asked)


def _said(name: str, value) -> str:
    """A value that is asked for as a page writes it: 95%, 10,000; what is no number as the link has it."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return repr(value)
    return f"{round(100 * value, 4):,}%" if name == "accuracy" else f"{value:,}"


def _in_words(name: str, value: float) -> str:
    if name == "multiply_adds":
        return f"at most {value / 1e6:,.10g} million multiply-adds of training"
    words = {"accuracy": "at least {:.4g}% of the test digits", "parameters": "at most {:,} parameters",
             "epochs": "at most {:,} epoch{}", "images": "at most {:,} training images"}[name]
    return words.format(100 * value if name == "accuracy" else value, "" if value == 1 else "s")


def _values(text: str) -> dict[str, float]:
    """The numbers of a link's mission, by field; links of before are JSON. Raises ValueError with one sentence if it has none."""
    text = text[:LONGEST]
    try:
        if text[:1] not in ("{", "["):
            return {name: _parsed(value) for name, _, value in (part.partition(":") for part in text.split(","))}
        return dict(_parsed(text))
    except (TypeError, ValueError) as error:
        raise ValueError(UNREADABLE) from error


def _parsed(text: str):
    return parsed(text, LONGEST, UNREADABLE)
