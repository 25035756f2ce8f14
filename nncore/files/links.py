"""Settings travel in a link: the fields that differ from the defaults, as JSON that a person can read."""

from __future__ import annotations

import json
from urllib.parse import quote

from ..experiment import Experiment, differences, format_setting, parse_setting, with_present_names

LONGEST = 4000  # characters of a link that are looked at


def to_link(experiment: Experiment) -> str:
    """The text that stands for `experiment` in a link; it is short for one that is nearly the default."""
    texts = {name: format_setting(name, value) for name, (_, value) in differences(Experiment(), experiment).items()}
    return json.dumps(texts, separators=(",", ":"))


def quoted(text: str) -> str:
    """`text` as it stands in a link."""
    return quote(text, safe="")


def from_link(text: str) -> Experiment:
    """The Experiment that a text from a link stands for. Raises ValueError with one sentence if it stands for none."""
    try:
        values = json.loads(text[:LONGEST])
    except (ValueError, RecursionError) as error:
        raise ValueError("the link's settings cannot be read; copy the whole link again") from error
    if not isinstance(values, dict):
        raise ValueError("the link's settings are not a list of fields; copy the whole link again")
    return Experiment.from_dict({name: parse_setting(name, value) if isinstance(value, str) else value  # older links have numbers
                                 for name, value in with_present_names(values).items()})
