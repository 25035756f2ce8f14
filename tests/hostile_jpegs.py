"""JPEGs that are made to do harm: as many pixels as their header can say, gone over again and again, by every kind of scan."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from PIL import Image

from nncore.files.untrusted.bounds import SCANS
from nncore.files.untrusted.picture import SCAN
from tests.doors import picture

Scan = tuple[Sequence[int], Sequence[int]]  # which colours it brings, and what of their blocks
SEQUENTIAL, PROGRESSIVE, TABLES = b"\xff\xc0", b"\xff\xc2", b"\xff\xc4"
WHOLE, CONSTANT, CHANGES = (0, 63, 0), (0, 0, 0), (1, 63, 0)  # of a block: its first number, its last one, and which bits
LIKE_A_SCAN = (0xff, 0xda, 0)  # where all is sequential, nobody minds what stands here
GREY, END = "00", "1010"  # in the standard tables' codes: no change of the mean, and nothing more in this block
BEYOND, LARGEST = 7740, 4990  # pixels a side: of a photo that is made smaller as it is decoded, and of one that is held whole


def grey_jpeg(kind: bytes, side: int, colours: int, scans: Sequence[Scan]) -> bytes:
    """A square JPEG of one grey, with so many colours, by the scans that are asked for."""
    real = picture(Image.new("L", (8, 8)), "JPEG")
    head = struct.pack(">BHHB", 8, side, side, colours) + b"".join(bytes((colour, 0x11, 0)) for colour in range(colours))
    return (real[:real.index(SEQUENTIAL)] + real[real.index(TABLES):real.index(SCAN)] + segment(kind, head)
            + b"".join(scan((side + 7) // 8, *each) for each in scans) + b"\xff\xd9")


def scan(blocks: int, colours: Sequence[int], part: Sequence[int]) -> bytes:
    """A scan over blocks x blocks of each colour."""
    head = bytes((len(colours), *(number for colour in colours for number in (colour, 0)), *part))
    block = GREY if part == CONSTANT else END if 0 < part[0] < 64 else GREY + END
    eight = int(8 * block, 2).to_bytes(len(block), "big")  # blocks, which end where a byte does
    return segment(SCAN, head) + eight * (blocks * blocks * len(colours) // 8 + 1)


def segment(name: bytes, content: bytes) -> bytes:
    """A part of a JPEG, which says its length."""
    return name + struct.pack(">H", len(content) + 2) + content


def each_by_itself(colours: int, part: Sequence[int]) -> list[Scan]:
    """A scan for each colour."""
    return [((colour,), part) for colour in range(colours)]


def too_many_pixels() -> Iterator[tuple[str, bytes]]:
    """(name, content) of JPEGs that decoding would hold whole, with more pixels than one of that kind may have."""
    yield "a scan per colour", grey_jpeg(SEQUENTIAL, BEYOND, 3, each_by_itself(3, WHOLE))
    hidden = grey_jpeg(SEQUENTIAL, BEYOND, 3, each_by_itself(3, LIKE_A_SCAN))
    yield "a scan inside a scan's head", hidden
    first = hidden.index(SCAN, hidden.index(SCAN) + 2)
    yield "that with three colours", hidden[:first + 4] + b"\3" + hidden[first + 5:]
    for colours in (3, 4):
        all_at_once = tuple(range(colours)), CONSTANT
        yield f"progressive, {colours} colours", grey_jpeg(PROGRESSIVE, BEYOND, colours, [all_at_once])
        yield (f"progressive, {colours} colours, a scan for each",
               grey_jpeg(PROGRESSIVE, BEYOND, colours, [all_at_once, *each_by_itself(colours, CHANGES)]))
    yield "a strip", picture(Image.new("CMYK", (60_000, 990)), "JPEG")


def largest() -> Iterator[tuple[str, bytes]]:
    """(name, content) of JPEGs of four colours with as many pixels as one may have that is held whole."""
    all_at_once = tuple(range(4)), CONSTANT
    numbers = [((colour,), (number, number, 0)) for number in range(1, 64) for colour in range(4)]
    yield "a scan per colour", grey_jpeg(SEQUENTIAL, LARGEST, 4, each_by_itself(4, WHOLE))
    yield "progressive, and no more than its mean", grey_jpeg(PROGRESSIVE, LARGEST, 4, [all_at_once])
    yield "a scan per number", grey_jpeg(PROGRESSIVE, LARGEST, 4, [all_at_once, *numbers[:SCANS - 1]])
