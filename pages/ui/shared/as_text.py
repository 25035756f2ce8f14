"""What a person wrote, in a name or in a link, stays text where a page reads Markdown: no image, no link, no bold comes of it."""

from __future__ import annotations

import re

MEANS_SOMETHING = re.compile(r"[\\`*\[\]<~$]|:(?=\S)|(?<![^\W_])_|_(?![^\W_])")  # wherever it stands
FIRST = re.compile(r"^(\s*\d*)([-+#>=.)])")  # at the beginning: a list, a heading, a quotation
ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)", re.IGNORECASE)  # becomes a link by itself
NO_BREAK = "\u2060"  # a character that nobody sees


def as_text(written: str) -> str:
    """`written` as Markdown that shows it as it is, in one line."""
    no_address = ADDRESS.sub(NO_BREAK, " ".join(written.splitlines()))
    return FIRST.sub(r"\1\\\2", MEANS_SOMETHING.sub(r"\\\g<0>", no_address))
