"""A file is there whole or not at all: it is written beside its place, and takes the place when all of it is on the disk."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # of Windows, where no folder can be opened either: there, what a killed writer left stays
    fcntl = None

PART = ".inkling-{}.part"  # beside a file, what is to take its place


def write(path: str | Path, data: bytes) -> None:
    """Let the file at `path` hold `data`; of a symbolic link, the file that it leads to.

    Killed at any moment, the file is the former one or this one; what a killed writer left beside it goes when somebody writes
    into that folder again. Raises OSError with one sentence if it cannot be written.
    """
    path = Path(path)
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)  # a device or a pipe stays what it is
        else:
            place = Path(os.path.realpath(path))
            with _writing_into(place.parent):
                _replace(place, data)
    except OSError as error:
        why = error.strerror or error
        raise type(error)(f"{path} cannot be written ({why}); nothing was changed there; make room or name another") from error


@contextmanager
def _writing_into(folder: Path) -> Iterator[None]:
    """Share the folder's lock with all who write there; who has it alone first knows that parts of files are of the dead."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # not everywhere can a folder be opened; whoever can clears it
        yield
        return
    try:
        with suppress(OSError):  # somebody else writes there now, or what is left is not ours
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for part in folder.glob(PART.format("*")):
                part.unlink(missing_ok=True)
        with suppress(OSError):  # where there are no locks, nobody clears anything
            fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


def _replace(place: Path, data: bytes) -> None:
    if place.exists():
        place.open("r+b").close()  # what may not be written is not replaced either
    beside = place.with_name(PART.format(secrets.token_hex(8)))
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
