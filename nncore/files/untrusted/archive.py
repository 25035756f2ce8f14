"""An .npz may come from anywhere: of its arrays only plain ones are read, and no more of them than they promise."""

from __future__ import annotations

import math
import re
import zipfile
from typing import BinaryIO

import numpy as np

from .bounds import DIRECTORY, HEADER
from .json_text import parsed
from .refusal import RefusedError, refusing

ARRAY = re.compile(rb"\{'descr': '([<>|]?[biufU]\d{1,6})', 'fortran_order': (True|False), "
                   rb"'shape': \(((?:\d{1,10}, ?)*(?:\d{1,10})?)\), \} *\n")  # how NumPy writes an array's header


class Archive:
    """The arrays of an .npz, of which each is read when it is asked for. `sentence` says what would be one, if this is not."""

    def __init__(self, stream: BinaryIO, sentence: str):
        self._sentence = sentence
        with refusing(sentence):
            self._zip = zipfile.ZipFile(_ShortReads(stream))
        names = self._zip.namelist()
        if len(set(names)) < len(names):
            raise RefusedError("two arrays in the file have the same name; in a file saved by Inkling each has its own")

    def __contains__(self, name: str) -> bool:
        return f"{name}.npy" in self._zip.namelist()

    def array(self, name: str, limit: int) -> np.ndarray:
        """The array `name`, if it is plain and takes at most `limit` bytes; no more of it is unpacked than its header says."""
        if name not in self:
            raise RefusedError(f"the file holds no {name!r}; one saved by Inkling does")
        member = self._zip.getinfo(f"{name}.npy")
        if member.flag_bits & 1 or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise RefusedError(f"{name!r} is locked, or packed in a way that Inkling never uses; a file saved by Inkling opens")
        with refusing(self._sentence), self._zip.open(member) as stream:
            shape, columns_first, dtype = _header(stream, name)
            size = math.prod(shape) * dtype.itemsize
            if size > limit:
                raise RefusedError(f"{name!r} takes {size:,} bytes; at most {limit:,} would be right")
            content = stream.read(size + 1)
            if len(content) != size:
                raise RefusedError(f"{name!r} does not hold the {size:,} bytes that it promises; a file saved by Inkling does")
            return np.frombuffer(content, dtype).reshape(shape, order="F" if columns_first else "C")

    def numbers(self, name: str, size: int, kind: str = "f") -> np.ndarray:
        """The array `name`, which must be `size` finite numbers, of kind f for float or i for int."""
        values = self.array(name, size * np.dtype(np.float64).itemsize)
        if values.shape != (size,) or values.dtype.kind != kind or not np.isfinite(values).all():
            raise RefusedError(f"{name!r} does not hold what the file's settings need: {size:,} finite numbers")
        return values

    def json(self, name: str, limit: int):
        """What the text `name` of up to `limit` bytes says."""
        text = self.array(name, limit)
        if text.dtype.kind != "U" or text.shape:
            raise RefusedError(f"{name!r} is {text.dtype} {text.shape}; a text would be right")
        with refusing(self._sentence):
            return parsed(str(text), limit, f"{name!r} is no text that can be read; in a file saved by Inkling it is")


class _ShortReads:
    """A file that gives little at once: zipfile asks for as much as an archive claims that its directory takes."""

    def __init__(self, stream: BinaryIO):
        self._stream, self.seek, self.tell = stream, stream.seek, stream.tell

    def read(self, size: int = -1) -> bytes:
        return self._stream.read(DIRECTORY if size < 0 else min(size, DIRECTORY))

    def seekable(self) -> bool:
        return True


def _header(stream: BinaryIO, name: str) -> tuple[tuple[int, ...], bool, np.dtype]:
    """(shape, whether columns come first, type) of an array, by the very words that NumPy writes; nothing is evaluated."""
    start = stream.read(10)
    length = int.from_bytes(start[8:10], "little")
    said = ARRAY.fullmatch(stream.read(length)) if start[:8] == b"\x93NUMPY\x01\x00" and length <= HEADER else None
    if not said:
        raise RefusedError(f"{name!r} is not a plain array of numbers or text; a file saved by Inkling holds nothing else")
    return tuple(map(int, re.findall(rb"\d+", said[3]))), said[2] == b"True", np.dtype(said[1].decode())
