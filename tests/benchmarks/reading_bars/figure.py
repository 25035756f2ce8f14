"""A figure of the benchmark: what was measured, and the bar that it has to keep."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A line of what is printed; `kept` is None where there is no bar."""

    text: str
    kept: bool | None = None

    def __str__(self) -> str:
        return self.text + {True: "   kept", False: "   MISSED", None: ""}[self.kept]


def at_least(what: str, share: float, least: float, note: str = "") -> Figure:
    """A share of 0 to 1 that keeps its bar if it is `least` or more."""
    return Figure(f"{what:44}{share:7.2%}  {note:24} at least {least:.1%}", bool(share >= least))


def at_most(what: str, value: float, most: float, unit: str = "") -> Figure:
    """A number that keeps its bar if it is `most` or less."""
    return Figure(f"{what:44}{value:6.4g}{unit}  {'':24} at most {most:g}{unit}", bool(value <= most))


def share_at_most(what: str, share: float, most: float | None) -> Figure:
    """A share of 0 to 1 that keeps its bar if it is `most` or less; None is no bar."""
    if most is None:
        return Figure(f"{what:44}{share:7.2%}")
    return Figure(f"{what:44}{share:7.2%}  {'':24} at most {most:.1%}", bool(share <= most))


def told(text: str) -> Figure:
    """A line without a bar."""
    return Figure(text)
