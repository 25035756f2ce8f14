"""A data set has as many digits as are said for where it comes from: a visitor's browser, or a command on one's own machine."""

import gzip
import struct
import tracemalloc

import numpy as np
import pytest

from nncore.cli.main import main
from nncore.files.digit_files import DataFile, on_disk, read_digits
from nncore.files.untrusted.bounds import FROM_A_COMMAND, FROM_A_VISITOR, DataSet
from tests.doors import THREE, idx, table
from tests.files.test_digit_files import png


def header(count: int) -> bytes:
    """How an IDX file of so many images begins."""
    return struct.pack(">HBB3I", 0, 8, 3, count, 28, 28)


def pair(images: bytes, count: int) -> list[DataFile]:
    """The IDX files of some images, and of so many labels."""
    return [DataFile.in_memory("images-idx", images), DataFile.in_memory("labels-idx", idx(np.zeros(count)))]


def test_a_command_brings_more_digits_than_a_visitor_may():
    """70,001 digits are too many for a visitor's page, whose server others share; a command reads them."""
    files = pair(header(70_001) + bytes(70_001 * 784), 70_001)
    assert len(read_digits(files, FROM_A_COMMAND)) == 70_001
    with pytest.raises(ValueError, match="its header says 70001 x 28 x 28; up to 70,000 digits of 28 x 28 pixels can be read"):
        read_digits(files, FROM_A_VISITOR)


def test_the_command_line_says_its_own_bound(tmp_path, capsys):
    """`--data` with a header that promises a digit too many: one sentence with 1,000,000, and nothing is trained."""
    (tmp_path / "images-idx").write_bytes(header(1_000_001))
    (tmp_path / "labels-idx").write_bytes(idx(np.zeros(2)))
    assert main(["train", "--data", str(tmp_path)]) == 2
    said = capsys.readouterr()
    assert said.err.endswith("its header says 1000001 x 28 x 28; up to 1,000,000 digits of 28 x 28 pixels can be read\n")
    assert not said.out


@pytest.mark.parametrize("most", [FROM_A_VISITOR, FROM_A_COMMAND], ids=["visitor", "command"])
def test_no_more_is_held_than_a_header_promises(most):
    """A file of three digits that unfolds to 100 MB is refused before it takes one, wherever it comes from."""
    files = pair(gzip.compress(header(3) + bytes(100_000_000), 1), 3)
    tracemalloc.start()
    with pytest.raises(ValueError, match="promises 2,352 bytes, and the file holds more"):
        read_digits(files, most)
    assert tracemalloc.get_traced_memory()[1] < 1e6
    tracemalloc.stop()


@pytest.mark.parametrize("name", ["table", "folder"])
def test_a_table_and_a_folder_have_the_bound_that_is_handed_over(name, tmp_path):
    """Where three digits are the most, three rows under a header, or three files, are read, and of four it is said."""
    if name == "table":
        (tmp_path / "a.csv").write_bytes(b"label,pixel0\n" + table(THREE) + b"\n")
    else:
        for number, image in enumerate(THREE.images):
            (tmp_path / f"7_{number}.png").write_bytes(png(image))
    place = tmp_path / "a.csv" if name == "table" else tmp_path

    def read(count: int):
        most = DataSet(digits=count, pixels=10_000)
        return read_digits(on_disk(place, most), most)

    assert len(read(3)) == 3
    with pytest.raises(ValueError, match="there are more than 2 (rows|files)"):
        read(2)


def test_pictures_together_have_a_bound():
    """A folder of large pictures is refused at the one with which they are too many pixels, by its name."""
    sheet = np.full((40, 60), 255, np.uint8)
    sheet[10:30, 20:24] = 0
    files = [DataFile.in_memory(f"1/{number}.png", png(sheet)) for number in range(3)]
    with pytest.raises(ValueError, match=r"^1/2.png: the pictures up to here have more than 5,000 pixels; smaller ones"):
        read_digits(files, DataSet(digits=10, pixels=5000))
