"""What cannot be taken is refused in one sentence, whatever a library makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


class RefusedError(ValueError):
    """What came from outside cannot be taken; the sentence says why."""


@contextmanager
def refusing(sentence: str) -> Iterator[None]:
    """Say `sentence` for whatever a library raises at what is broken: they raise anything.

    What is refused stays as it is, and so does a lack of memory: our bounds are there so that it never comes to that.
    """
    try:
        yield
    except (RefusedError, MemoryError):
        raise
    except Exception as error:
        raise RefusedError(sentence) from error


def in_a_line(name: str) -> str:
    """The name of somebody's file as a sentence can bear it: in one line, and not longer than a line."""
    plain = "".join(letter if letter.isprintable() else " " for letter in str(name))
    return plain if len(plain) <= 80 else f"{plain[:20]}…{plain[-58:]}"


@contextmanager
def opened(file: str | Path | BinaryIO) -> Iterator[BinaryIO]:
    """An open file, from its beginning; one that is opened here by its path is closed in the end."""
    if hasattr(file, "read"):
        file.seek(0)
        yield file
        return
    if not Path(file).is_file():
        raise RefusedError(f"{in_a_line(file)}: there is no such file; the path of one that is there would be right")
    with Path(file).open("rb") as stream:
        yield stream
