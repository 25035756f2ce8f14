"""A picture is measured before it is decoded: a file of a few bytes may unfold to gigabytes."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import Image, ImageFile, JpegImagePlugin

from .bounds import PARTS, PHOTO, PICTURE, PIXELS, SCANS
from .refusal import RefusedError, opened, refusing

NO_PICTURE = "this is not a picture that can be read; a PNG, JPEG or WebP can"
TOO_LARGE = (f"the picture has {{}} pixels; a JPEG with up to {PIXELS['JPEG']:,} ({PHOTO:,} as phones save it), and any other "
             f"with up to {PIXELS['PNG']:,}, can be read")
JPEG = b"\xff\xd8"
SCAN = b"\xff\xda"  # begins each of a JPEG's scans, and stands nowhere inside them
ORIENTATION = 0x0112  # Exif's number of it
UPRIGHT = {2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
           5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
           8: Image.Transpose.ROTATE_90}


def read_picture(file: str | Path | BinaryIO, enough: int) -> Image.Image:
    """The first frame of a picture, decoded and upright, from a path or an open file: up to PICTURE MB, and PIXELS or PHOTO.

    Where its longer side is more than twice `enough`, a JPEG may come smaller, as that costs less. 16 bits a pixel become 8.
    """
    content = _content(file)
    with refusing(NO_PICTURE):
        picture = _known_by_header(content)
        size = picture.size
        if max(size) > 2 * enough:
            picture.draft("L", (2 * enough, 2 * enough))
        if not _comes_in_rows(picture, content):
            _check_size(size, PIXELS[picture.format])
        if picture.format == "BMP" and picture.tile[0][0] == "bmp_rle":
            raise RefusedError("a BMP that is packed is not read; a PNG would be right")
        picture.load()
        if picture.mode.startswith("P") and picture.palette is None:
            raise RefusedError("the picture's colours are missing, as its pixels are no more than their numbers; save it again")
        turn = UPRIGHT.get(picture.getexif().get(ORIENTATION))
        picture = _eight_bits(picture)
        return picture if turn is None else picture.transpose(turn)


def pixels_of(file: str | Path | BinaryIO) -> int:
    """How many pixels a picture has, as its header says; none is decoded."""
    content = _content(file)
    with refusing(NO_PICTURE):
        width, height = _known_by_header(content).size
    return width * height


def _content(file: str | Path | BinaryIO) -> bytes:
    with opened(file) as stream:
        content = stream.read(PICTURE * 2**20 + 1)
    if len(content) > PICTURE * 2**20:
        raise RefusedError(f"the picture's file has more than {PICTURE} MB; save it again, smaller")
    if content[:2] == JPEG and content.count(SCAN) > SCANS:
        raise RefusedError(f"the JPEG goes over its picture more than {SCANS} times; save it again, as a plain one")
    return content


def _check_size(size: tuple[int, int], most: int) -> None:
    if size[0] * size[1] > most:
        raise RefusedError(TOO_LARGE.format(f"{size[0]:,} x {size[1]:,}"))


def _known_by_header(content: bytes) -> ImageFile.ImageFile:
    """The picture, of which no pixel has been looked at; of a JPEG that holds several, as phones save them, the first."""
    if content[:2] == JPEG:
        picture = JpegImagePlugin.JpegImageFile(_FewReads(content))
        _check_size(picture.size, PHOTO)
        return picture
    _check_size(_webp_size(content), PIXELS["WEBP"])
    try:
        picture = Image.open(_FewReads(content), formats=[kind for kind in PIXELS if kind != "JPEG"])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RefusedError(TOO_LARGE.format("hundreds of millions of")) from error
    _check_size(picture.size, PIXELS[picture.format])
    return picture


def _comes_in_rows(picture: ImageFile.ImageFile, content: bytes) -> bool:
    """Whether a picture, whose header has been read, is never held whole at its full size: a JPEG of one scan, made smaller."""
    if picture.format != "JPEG" or "progressive" in picture.info or picture.width * picture.height > PIXELS["JPEG"]:
        return False
    read, colours = picture.fp.tell(), picture.layers  # the header ends with that of the first scan
    said = SCAN + (6 + 2 * colours).to_bytes(2, "big") + bytes((colours,))  # how long it is, and of how many colours
    return content.startswith(said, read - 2 * colours - len(said) - 3)  # all of them; else each has a scan of its own


class _FewReads(io.BytesIO):
    """A file that is read PARTS times at most: of millions of tiny parts each would cost Pillow a while."""

    reads = 0

    def read(self, *size) -> bytes:
        self.reads += 1
        if self.reads > PARTS:
            raise RefusedError("the picture's file is made of too many parts; save it again, as a PNG")
        return super().read(*size)


def _webp_size(content: bytes) -> tuple[int, int]:
    """(width, height) as a WebP's header says, for which Pillow would set memory aside at once; (0, 0) of any other."""
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        return 0, 0
    kind, numbers = content[12:16], [int.from_bytes(content[at:at + size], "little")
                                     for at, size in ((24, 3), (27, 3), (26, 2), (28, 2), (21, 4))]
    if kind == b"VP8X":
        return numbers[0] + 1, numbers[1] + 1
    if kind == b"VP8 ":
        return numbers[2] & 0x3FFF, numbers[3] & 0x3FFF
    return (numbers[4] & 0x3FFF) + 1, (numbers[4] >> 14 & 0x3FFF) + 1


def _eight_bits(picture: Image.Image) -> Image.Image:
    """The picture; of one with 16 bits a pixel the upper eight."""
    if not picture.mode.startswith("I"):
        return picture
    return Image.fromarray((np.asarray(picture).astype(np.uint16) >> 8).astype(np.uint8))
