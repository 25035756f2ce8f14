"""A sweep's plan: which settings it tries, with which values; it becomes a list of Experiments, and travels in a link."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from nncore import Experiment, settings
from nncore.experiment import format_setting, parse_setting
from nncore.files.links import LONGEST
from nncore.files.untrusted.json_text import parsed
from nncore.runs.sweep import MOST_RUNS, drawn_at_random, grid

MOST_TRIED, MOST_SEED = 4, 2**31
SHAPES = ((), (32,), (64,), (128,), (256,), (64, 32), (128, 64), (256, 128))
FACTORS = (0.1, 0.3, 3.0, 10.0)  # from a number to those that are tried beside it
USUAL = {"batch_size": 64, "clip_norm": 1.0, "patience": 4, "training_images": 4000}  # beside none, what a number would be
UNREADABLE = "the link's sweep cannot be read; copy the whole link again, or choose below what to try"


@dataclass(frozen=True)
class Plan:
    """`values` are texts by field: what each setting is tried with. Every combination is, or `count` are drawn at random.

    `few` says to take few training images, `prune` to give up hopeless runs on the way.
    """

    values: Mapping[str, tuple[str, ...]]
    at_random: bool = False
    count: int = 12
    seed: int = 0
    few: bool = True
    prune: bool = False

    @property
    def tried(self) -> tuple[str, ...]:
        """The fields in which the runs differ."""
        return tuple(self.values)

    def experiments(self, base: Experiment) -> list[Experiment]:
        """The runs, all else being as in `base`. Raises ValueError if there is no such sweep."""
        values = {name: [parse_setting(name, text) for text in texts] for name, texts in self.values.items()}
        if self.at_random:
            return drawn_at_random(base, values, self.count, rng=np.random.default_rng(self.seed))
        return grid(base, values)

    def to_link(self) -> str:
        """The text that stands for it in a link."""
        told = {"try": self.values, "random": [self.count, self.seed] if self.at_random else None, "few": self.few,
                "prune": self.prune}
        return json.dumps({name: value for name, value in told.items() if value is not None}, separators=(",", ":"))


def from_link(text: str) -> Plan:
    """The Plan that a text from a link stands for. Raises ValueError with one sentence if it stands for none."""
    told = parsed(text, LONGEST, UNREADABLE)
    if not isinstance(told, dict) or not isinstance(told.get("try"), dict) or len(told["try"]) > MOST_TRIED:
        raise ValueError(UNREADABLE)
    values = {name: _read(name, texts) for name, texts in told["try"].items()}
    switches = {name: told[name] is True for name in ("few", "prune") if name in told}
    if told.get("random") is None:
        return Plan(values, **switches)
    count, seed = _whole_numbers(told["random"])
    return Plan(values, True, count, seed, **switches)


def _read(name: str, texts) -> tuple[str, ...]:
    """The values of a field as a link has them, each checked and written as we write it, none twice."""
    if not isinstance(texts, list) or len(texts) > MOST_RUNS or not all(isinstance(text, str) for text in texts):
        raise ValueError(UNREADABLE)
    return tuple(dict.fromkeys(format_setting(name, parse_setting(name, text)) for text in texts))


def _whole_numbers(told) -> tuple[int, int]:
    """(how many runs are drawn, the seed of the choice), as a link has them."""
    right = isinstance(told, list) and len(told) == 2 and all(type(number) is int for number in told)
    if not right or not 1 <= told[0] <= MOST_RUNS or not 0 <= told[1] <= MOST_SEED:
        raise ValueError(f"the link's sweep draws {told!r} at random; [runs, seed] with 1 to {MOST_RUNS} runs would be right")
    return told[0], told[1]


def usual_values(base: Experiment, name: str) -> list[str]:
    """Three of the values that are offered, that of `base` among them: what a sweep tries if nothing else is chosen."""
    offered = [format_setting(name, value) for value in likely(base, name)]
    middle = max(0, min(offered.index(format_setting(name, getattr(base, name))) - 1, len(offered) - 3))
    return offered[middle:middle + 3]


def likely(base: Experiment, name: str) -> list:
    """Values that one would try for a setting, that of `base` among them, and none where there may be none; in order."""
    setting, here = settings()[name], getattr(base, name)
    if setting.max_length is not None:
        return sorted({*SHAPES, here}, key=lambda widths: (sum(widths), len(widths)))
    if setting.kind is bool:
        return [False, True]
    if setting.kind is str:
        return list(setting.choices)
    middle = here or USUAL.get(name, setting.step)
    if name == "seed":
        numbers = [here + more for more in range(5)]
    elif setting.kind is int:
        numbers = [middle // 4, middle // 2, middle, middle * 2, middle * 4]
    elif here:
        numbers = [middle * factor for factor in FACTORS]
    else:
        numbers = [middle, 2 * middle, 3 * middle]
    possible = [number for number in numbers if setting.minimum <= number <= setting.maximum]
    beside = set(possible) if setting.kind is int else {float(f"{number:.3g}") for number in possible}
    sure = set() if here is None else {here}
    return ([None] if setting.none_label else []) + sorted(beside | sure)


def shortened(base: Experiment, images: int, available: int) -> Experiment:
    """`base` on at most so many training images of the `available` digits, so that a sweep ends soon."""
    left = available - round(base.validation_fraction * available)
    return replace(base, training_images=min(base.training_images or images, images)) if left > images else base
