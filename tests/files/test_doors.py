"""Whatever comes through a door is a result or one sentence, within bounds of memory and time that do not depend on it."""

import io
import os
import subprocess
import sys
import tomllib
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import nncore
from nncore.cli.main import main
from nncore.files.checkpoints import load_checkpoint
from nncore.files.digit_files import on_disk
from nncore.files.pictures import open_picture
from nncore.files.untrusted import bounds
from nncore.files.untrusted.refusal import refusing
from tests.benchmarks.fuzz import fuzzed
from tests.doors import DOORS, SAVED, judged, picture

ROOT = Path(__file__).parents[2]


def test_bombs_and_lies_are_sentences_within_300_mb_and_two_seconds():
    """Bombs of every compression, headers that lie, and too much of everything: the system gives 300 MB and no more."""
    done = subprocess.run([sys.executable, "-m", "tests.hostile"], cwd=ROOT, capture_output=True, text=True, check=False,
                          env=os.environ | {"OPENBLAS_NUM_THREADS": "1"})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "refused   network, lzma" in done.stdout
    assert "refused   network, bzip2" in done.stdout
    assert "refused   photo, a printed page" in done.stdout
    assert done.stdout.count("refused   photo, too many pixels") == 8  # each by its header: nothing has been decoded


def test_a_lack_of_memory_is_no_refusal():
    """Whoever reaches for more memory than there is has no bound of their own: the test above must hear of it."""
    with pytest.raises(MemoryError), refusing("this is broken"):
        raise MemoryError


def test_a_photo_of_a_phone_may_have_50_million_pixels():
    """A JPEG that comes smaller row by row may have more pixels than one that is held whole; none is more than 900 long."""
    sheet = Image.new("L", (8200, 6200), 200)
    assert open_picture(io.BytesIO(picture(sheet, "JPEG"))).shape == (680, 900)
    with pytest.raises(ValueError, match="the picture has 8,200 x 6,200 pixels"):
        open_picture(io.BytesIO(picture(sheet, "JPEG", progressive=True)))


def test_500_cases_of_the_fuzz_command():
    """The same every time: spoilt files and strange values through every door."""
    counts, wrong = fuzzed(list(DOORS), 500, 0)
    assert not wrong
    assert all(count["refused"] for count in counts.values())


def test_real_files_go_through():
    """Each door takes what it is for."""
    for door, each in DOORS.items():
        assert [judged(door, content) for content in each.real] == [("accepted", "")] * len(each.real), door


def test_a_network_that_is_cut_is_a_sentence():
    """At whichever of every seventh byte a saved network with its checkpoint ends too early, both doors say so."""
    for door in ("network", "checkpoint"):
        assert {judged(door, SAVED[:end])[0] for end in range(0, len(SAVED), 7)} == {"refused"}


@pytest.mark.parametrize("image", [
    Image.fromarray(np.full((60, 40), 40_000, np.uint16)), Image.new("1", (40, 60), 1), Image.new("LA", (40, 60), (156, 255)),
    Image.new("P", (40, 60), 0), Image.new("RGBA", (40, 60), (156, 156, 156, 255))], ids=lambda image: image.mode)
def test_a_picture_of_any_mode_is_grey(image):
    """16 bits are not cut off to white; a palette, one bit and see-through are what they look like."""
    wanted = np.asarray(image.convert("RGBA").convert("L"))[0, 0] if not image.mode.startswith("I") else 156
    grey = open_picture(io.BytesIO(picture(image)))
    assert grey.shape == (60, 40)
    assert np.unique(grey).tolist() == [wanted]


def test_a_palette_without_colours_is_a_sentence():
    """Where pixels are numbers of colours and the colours are missing, nobody can tell what is ink."""
    whole = picture(Image.new("P", (9, 9), 1))
    start = whole.index(b"PLTE") - 4
    end = whole.index(b"IDAT") - 4
    with pytest.raises(ValueError, match="the picture's colours are missing"):
        open_picture(io.BytesIO(whole[:start] + whole[end:]))


def test_only_the_first_picture_of_many_is_read():
    """An animation is its first frame, and so are the several pictures of a phone's JPEG."""
    frames = [Image.new("L", (30, 30), value) for value in (10, 200, 250)]
    for kind, how in (("GIF", {}), ("WEBP", {"lossless": True}), ("PNG", {}), ("MPO", {})):
        content = picture(frames[0], kind, save_all=True, append_images=frames[1:], **how)
        assert open_picture(io.BytesIO(content)).max() <= 12


def test_uploads_together_have_one_bound():
    """So many files, of so many bytes together, as the server takes at most; the configuration says the same."""
    bounds.check_upload([bounds.UPLOAD * 2**20 // 2] * 2)
    with pytest.raises(ValueError, match="these files take 150 MB; up to 100 MB"):
        bounds.check_upload([50 * 2**20] * 3)
    with pytest.raises(ValueError, match="these are 2,001 files; up to 2,000"):
        bounds.check_upload([1] * 2001)
    config = tomllib.loads((ROOT / ".streamlit/config.toml").read_text())
    assert config["server"]["maxUploadSize"] == bounds.UPLOAD


def test_a_file_that_is_not_there_is_said_by_its_path(tmp_path):
    """A path of the command line to nothing is one sentence with that path."""
    for read in (open_picture, nncore.load, load_checkpoint, partial(on_disk, most=bounds.FROM_A_COMMAND)):
        with pytest.raises(ValueError, match="none: there is no such file"):
            read(tmp_path / "none")


def test_predict_says_the_path_of_its_picture_once(tmp_path, capsys):
    """A picture that is not there, and one that is none: one sentence, which begins with the path."""
    (tmp_path / "bad.png").write_bytes(b"no picture")
    for name in ("none.png", "bad.png"):
        assert main(["predict", str(tmp_path / name)]) == 2
        assert capsys.readouterr().err.count(name) == 1
