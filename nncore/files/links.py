"""Settings travel in a link: the name of settings that all know, and the fields that differ, in a text that a person can read.

"default,epochs:3,hidden:64-32" are the defaults but for two fields. Links are printed, so what a name stands for never changes; a
recipe that is tuned gets a new one. Links of before were JSON, and still open.
"""

from __future__ import annotations

from urllib.parse import quote

from ..experiment import Experiment, differences, format_setting, parse_setting, settings, with_present_names
from .untrusted.json_text import parsed

LONGEST = 4000  # characters of a link that are looked at
DEFAULT = "default"
READABLE = ",:-_.*"  # characters that need no % in the query of an address (RFC 3986)
QUICK_1 = Experiment(
    hidden=(384, 192), batch_norm=True, optimizer="adamw", learning_rate=0.006, schedule="one_cycle", batch_size=256, epochs=4,
    weight_decay=0.05, shift=1.0, rotation=8.0, scale=0.08, shear=0.08, elastic=0.5, template_share=0.2, scribble_share=0.05)
BASES = {DEFAULT: Experiment(), "quick1": QUICK_1}
FORMER = {"quick": QUICK_1}  # how links of before call what they begin from
UNREADABLE = "the link's settings cannot be read; copy the whole link again"


def to_link(experiment: Experiment) -> str:
    """The shortest text that stands for `experiment`, said from one of the BASES."""
    return min((_said_from(name, base, experiment) for name, base in BASES.items()), key=len)


def quoted(text: str) -> str:
    """`text` as it stands in a link."""
    return quote(text, safe=READABLE)


def from_link(text: str) -> Experiment:
    """The Experiment that a text from a link stands for. Raises ValueError with one sentence if it stands for none."""
    text = text[:LONGEST]
    base, values = (Experiment(), _from_json(text)) if text[:1] in ("{", "[") else _from_text(text)
    return Experiment.from_dict(base.to_dict() | {
        name: parse_setting(name, value) if isinstance(value, str) else value  # older links have numbers
        for name, value in with_present_names(values).items()})


def _said_from(name: str, base: Experiment, experiment: Experiment) -> str:
    return ",".join((name, *(f"{field}:{_text(field, value)}" for field, (_, value) in differences(base, experiment).items())))


def _text(field: str, value) -> str:
    """One value without a space: what is None is always "none", whatever its words."""
    return "none" if value is None and settings()[field].none_label else format_setting(field, value)


def _from_text(text: str) -> tuple[Experiment, dict[str, str]]:
    name, *fields = text.split(",")
    values = dict(field.partition(":")[::2] for field in fields)
    bases = BASES | FORMER
    if name not in bases or len(values) < len(fields):
        raise ValueError(UNREADABLE)
    return bases[name], values


def _from_json(text: str) -> dict:
    values = parsed(text, LONGEST, UNREADABLE)
    if not isinstance(values, dict):
        raise ValueError("the link's settings are not a list of fields; copy the whole link again")
    return values
