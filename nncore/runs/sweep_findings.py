"""What the best of a sweep is worth: others may be about as good, and where it lies at the edge, better may lie beyond."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from ..experiment import Experiment, format_setting, settings
from ..setting import Setting
from .history import History
from .selection import ranked
from .statistics import Interval, wilson_interval

LARGER, SMALLER = "larger", "smaller"


def about_as_good(runs: Mapping[int, History], best: int, digits: int) -> list[int]:
    """The numbers of the `runs` that are about as good as the `best` of them, the best of these first.

    Both accuracies on the validation digits lie in the interval of the other: such a difference may be luck of these digits.
    `digits` is how many there are to learn from, of which each run held back its share. What exploded or was pruned is none.
    """
    intervals = {number: _interval(history, digits) for number, history in runs.items()
                 if history.test and history.validated and not history.diverged}
    mine = intervals[best]
    close = [number for number, its in intervals.items() if number != best
             and mine.low <= its.middle <= mine.high and its.low <= mine.middle <= its.high]
    return ranked({number: runs[number] for number in close})


def _interval(history: History, digits: int) -> Interval:
    held_back = round(history.experiment.validation_fraction * digits)
    return wilson_interval(history.validated.validation_accuracy, held_back)


def beyond_the_edge(experiments: Sequence[Experiment], best: Experiment, tried: Sequence[str]) -> dict[str, str]:
    """For each setting whose value in `best` is the last one that was `tried`, whether larger or smaller ones are still to try.

    Names have no order, and seeds no better end. Where all runs have the same value, nothing was tried.
    """
    beyond = {}
    for name in tried:
        setting, here = settings()[name], _size(getattr(best, name))
        sizes = [_size(getattr(each, name)) for each in experiments]
        if name == "seed" or setting.kind in (bool, str) or min(sizes) == max(sizes):
            continue
        if here == max(sizes) and here < _largest(setting):
            beyond[name] = LARGER
        elif here == min(sizes) and here > _smallest(setting):
            beyond[name] = SMALLER
    return beyond


def _size(value) -> float:
    """What sorts the values of a setting: numbers by themselves, layers by their neurons; no limit, never and all are endless."""
    if value is None:
        return math.inf
    return sum(value) if isinstance(value, tuple) else value


def _largest(setting: Setting) -> float:
    if setting.none_label is not None:
        return math.inf
    return setting.maximum * (setting.max_length or 1)


def _smallest(setting: Setting) -> float:
    return 0 if setting.max_length else setting.minimum


def findings_in_words(runs: Mapping[int, History], best: int, digits: int, experiments: Sequence[Experiment],
                      tried: Sequence[str]) -> list[str]:
    """A sentence for each finding about the `best` of a sweep's `runs`, by number; none if there is nothing to say."""
    said = []
    if close := about_as_good(runs, best, digits):
        nearest, several = runs[close[0]], len(close) > 1
        values = ", ".join(" ".join(_label_and_value(nearest.experiment, name)) for name in tried)
        said.append(f"{f'{len(close)} other runs are' if several else 'One other run is'} about as good, {'first ' * several}"
                    f"{values} with {nearest.validated.validation_accuracy:.2%}: on other digits the order may be another.")
    for name, where in beyond_the_edge(experiments, runs[best].experiment, tried).items():
        label, value = _label_and_value(runs[best].experiment, name)
        said.append(f"For the {label} nothing {where} than {value} was tried: try {where} values, too.")
    return said


def _label_and_value(experiment: Experiment, name: str) -> tuple[str, str]:
    return settings()[name].label.lower(), format_setting(name, getattr(experiment, name))
