"""A packed file says nothing of how large it is: it is unpacked bit by bit, as far as somebody reads it."""

from __future__ import annotations

import io
import zlib
from typing import BinaryIO

from .bounds import CHUNK, PACKS
from .refusal import RefusedError

GZIP = b"\x1f\x8b"
GZIP_FORMAT = 16 + zlib.MAX_WBITS  # what zlib calls it


def unpacked(stream: BinaryIO, name: str) -> BinaryIO:
    """The content of a file, unpacked if it is a .gz, which its first bytes tell; never more than CHUNK of it is held.

    Raises RefusedError, with the name, at the place where a packed file is damaged.
    """
    is_packed = stream.read(len(GZIP)) == GZIP
    stream.seek(0)
    return io.BufferedReader(_Unpacked(stream, name), CHUNK) if is_packed else stream


class _Unpacked(io.RawIOBase):
    """What a .gz holds. Python's own gzip reads the name in its header letter by letter, which can take minutes."""

    def __init__(self, stream: BinaryIO, name: str):
        self._stream, self._name, self._packs = stream, name, 1
        self._rest, self._unpacking = b"", zlib.decompressobj(GZIP_FORMAT)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        try:
            content = self._read(len(buffer))
        except zlib.error as error:
            raise RefusedError(f"{self._name}: the file is damaged ({error}); pack it again") from error
        buffer[:len(content)] = content
        return len(content)

    def _read(self, size: int) -> bytes:
        """Up to `size` bytes; none at the end alone."""
        content = b""
        while not content:
            packed = self._rest or self._stream.read(CHUNK)
            if self._unpacking.eof and not packed.strip(b"\0"):
                return b""
            if not packed:
                raise RefusedError(f"{self._name}: the file is damaged (it ends too early); pack it again")
            if self._unpacking.eof:
                self._next_pack()
            content = self._unpacking.decompress(packed, size)
            self._rest = self._unpacking.unused_data if self._unpacking.eof else self._unpacking.unconsumed_tail
        return content

    def _next_pack(self) -> None:
        """Several packs, one after the other, are one file."""
        self._packs += 1
        if self._packs > PACKS:
            raise RefusedError(f"{self._name}: the file is packed in more than {PACKS:,} pieces; pack it again, in one")
        self._unpacking = zlib.decompressobj(GZIP_FORMAT)
