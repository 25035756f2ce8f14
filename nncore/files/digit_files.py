"""Digits of one's own come as a pair of IDX files, as a table or as a folder of pictures; what comes is seen by the names."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..digits import Digits
from .csv_table import read_table
from .idx import read_idx_pair
from .picture_folder import SUFFIXES, read_pictures
from .untrusted.bounds import DataSet
from .untrusted.refusal import RefusedError, in_a_line

TABLES = (".csv", ".csv.gz")


@dataclass(frozen=True)
class DataFile:
    """A file by its name, whole with its folders, and a way to open it; it may lie on the disk or come from a browser."""

    name: str
    open: Callable[[], BinaryIO]

    @property
    def place(self) -> str:
        """What a sentence calls it."""
        return in_a_line(self.name)

    @classmethod
    def in_memory(cls, name: str, content: bytes) -> DataFile:
        return cls(name, lambda: io.BytesIO(content))


def on_disk(path: str | Path, most: DataSet) -> list[DataFile]:
    """The file at `path`, or all files in the folder and its subfolders, no more than `most` has digits."""
    path = Path(path)
    if not path.exists():
        raise RefusedError(f"{in_a_line(path)}: there is no such file or folder; the path of one that is there would be right")
    found = (each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
    files = list(itertools.islice(found, most.digits + 1))
    if len(files) > most.digits:
        raise RefusedError(f"{in_a_line(path)}: there are more than {most.digits:,} files in it; so many can be read")
    return [DataFile(str(each), lambda each=each: each.open("rb")) for each in sorted(files)]


def is_half_a_pair(names: Sequence[str]) -> bool:
    """Whether files of these names are one IDX file alone, which waits for its other half."""
    return len(names) == 1 and _is_idx(names[0]) and not names[0].lower().endswith((*TABLES, *SUFFIXES))


def _is_idx(name: str) -> bool:
    return "idx" in name.lower() or "ubyte" in name.lower()


def read_digits(files: Sequence[DataFile], most: DataSet) -> Digits:
    """The digits in `files`, up to `most`.

    Raises ValueError with one sentence that names the file, and the row and column if it has some.
    """
    tables = [file for file in files if file.name.lower().endswith(TABLES)]
    pictures = [file for file in files if file.name.lower().endswith(SUFFIXES)]
    if len(tables) == 1:
        return read_table(tables[0].place, tables[0].open, most.digits)
    if pictures:
        return read_pictures(pictures, most)
    idx = [file for file in files if _is_idx(file.name)]
    if len(idx) == 2:
        return read_idx_pair(*sorted(idx, key=lambda file: "label" in file.name.lower()), most.digits)
    names = ", ".join(file.place for file in files[:4]) or "nothing"
    raise ValueError(f"{names}: digits come as two IDX files (images and labels, .gz too), as one .csv, or as a folder of "
                     "pictures")
