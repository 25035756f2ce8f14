"""A table is read row by row: how long one is, and how many there are, is known before they are held."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from typing import BinaryIO

from .bounds import LINE, ROW
from .packed import unpacked
from .refusal import RefusedError

ROWS_AT_ONCE = 500  # that are held as text: 6 MB of the longest


def rows(stream: BinaryIO, name: str, most: int) -> Iterator[tuple[int, list[str]]]:
    """(number of the first row, some rows) of a text, packed or not: up to `most` rows of about ROW characters, and a header."""
    text = io.TextIOWrapper(unpacked(stream, name), encoding="utf-8-sig")
    first, read = 1, 0
    try:
        while lines := list(itertools.islice(iter(lambda: text.readline(LINE), ""), ROWS_AT_ONCE)):
            read += sum(map(len, lines))
            if first + len(lines) - 1 > most + 1 or read > LINE + ROW * most:
                raise RefusedError(f"{name}: there are more than {most:,} rows, or very long ones; so many digits can be read")
            yield first, lines
            first += len(lines)
    except UnicodeDecodeError as error:
        raise RefusedError(f"{name}: this is no table of numbers; a text saved as UTF-8 would be") from error
    finally:
        text.detach()  # whoever opened the stream closes it
