"""A line of the table: what was measured, the bar that it has to keep, and what others took of the cores meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

from tests.benchmarks.load_bars.machine import Watch


@dataclass(frozen=True)
class Line:
    """`bar` says in words what is right; `kept` is None where there is no bar, or nothing to measure."""

    what: str
    measured: str
    bar: str
    kept: bool | None
    others: float  # cores
    note: str = ""

    def __str__(self) -> str:
        verdict = {True: "kept", False: "MISSED", None: ""}[self.kept]
        others = f"others {self.others:.1f} cores"
        return f"{self.what:48} {self.measured:>14}  {self.bar:16} {verdict:6}  {others}  {self.note}".rstrip()


def figure(value: float, unit: str) -> str:
    """A figure in three digits or more, with its unit."""
    return (f"{value:,.0f} {unit}" if value >= 100 else f"{value:.3g} {unit}").rstrip()


def at_most(what: str, value: float, most: float, unit: str, watch: Watch, note: str = "") -> Line:
    """A line that keeps its bar if the value is `most` or less; infinity is what did not come in time."""
    return Line(what, figure(value, unit), f"at most {figure(most, unit)}", value <= most, watch.others, note)


def at_least(what: str, value: float, least: float, unit: str, watch: Watch, note: str = "") -> Line:
    """A line that keeps its bar if the value is `least` or more."""
    return Line(what, figure(value, unit), f"at least {figure(least, unit)}", value >= least, watch.others, note)


def told(what: str, value: float, unit: str, watch: Watch, note: str = "") -> Line:
    """A line without a bar."""
    return Line(what, figure(value, unit), "", None, watch.others, note)


def skipped(what: str, why: str, watch: Watch) -> Line:
    """A line for what cannot be measured here."""
    return Line(what, "skipped", "", None, watch.others, why)
