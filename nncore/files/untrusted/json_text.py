"""A JSON text may be endless, or as deep as a well: it is measured before it is read."""

from __future__ import annotations

import json

from .bounds import BRACKETS
from .refusal import RefusedError, refusing


def parsed(text: str, longest: int, sentence: str):
    """What a JSON text of up to `longest` characters and BRACKETS brackets says; `sentence` is for one that cannot be read."""
    if len(text) > longest or text.count("[") + text.count("{") > BRACKETS:
        raise RefusedError(sentence)
    with refusing(sentence):
        return json.loads(text, parse_constant=_no_number)


def _no_number(written: str):
    raise ValueError(f"{written} is no number")
