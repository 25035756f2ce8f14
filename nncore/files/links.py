"""Settings travel in a link: the name of settings that all know, and the fields that differ, in a text that a person can read.

"default,epochs:3,hidden:64-32" are the defaults but for two fields. Links of before were JSON, and still open.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import quote

from ..experiment import Experiment, differences, format_setting, parse_setting, settings, with_present_names

LONGEST = 4000  # characters of a link that are looked at
DEFAULT = "default"
READABLE = ",:-_.*"  # characters that need no % in the query of an address (RFC 3986)
NO_OTHERS: Mapping[str, Experiment] = MappingProxyType({})
UNREADABLE = "the link's settings cannot be read; copy the whole link again"


def to_link(experiment: Experiment, known: Mapping[str, Experiment] = NO_OTHERS) -> str:
    """The shortest text that stands for `experiment`, said from the defaults or from one of the `known` settings, by name."""
    return min((_said_from(name, base, experiment) for name, base in _bases(known).items()), key=len)


def quoted(text: str) -> str:
    """`text` as it stands in a link."""
    return quote(text, safe=READABLE)


def from_link(text: str, known: Mapping[str, Experiment] = NO_OTHERS) -> Experiment:
    """The Experiment that a text from a link stands for. Raises ValueError with one sentence if it stands for none."""
    text = text[:LONGEST]
    base, values = (Experiment(), _from_json(text)) if text[:1] in ("{", "[") else _from_text(text, known)
    return Experiment.from_dict(base.to_dict() | {
        name: parse_setting(name, value) if isinstance(value, str) else value  # older links have numbers
        for name, value in with_present_names(values).items()})


def _bases(known: Mapping[str, Experiment]) -> dict[str, Experiment]:
    return {DEFAULT: Experiment(), **known}


def _said_from(name: str, base: Experiment, experiment: Experiment) -> str:
    return ",".join((name, *(f"{field}:{_text(field, value)}" for field, (_, value) in differences(base, experiment).items())))


def _text(field: str, value) -> str:
    """One value without a space: what is None is always "none", whatever its words."""
    return "none" if value is None and settings()[field].none_label else format_setting(field, value)


def _from_text(text: str, known: Mapping[str, Experiment]) -> tuple[Experiment, dict[str, str]]:
    name, *fields = text.split(",")
    values = dict(field.partition(":")[::2] for field in fields)
    if name not in _bases(known) or len(values) < len(fields):
        raise ValueError(UNREADABLE)
    return _bases(known)[name], values


def _from_json(text: str) -> dict:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(UNREADABLE) from error
    if not isinstance(values, dict):
        raise ValueError("the link's settings are not a list of fields; copy the whole link again")
    return values
