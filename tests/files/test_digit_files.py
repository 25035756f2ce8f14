"""Digits of one's own are read from every usual format, and a fault is found to the row and column."""

import csv
import gzip
import io
import struct

import numpy as np
import pytest
from PIL import Image

from nncore.cli.main import main
from nncore.files.digit_files import DataFile, on_disk
from nncore.files.digit_files import read_digits as read_up_to
from nncore.files.untrusted.bounds import FROM_A_VISITOR


def idx(array: np.ndarray) -> bytes:
    return struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.astype(np.uint8).tobytes()


IMAGES, LABELS = idx(np.zeros((2, 28, 28))), idx(np.zeros(2))


def table(digits, header: bool, quoted: bool = False, rows=None) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL)
    if header:
        writer.writerow(["label", *(f"pixel{number}" for number in range(784))])
    writer.writerows(rows or [[label, *image.ravel()] for image, label in zip(digits.images, digits.labels, strict=True)])
    return text.getvalue().encode()


def png(image: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(image).save(file, "PNG")
    return file.getvalue()


def read_digits(files: list[DataFile]):
    """The digits in files that a visitor sent."""
    return read_up_to(files, FROM_A_VISITOR)


def read(**files: bytes):
    """The digits in files whose names are spelt with __ for / and _dot_ for a dot."""
    return read_digits([DataFile.in_memory(name.replace("__", "/").replace("_dot_", "."), content)
                        for name, content in files.items()])


def same(read, digits) -> None:
    np.testing.assert_array_equal(read.images, digits.images)
    np.testing.assert_array_equal(read.labels, digits.labels)


@pytest.fixture
def some(digits):
    return digits.test[:50]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gz"])
def test_a_pair_of_idx_files(some, pack):
    """Images and labels in LeCun's format are read byte by byte, packed or not, in whatever order they are given."""
    files = {"t10k-labels-idx1-ubyte": pack(idx(some.labels)), "t10k-images-idx3-ubyte": pack(idx(some.images))}
    same(read_digits([DataFile.in_memory(name, content) for name, content in files.items()]), some)


@pytest.mark.parametrize("header", [True, False], ids=["header", "no header"])
@pytest.mark.parametrize("quoted", [True, False], ids=["quoted", "bare"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["unix", "windows"])
def test_a_table(some, header, quoted, ending):
    """Kaggle's table is read with and without its header, quotes, Windows line ends and a last empty line."""
    text = table(some, header, quoted).replace(b"\r\n", ending.encode())
    same(read(train_dot_csv=text + ending.encode()), some)


def test_a_packed_table_of_many_rows(digits):
    """A table is read in parts; none is lost or doubled where they meet."""
    many = digits.test[:4100]
    same(read_digits([DataFile.in_memory("train.csv.gz", gzip.compress(table(many, header=True), 1))]), many)


def test_a_folder_of_pictures(some, tmp_path):
    """The subfolder or the first letter of a name is the label; 28 x 28 grey on black is taken as it is."""
    for number, (image, label) in enumerate(zip(some.images, some.labels, strict=True)):
        path = tmp_path / (f"{label}/{number:03}.png" if number % 2 else f"{label}_{number:03}.png")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(png(image))
    (tmp_path / "notes.txt").write_text("not a picture")
    digits = read_digits(on_disk(tmp_path, FROM_A_VISITOR))
    assert len(digits) == len(some)
    for label in range(10):
        found, wanted = digits.images[digits.labels == label], some.images[some.labels == label]
        assert sorted(image.tobytes() for image in found) == sorted(image.tobytes() for image in wanted)


def test_a_photographed_digit_is_prepared_like_a_drawing(digits):
    """A large picture with dark ink on light paper becomes the digit that MNIST's makers would have made of it."""
    picture = 255 - np.kron(np.pad(digits.test.images[0], 20), np.ones((4, 4), np.uint8))
    image = read(seven__7_dot_png=png(picture)).images[0].astype(float)
    assert np.corrcoef(image.ravel(), digits.test.images[0].ravel().astype(float))[0, 1] > 0.9


def changed(row: int, column: int, value) -> list[list]:
    rows = [[3] + [0] * 784 for _ in range(5)]
    rows[row][column] = value
    return rows


@pytest.mark.parametrize(("files", "said"), [
    ({"a_dot_csv": table(None, True, rows=changed(2, 5, 256))}, "a.csv, row 4, column 6: a pixel is '256'"),
    ({"a_dot_csv": table(None, False, rows=changed(2, 5, "x"))}, "a.csv, row 3, column 6: a pixel is 'x'"),
    ({"a_dot_csv": table(None, False, rows=changed(4, 0, 10))}, "a.csv, row 5, column 1: the label is '10'"),
    ({"a_dot_csv": table(None, False, rows=changed(0, 9, -1))}, "a.csv, row 1, column 10"),
    ({"a_dot_csv": table(None, False, rows=changed(0, 9, 0.5))}, "a.csv, row 1, column 10: a pixel is '0.5'"),
    ({"a_dot_csv": table(None, False, rows=[[0] * 785, [0] * 784])}, "a.csv, row 2: it has 784 columns"),
    ({"a_dot_csv": b"label,pixel0\n"}, "a.csv: there are no digits"),
    ({"a_dot_csv": b"\xff\xfe\x00\x01"}, "a.csv: this is no table"),
    ({"a_dot_csv_dot_gz": b"no gzip"}, "a.csv.gz, row 1: it has 1 columns"),
    ({"images_idx": IMAGES, "labels_idx": idx(np.zeros(3))}, "labels_idx: there are 3 labels for the 2"),
    ({"images_idx": IMAGES, "labels_idx": idx(np.array([1, 12]))}, "labels_idx, row 2: the label is 12"),
    ({"images_idx": IMAGES[:-1], "labels_idx": LABELS}, "promises 1,568 bytes, and the file holds only 1,567"),
    ({"images_idx": IMAGES + b"0", "labels_idx": LABELS}, "promises 1,568 bytes, and the file holds more"),
    ({"images_idx": idx(np.zeros((2, 20, 20))), "labels_idx": LABELS}, "images_idx: the images are 20 x 20"),
    ({"images_idx": struct.pack(">HBB3I", 0, 8, 3, 2**32 - 1, 28, 28), "labels_idx": LABELS}, "its header says 4294967295"),
    ({"images_idx": idx(np.zeros(4)), "labels_idx": LABELS}, "images_idx: it begins with [0, 0, 8, 1]"),
    ({"images_idx": gzip.compress(IMAGES)[:-9], "labels_idx": LABELS}, "images_idx: the file is damaged"),
    ({"anna_dot_png": png(np.zeros((9, 9), np.uint8))}, "anna.png: nothing says which digit"),
    ({"7__anna_dot_png": png(np.zeros((9, 9), np.uint8))}, "7/anna.png: the picture is blank"),
    ({"7__anna_dot_png": b"hello"}, "7/anna.png: this is not a picture"),
    ({"a_dot_txt": b"hello"}, "a.txt: digits come as two IDX files"),
    ({}, "nothing: digits come as")])
def test_a_fault_is_found(files, said):
    """What cannot be read is said in one sentence that names the file, and the row and column if it has some."""
    with pytest.raises(ValueError, match="^[^\n]*$") as error:
        read(**files)
    assert said in str(error.value)


def test_the_command_line_trains_on_a_table(some, tmp_path, capsys):
    """`--data train.csv` learns from that table instead of MNIST's training set."""
    (tmp_path / "train.csv").write_bytes(table(some, header=True))
    arguments = ["train", "--data", str(tmp_path / "train.csv"), "--validation-fraction", "0", "--epochs", "60",
                 "--hidden", "20", "--shift", "0", "--rotation", "0", "--template-share", "0", "--scribble-share", "0"]
    assert main(arguments) == 0
    out = capsys.readouterr().out
    assert "50 digits" in out
    assert "training 100.00%" in out
