"""How much of what comes from outside is read at most: bytes, pixels, rows and pieces, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .refusal import RefusedError


@dataclass(frozen=True)
class DataSet:
    """How many digits to learn from are read at most, and how many pixels pictures of them may have together."""

    digits: int
    pixels: int


# MNIST's 70,000 take 55 MB and stay with their visitor: a server of 690 MB bears a few. So many pixels are MNIST's 60,000 digits
# for training, or six hundred drawings.
FROM_A_VISITOR = DataSet(digits=70_000, pixels=60_000_000)
# EMNIST has 280,000 digits, and who gives a command knows their own machine; a million take 784 MB.
FROM_A_COMMAND = DataSet(digits=1_000_000, pixels=1_000_000_000)
UPLOAD = 100  # megabytes that a visitor's files take together: the largest network that we save takes 96, with its checkpoint
FILES = 2000  # that are opened at once in a browser
HELD, HELD_FILES = 2 * UPLOAD, 10 * FILES  # megabytes and files of all visitors that stand in uploaders: two of the largest
LINE = 16 * 785  # characters of a row of a table: 785 numbers, with quotes and spaces
ROW = 4 * 785  # characters that a table has for each digit that may be in it, unpacked; 70,000 such rows are read in two seconds
PICTURE = 20  # megabytes of a picture
# Pixels of a picture, by its format, and no other format is opened. WebP takes 16 bytes a pixel; of all others 12 million are
# 48 MB. A picture is decoded in a second.
PIXELS = {"JPEG": 25_000_000, "PNG": 12_000_000, "WEBP": 12_000_000, "BMP": 12_000_000, "GIF": 12_000_000}
PHOTO = 60_000_000  # pixels of a JPEG that is made smaller row by row, as it is decoded; phones take photos of 50 million
SCANS = 50  # of a JPEG: each goes over the whole picture again; real ones have about ten
PARTS = 20_000  # of a picture's file, as Pillow reads them one by one
DIRECTORY = 128 * 1024  # bytes of an archive's list of members; ours take about one
HEADER = 4096  # bytes that say the shape of an array
BRACKETS = 200  # of a JSON text: so deep it is at most
STROKES, COMMANDS = 300, 10_000  # of a drawing on the canvas, and of all its strokes together: a hundred seconds of drawing
TOLD = 2_000_000  # bytes of JSON: what is said of so many commands takes 900,000, and the picture 600,000 at most
CANVAS = 1_000_000  # pixels of the canvas's own picture; it has 107,584
AROUND = 2000  # CSS pixels that a stroke may leave the canvas by, as a pointer does that is moved on
CHUNK = 64 * 1024  # bytes that are unpacked at a time
PACKS = 10_000  # of which a .gz consists, one after the other


def check_upload(sizes: Sequence[int]) -> None:
    """Refuse files, of so many bytes each, that are more than FILES or take more than UPLOAD together."""
    if len(sizes) > FILES:
        raise RefusedError(f"these are {len(sizes):,} files; up to {FILES:,} can be opened at once")
    if sum(sizes) > UPLOAD * 2**20:
        raise RefusedError(f"these files take {sum(sizes) / 2**20:,.0f} MB; up to {UPLOAD} MB can be opened at once, and packed "
                           "as .gz they take less")
