"""Every door by which something comes in from outside, a real file for each, and how an answer is judged."""

from __future__ import annotations

import gzip
import io
import json
import re
import struct
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import partial

import numpy as np
from PIL import Image

import nncore
from nncore.cli.main import main
from nncore.files import handwriting
from nncore.files.checkpoints import checkpoint_arrays, load_checkpoint
from nncore.files.digit_files import DataFile, read_digits
from nncore.files.links import from_link, to_link
from nncore.files.networks import to_bytes
from nncore.files.pictures import open_picture
from nncore.files.untrusted.bounds import FROM_A_VISITOR
from nncore.reading.photo import ink_of_photo
from nncore.reading.reader import read_strokes, refuse_a_page
from nncore.runs.lessons import LESSONS, lesson_named
from nncore.runs.mission import Mission
from nncore.runs.start import first_checkpoint
from pages.ui.draw.canvas_strokes import strokes_of
from pages.ui.shared.sheet import Sheet
from pages.ui.sweep import plan

SECONDS = 2  # of the processor, for whatever comes
SENTENCE = re.compile(r"[^\n]{10,600}")
EXPERIMENT = nncore.Experiment(hidden=(6,), batch_norm=True, seed=3)
NETWORK = nncore.build(EXPERIMENT)


@dataclass(frozen=True)
class Door:
    """`read` takes what came, as bytes, and `real` are some that are right."""

    read: Callable[[bytes], object]
    real: tuple[bytes, ...]


def idx(array: np.ndarray) -> bytes:
    """An IDX file of bytes."""
    return struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.astype(np.uint8).tobytes()


def picture(image: Image.Image, kind: str = "PNG", **how) -> bytes:
    """A picture's file."""
    image.save(file := io.BytesIO(), kind, **how)
    return file.getvalue()


def photo(content: bytes) -> None:
    """A picture as Draw reads it, up to where digits are looked for."""
    refuse_a_page(ink_of_photo(open_picture(io.BytesIO(content))))


def drawing(content: bytes) -> None:
    """What the canvas tells, as JSON here, read to the end."""
    try:
        drawn = json.loads(content)
    except (ValueError, RecursionError) as error:  # Streamlit's own, before anything of ours is asked
        raise ValueError("this is no JSON, and comes no further") from error
    read_strokes(NETWORK, *strokes_of(drawn))


def command(name: str, suffix: str, content: bytes) -> None:
    """A command with a file, whose sentence on stderr becomes a ValueError again."""
    with tempfile.NamedTemporaryFile(suffix=suffix) as file, redirect_stdout(io.StringIO()):
        file.write(content)
        file.flush()
        with redirect_stderr(io.StringIO()) as said:
            code = main([name, file.name])
    if code:
        raise ValueError(said.getvalue().removeprefix("nncore: ").removesuffix("\n"))


def digits(*files: tuple[str, bytes]) -> nncore.Digits:
    """The digits in files that a visitor sent, each a name and what is in it."""
    return read_digits([DataFile.in_memory(*file) for file in files], FROM_A_VISITOR)


def pair(images: bytes, labels: bytes) -> nncore.Digits:
    """The digits of two IDX files."""
    return digits(("images-idx3-ubyte", images), ("labels-idx1-ubyte", labels))


def table(digits: nncore.Digits) -> bytes:
    """Digits as a .csv."""
    return "\n".join(",".join(map(str, [label, *image.ravel()])) for image, label
                     in zip(digits.images, digits.labels, strict=True)).encode()


def pictures() -> tuple[bytes, ...]:
    """One picture in every kind that is read: grey, colours of print, see-through, palette, 16 bits, animated, a
    phone's several in one."""
    sheet = np.full((60, 80), 250, np.uint8)
    sheet[10:50, 30:36] = 20
    grey = Image.fromarray(sheet)
    return (picture(grey), picture(grey, "JPEG"), picture(grey.convert("CMYK"), "JPEG", progressive=True),
            picture(grey.convert("RGBA"), "WEBP"), picture(grey, "WEBP", lossless=True), picture(grey.convert("P"), "GIF"),
            picture(grey.convert("P")), picture(Image.fromarray(sheet.astype(np.uint16) * 257)),
            picture(grey, "GIF", save_all=True, append_images=[grey.rotate(90)]), picture(grey.convert("RGB"), "BMP"),
            picture(grey, "MPO", save_all=True, append_images=[grey.rotate(90)]))


def told() -> bytes:
    """Two strokes as the canvas tells them."""
    path = [["M", 10, 10], *(["Q", 10 + x, 10 + x, 12 + x, 11 + x] for x in range(0, 90, 3)), ["L", 120, 100]]
    stroke = {"type": "path", "path": path, "left": 60, "top": 60, "strokeWidth": 16, "scaleX": 1, "scaleY": 1, "angle": 0}
    return json.dumps({"version": "5", "objects": [stroke, {**stroke, "left": 200}]}).encode()


RANDOM = np.random.default_rng(0).integers(0, 256, (3, 28, 28)).astype(np.uint8)
THREE = nncore.Digits(RANDOM, np.array([3, 1, 4], np.uint8))
SAVED = to_bytes(NETWORK, EXPERIMENT, **checkpoint_arrays(first_checkpoint(NETWORK, EXPERIMENT)))
IMAGES, LABELS, TABLE, PICTURES = idx(THREE.images), idx(THREE.labels), table(THREE), pictures()
SWEEP = plan.Plan({"learning_rate": ("0.1", "0.01")}, True, 4, 7).to_link().encode()
DOORS = {
    "network": Door(lambda content: nncore.load(io.BytesIO(content)), (SAVED,)),
    "checkpoint": Door(lambda content: load_checkpoint(io.BytesIO(content)), (SAVED,)),
    "handwriting": Door(lambda content: handwriting.read_handwriting(io.BytesIO(content)), (handwriting.to_bytes(THREE),)),
    "photo": Door(photo, PICTURES),
    "folder": Door(lambda content: digits(("/../7/anna.png", content)), PICTURES),
    "full folder": Door(lambda content: digits(*((f"{number}/a.png", content) for number in range(5))), PICTURES),
    "table": Door(lambda content: digits(("a.csv", content)), (TABLE, gzip.compress(TABLE))),
    "images": Door(lambda content: pair(content, LABELS), (IMAGES, gzip.compress(IMAGES))),
    "labels": Door(lambda content: pair(IMAGES, content), (LABELS, gzip.compress(LABELS))),
    "settings": Door(lambda content: from_link(content.decode(errors="replace")),
                     (to_link(EXPERIMENT).encode(), json.dumps(EXPERIMENT.to_dict()).encode())),
    "mission": Door(lambda content: Mission.from_text(content.decode(errors="replace")),
                    (b"accuracy:0.95,epochs:3", b'{"accuracy": 0.9}')),
    "lesson": Door(lambda content: lesson_named(content.decode(errors="replace")), tuple(name.encode() for name in LESSONS)),
    "sweep": Door(lambda content: plan.from_link(content.decode(errors="replace")), (SWEEP,)),
    "canvas": Door(drawing, (told(),)),
    "canvas's picture": Door(lambda content: Sheet({}, content).pixels, (picture(Image.new("RGBA", (328, 328))),)),
    "predict": Door(partial(command, "predict", ".png"), PICTURES[:2]),
    "evaluate": Door(partial(command, "evaluate", ".npz"), (SAVED,)),
}


def judged(door: str, content: bytes) -> tuple[str, str]:
    """("accepted", ""), ("refused", sentence), or ("failed", what is wrong with the answer)."""
    started = time.process_time()
    try:
        DOORS[door].read(content)
        answer = "accepted", ""
    except ValueError as error:
        whole = SENTENCE.fullmatch(str(error)) is not None
        answer = ("refused", str(error)) if whole else ("failed", f"no sentence: {str(error)[:300]!r}")
    except Exception as error:
        answer = "failed", f"{type(error).__name__}: {error}"
    taken = time.process_time() - started
    return answer if taken <= SECONDS else ("failed", f"it takes {taken:.1f} s")
