"""Files and values that are made to do harm: bombs of every compression, headers that lie, and too much of everything.

    python -m tests.hostile

judges each behind a limit of memory that the system holds, and prints a line for each.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import resource
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from nncore.files.untrusted.bounds import SCANS
from nncore.files.untrusted.picture import SCAN
from tests import hostile_jpegs
from tests.doors import IMAGES, LABELS, SAVED, TABLE, judged, picture

MEMORY = 300 * 2**20  # bytes over what the app has
LARGE = 400_000_000  # bytes that a bomb unfolds to


def zeros(count: int, **how) -> bytes:
    """So many zero bytes, deflated."""
    packer, block = zlib.compressobj(9, **how), bytes(10_000_000)
    return b"".join(packer.compress(block) for _ in range(count // len(block))) + packer.flush()


def array(descr: str = "<f4", shape: str = "(5,)", content: bytes = b"") -> bytes:
    """A .npy with any header."""
    header = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}".encode().ljust(117) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + content


def archive(packing: int = zipfile.ZIP_STORED, **changed: bytes) -> bytes:
    """The saved network with some members changed."""
    with zipfile.ZipFile(io.BytesIO(SAVED)) as old, zipfile.ZipFile(file := io.BytesIO(), "w", packing) as new:
        for name in old.namelist():
            new.writestr(name, changed.get(name.removesuffix(".npy"), old.read(name)))
    return file.getvalue()


def marked(content: bytes, place: int, value: int) -> bytes:
    """An archive in whose list, and before whose members, one number is another: 8 are the flags, 10 the packing."""
    changed = bytearray(content)
    for name, shift in ((b"PK\x01\x02", 0), (b"PK\x03\x04", -2)):
        for found in re.finditer(re.escape(name), content):
            changed[found.start() + place + shift] = value
    return bytes(changed)


def archives() -> Iterator[tuple[str, bytes]]:
    """(name, content) of archives that lie."""
    for name, packing in (("bzip2", zipfile.ZIP_BZIP2), ("lzma", zipfile.ZIP_LZMA)):
        yield name, archive(packing, parameters=array(shape="(10000000,)", content=bytes(40_000_000)))
    yield "deflate", archive(zipfile.ZIP_DEFLATED, parameters=array(shape="(10000000,)", content=bytes(40_000_000)))
    yield "zstd", marked(SAVED, 10, 93)
    yield "locked", marked(SAVED, 8, 1)
    for shape in ("(1000000000000,)", "(-5,)", "(2.5,)", "(4294967295, 4294967295)", "()", "(5, True)", "(" * 50 + ")" * 50):
        yield f"shape {shape[:30]}", archive(parameters=array(shape=shape))
    for descr in ("|O", "<U100000", "<M8[s]", "|V8", "<c16"):
        yield f"type {descr}", archive(parameters=array(descr))
    yield "pickle", archive(parameters=array("|O", "(1,)", b"cos\nsystem\n(S'true'\ntR."))
    yield "elsewhere", SAVED.replace(b"experiment.npy", b"../periment.np")
    directory = (b"PK\x01\x02" + bytes(42)) * 1_000_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, len(directory), 0, 0)
    yield "a million members", directory + end
    twice = io.BytesIO(SAVED)
    with zipfile.ZipFile(twice, "a") as more:
        more.filelist.append(more.filelist[0])
        more._didModify = True
    yield "one name twice", twice.getvalue()


def packed() -> Iterator[tuple[str, bytes]]:
    """(name, content) of .gz files."""
    yield from (("zeros", zeros(LARGE, wbits=31)), ("lines", gzip.compress(b"\n" * 50_000_000, 9)))
    yield "a name without end", b"\x1f\x8b\x08\x08" + bytes(6) + b"a" * 50_000_000
    yield "many packs", gzip.compress(b"") * 500_000
    yield "cut", gzip.compress(TABLE)[:-9]


def tables() -> Iterator[tuple[str, bytes]]:
    """(name, content) of tables."""
    yield from packed()
    row = b",".join([b"3"] + [b"0"] * 784)
    yield "one long row", b"0," * 20_000_000
    yield "too many rows", gzip.compress((row + b"\n") * 100_002, 1)
    for name, cell in (("text", b"x"), ("NaN", b"nan"), ("long", b"9" * 5000), ("Arabic", "٣".encode()), ("negative", b"-1")):
        yield name, row.replace(b"0", cell, 1)
    yield "a column less", row[:-2]
    yield "UTF-16", row.decode().encode("utf-16")
    yield "wide letters", ("😀" * 12_000 + "\n").encode() * 400


def png(width: int, height: int, chunks: bytes = b"", pixels: bytes = b"", depth: int = 8) -> bytes:
    """A PNG of grey pixels, with any header."""
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">L", len(content)) + name + content + struct.pack(">L", zlib.crc32(name + content))
    head = chunk(b"IHDR", struct.pack(">LLBBBBB", width, height, depth, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunks + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def sheet(kind: str, side: int, **how) -> bytes:
    """A picture with a bar on it, in as many colours as its format can have."""
    image = Image.new({"PNG": "RGBA", "WEBP": "RGBA", "GIF": "L"}.get(kind, "RGB"), (side, side))
    image.paste("white", (side // 2, side // 4, side * 3 // 5, side * 3 // 4))
    return picture(image, kind, **how)


def pictures() -> Iterator[tuple[str, bytes]]:
    """(name, content) of pictures."""
    yield "PNG 30,000 x 30,000", png(30_000, 30_000, pixels=zeros(LARGE))
    yield "PNG 12,000 x 12,000", png(12_000, 12_000, pixels=zeros(150_000_000))
    yield "a million parts", png(9, 9, (struct.pack(">L", 0) + b"tEXt" + struct.pack(">L", zlib.crc32(b"tEXt"))) * 1_000_000)
    yield "long text", png(9, 9, struct.pack(">L", 400_011) + b"zTXt" + b"a\0\0" + zeros(LARGE)[:400_008] + bytes(4))
    yield "GIF 65,535", b"GIF89a" + struct.pack("<HHBBB", 65535, 65535, 0, 0, 0) + b";"
    yield "GIF comments", b"GIF89a" + struct.pack("<HHBBB", 9, 9, 0, 0, 0) + b"\x21\xfe\x01a\x00" * 3_000_000
    yield "WebP 16,384", b"RIFF\x1a\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\x3f\0\xff\x3f\0"
    yield "JPEG of many scans", hostile_jpegs.grey_jpeg(b"\xff\xc2", 64, 1, [((0,), (0, 0, 0))] * 100_000)
    yield "EPS", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n"
    yield "BMP", b"BM" + struct.pack("<LHHLLllHHLLllLL", 100, 0, 0, 54, 40, 30000, 30000, 1, 24, 0, 0, 0, 0, 0, 0)
    for kind, side, how in (("PNG", 3450, {}), ("WEBP", 3450, {"lossless": True, "method": 0}), ("JPEG", 7740, {}),
                            ("JPEG", 4990, {"progressive": True, "subsampling": 0}), ("GIF", 3450, {}), ("BMP", 2600, {})):
        yield f"the largest {kind}", sheet(kind, side, **how)
    most = sheet("JPEG", 4990, progressive=True, subsampling=0)
    scan = most[most.rindex(SCAN):-2]
    yield "the largest JPEG of most scans", most[:-2] + scan * (SCANS - most.count(SCAN)) + most[-2:]
    x, y = np.mgrid[:900, :900]
    yield "a pattern", picture(Image.fromarray(np.where((x % 2) | (y % 2), 255, 0).astype(np.uint8)))
    yield "a printed page", picture(Image.fromarray(np.where((x % 15 < 7) & (y % 14 < 5), 0, 255).astype(np.uint8)))


def at_their_bound() -> Iterator[tuple[str, bytes]]:
    """(name, content) of pictures of which a full folder holds as many pixels as it may."""
    for kind, how in (("PNG", {}), ("WEBP", {"lossless": True, "method": 0})):
        yield f"the largest {kind}", sheet(kind, 3450, **how)


def strokes() -> Iterator[tuple[str, bytes]]:
    """(name, JSON) of drawings."""
    def told(*paths) -> bytes:
        return json.dumps({"objects": [{"path": path} for path in paths]}).encode()
    bar = [["M", 0, 100], *(["L", x / 10, 100 + x % 2 * 1e-9] for x in range(3000))]
    yield "a bar gone over twice", told(bar, [[name, x + 0.01, y] for name, x, y in bar])
    yield "a million points", told([["L", 1, 1]] * 1_000_000)
    yield "a thousand strokes", told(*[[["M", 1, 1], ["L", 9, 9]]] * 1000)
    yield "zigzags", told(*[[["L", (7 * x) % 328, (11 * x * y) % 328] for x in range(33)] for y in range(299)])
    yield "hatching", told(*[[["M", 2 * x, 0], ["L", 2 * x + 300, 300]] for x in range(299)])
    for value in ("NaN", "Infinity", "1e308", "1e999", '"x"', "null", "[]", "true"):
        yield f"at {value}", b'{"objects": [{"path": [["M", 1, 1], ["L", %b, 5]]}]}' % value.encode()
    for name in ("[]", "{}", "null", "3", '{"objects": 3}', '{"objects": [3]}', '{"objects": [{"path": 3}]}'):
        yield name, name.encode()


def cases() -> Iterator[tuple[str, str, bytes]]:
    """(door, name, content) of everything hostile."""
    for door, found in (("network", archives()), ("table", tables()), ("images", packed()), ("photo", pictures()),
                        ("folder", pictures()), ("full folder", at_their_bound()), ("canvas", strokes())):
        yield from ((door, name, content) for name, content in found)
    yield from (("photo", f"too many pixels: {name}", content) for name, content in hostile_jpegs.too_many_pixels())
    yield from (("photo", f"the largest JPEG: {name}", content) for name, content in hostile_jpegs.largest())
    header = struct.pack(">HBB3I", 0, 8, 3, 2**32 - 1, 28, 28)
    yield from (("images", "huge header", header), ("labels", "images instead", IMAGES), ("images", "labels instead", LABELS),
                ("settings", "deep", b"[" * 3000), ("settings", "long", b'{"seed":' + b"9" * 3000 + b"}"),
                ("mission", "deep", b"{" * 900), ("sweep", "huge", b'{"try":{"seed":[' + b"1," * 900 + b"1]}}"))
    for door in ("network", "checkpoint", "handwriting", "photo", "folder", "table", "images", "settings", "canvas"):
        yield door, "empty", b""


def main() -> int:
    """Judge them all; the exit code says how many were answered by anything but a result or a sentence, in time and memory."""
    wrong, everything = 0, list(cases())
    judged("photo", picture(Image.new("L", (40, 40), 255)))  # what is loaded when it is first used
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + MEMORY,) * 2)
    for door, name, content in everything:
        kind, said = judged(door, content)
        if kind == "refused" and name.startswith("the largest"):
            kind, said = "failed", f"it is within the bounds, but: {said}"
        if name.startswith("too many pixels") and not said.startswith("the picture has "):
            kind, said = "failed", f"it is not within the bounds, but: {said or kind}"
        wrong += kind == "failed"
        print(f"{kind:9} {door}, {name}: {said[:150]}", flush=True)
    return min(wrong, 100)


if __name__ == "__main__":
    sys.exit(main())
