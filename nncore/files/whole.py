"""A file is there whole or not at all: it is written beside its place, and takes the place when all of it is on the disk."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path


def write(path: str | Path, data: bytes) -> None:
    """Let the file at `path` hold `data`; of a symbolic link, the file that it leads to.

    Killed at any moment, the file is the former one or this one. Raises OSError with one sentence if it cannot be written.
    """
    path = Path(path)
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)  # a device or a pipe stays what it is
        else:
            _replace(Path(os.path.realpath(path)), data)
    except OSError as error:
        why = error.strerror or error
        raise type(error)(f"{path} cannot be written ({why}); nothing was changed there; make room or name another") from error


def _replace(place: Path, data: bytes) -> None:
    if place.exists():
        place.open("r+b").close()  # what may not be written is not replaced either
    beside = place.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if place.exists():
            shutil.copymode(place, beside)
        os.replace(beside, place)
    except BaseException:  # Ctrl+C, too
        beside.unlink(missing_ok=True)
        raise
    _sync(place.parent)


def _sync(folder: Path) -> None:
    """Have a folder's names on the disk, too, where the system can."""
    with suppress(OSError):  # not everywhere can a folder be opened or synced; the file is in its place all the same
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
