"""Digits are found wherever they are written, kept whole, and read in order."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

import nncore
from nncore.augment.stroke_rendering import prepare_strokes
from nncore.files.pictures import open_picture
from nncore.reading.components import components
from nncore.reading.photo import ink_of_photo
from nncore.reading.reader import read_picture, read_strokes
from nncore.reading.segmentation import Box, segment
from nncore.reading.stroke_grouping import touching
from pages.ui.draw.answer import LEAST
from pages.ui.draw.canvas_strokes import strokes_of
from tests.written_digits import FORMS, LETTERS, strokes, varied


@pytest.fixture(scope="module")
def best():
    return nncore.load(nncore.recipes()["best"].file)[0]


def number(digits: str, height: float, hand: int = 0, gap: float = 0.35):
    """The strokes of a number, and how wide it is."""
    written, x = [], 20.0
    for digit in digits:
        forms = FORMS[int(digit)]
        lines = strokes(forms[hand % len(forms)])
        low, high = np.concatenate(lines).min(axis=0), np.concatenate(lines).max(axis=0)
        scale = height / (high - low)[1]
        written += [(line - low) * scale + [x, 30] for line in lines]
        x += (high - low)[0] * scale + gap * height
    return written, x


def painted(lines, width: float, height: float, pen: float) -> np.ndarray:
    """Strokes in light ink on a dark sheet, uint8 (h, w)."""
    picture = Image.new("L", (int(width), int(height)))
    draw = ImageDraw.Draw(picture)
    for line in lines:
        draw.line([tuple(point) for point in line], fill=255, width=round(pen), joint="curve")
        for x, y in line:
            draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=255)
    return np.asarray(picture)


def test_components_by_hand():
    """A ring with a dot in it, a diagonal that touches by corners, and a U whose arms meet below: four components."""
    ink = np.array([[1, 1, 1, 0, 0, 1, 0, 1],
                    [1, 0, 1, 0, 1, 0, 0, 1],
                    [1, 1, 1, 0, 0, 0, 0, 0],
                    [0, 0, 0, 0, 0, 1, 0, 1],
                    [0, 0, 0, 0, 0, 1, 1, 1]], bool)
    labels, count = components(ink)
    assert count == 4
    assert ((labels > 0) == ink).all()
    assert labels[0, 0] == labels[2, 2] != labels[0, 5] == labels[1, 4]
    assert labels[3, 5] == labels[3, 7] != labels[0, 7]


def test_components_agree_with_flooding():
    """On random ink every component is what flooding from one of its points reaches (Pillow's floodfill, eight neighbours)."""
    ink = np.random.default_rng(0).random((20, 25)) < 0.4
    labels, count = components(ink)
    assert set(labels[ink]) == set(range(1, count + 1))
    for y, x in np.argwhere(ink):
        around = labels[max(y - 1, 0):y + 2, max(x - 1, 0):x + 2]
        assert set(around[around > 0]) == {labels[y, x]}


def test_pieces_of_one_digit_stay_together_and_lines_are_read_from_the_top():
    """A bar above a body is one digit with it; two lines are read one after the other, each from the left; a speck is none."""
    body, bar = Box(10, 20, 40, 80), Box(15, 10, 45, 14)
    right, below, speck = Box(60, 15, 90, 80), Box(12, 120, 40, 180), Box(100, 60, 103, 63)
    found = segment([below, right, bar, body, speck])
    assert [sorted(numbers) for _, numbers in found] == [[2, 3], [1], [0]]


@pytest.mark.parametrize("hand", range(5))
def test_every_hand_is_read(best, hand):
    """Each form of each digit is read as that digit from its strokes, large or small, and from its pixels."""
    for digit, forms in FORMS.items():
        lines = strokes(forms[hand % len(forms)])
        for scale, corner in ((1.5, 40), (0.35, 4)):
            placed = [line * scale + corner for line in lines]
            assert read_strokes(best, placed).number() == str(digit)
        pixels = painted([line * 1.5 + 30 for line in lines], 280, 280, 14)
        assert best.predict(nncore.as_inputs(nncore.prepare_drawing(pixels)[None])).argmax() == digit


@pytest.mark.parametrize("written", ["2026", "0711457", "1984", "35"])
@pytest.mark.parametrize("hand", [0, 1])
def test_a_number_is_read_in_order(best, written, hand):
    """A year or a telephone number comes out as one number from strokes, and from a picture with uneven light and grain."""
    lines, width = number(written, 70, hand)
    assert read_strokes(best, lines).number() == written
    ink = painted(lines, width + 20, 140, 7)
    light = np.linspace(250, 170, ink.shape[1])[None] - 0.6 * ink
    photo = np.clip(light + np.random.default_rng(0).normal(0, 3, ink.shape), 0, 255).astype(np.uint8)
    assert read_picture(best, photo).number() == written
    assert read_picture(best, 255 - photo).number() == written


def test_what_crosses_is_one_piece():
    """The two strokes of a 4 that cross are one piece; two ones side by side are two."""
    assert touching(strokes(FORMS[4][0])) == [[0, 1]]
    one = strokes(FORMS[1][0])
    assert len(touching([one[0], one[0] + [40, 0]])) == 2


def test_strokes_are_boxed_and_centred_like_mnist():
    """Whatever the size and place: the longer side takes 20 pixels, the centre of mass lies on 14, and the bits are the same."""
    for forms in FORMS.values():
        lines = strokes(forms[0])
        image = prepare_strokes(lines)
        rows, columns = np.flatnonzero(image.max(axis=1) > 127), np.flatnonzero(image.max(axis=0) > 127)
        assert max(np.ptp(rows), np.ptp(columns)) + 1 == pytest.approx(20, abs=1)
        assert image.sum(axis=1) @ np.arange(28) / image.sum() == pytest.approx(14, abs=0.6)
        assert image.sum(axis=0) @ np.arange(28) / image.sum() == pytest.approx(14, abs=0.6)
        np.testing.assert_allclose(prepare_strokes([line * 0.25 + 7 for line in lines]).astype(int), image, atol=64)
    assert prepare_strokes([]) is None
    assert prepare_strokes([np.array([[5.0, 5.0]])]).max() == 255


def test_nothing_is_found_on_blank_paper(best):
    """White paper, black paper and paper with a faint shadow hold no digit."""
    shadow = np.linspace(255, 150, 300)[None].repeat(200, axis=0).astype(np.uint8)
    for grey in (np.full((200, 300), 255, np.uint8), np.zeros((200, 300), np.uint8), shadow):
        assert ink_of_photo(grey).max() < 96
        assert not read_picture(best, grey).digits


def test_what_is_no_digit_is_less_certain(best):
    """Letters and scribbles are mostly left unanswered at the page's threshold, digits hardly ever."""
    rng = np.random.default_rng(0)
    digits = [varied(strokes(form), rng=rng) for forms in FORMS.values() for form in forms for _ in range(5)]
    scribbles = [[rng.random((25, 2)).cumsum(axis=0) % 3 * 40 + rng.normal(0, 5, (25, 2))] for _ in range(60)]
    letters = [varied(strokes(LETTERS[letter]), rng=rng) for letter in "AEHKMNRWX" for _ in range(5)]

    def confident(drawings) -> float:
        x = nncore.as_inputs(np.stack([prepare_strokes(drawing) for drawing in drawings]))
        return float((best.predict(x).max(axis=1) >= LEAST / 100).mean())

    assert confident(digits) > 0.97
    assert confident(scribbles) < 0.5
    assert confident(letters) < confident(digits) - 0.3


def test_the_canvas_paths_become_points():
    """A curve passes through its ends and its middle; a stroke that was moved and turned lies where it was put."""
    path = [["M", 0, 0], ["Q", 5, 10, 10, 0], ["L", 20, 0]]
    (stroke,) = strokes_of({"objects": [{"path": path}]})
    assert stroke[0].tolist() == [0, 0]
    assert [5.0, 5.0] in stroke.tolist()
    assert stroke[-1].tolist() == [20, 0]
    line = {"path": [["M", 0, 0], ["L", 10, 0]], "left": 100, "top": 50, "scaleX": 2, "scaleY": 1, "angle": 90}
    (turned,) = strokes_of({"objects": [line]})
    np.testing.assert_allclose(turned, [[100, 40], [100, 60]], atol=1e-9)
    assert strokes_of({"objects": [{"type": "path"}]}) == []


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_pictures_of_every_kind_are_opened_upright(kind):
    """PNG, JPEG and WebP become grey; a phone's note that the picture lies on its side is heeded; see-through is paper."""
    picture = Image.new("L", (40, 20), 255)
    picture.paste(0, (0, 0, 10, 20))
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: rotate by 90 degrees
    file = io.BytesIO()
    picture.save(file, kind, exif=exif)
    grey = open_picture(file)
    assert grey.shape == (40, 20)
    assert grey[:8].mean() < 40
    assert grey[14:].mean() > 215


def test_what_is_no_picture_is_said_in_a_sentence():
    """Text and a cut-off PNG raise ValueError with one line."""
    file = io.BytesIO()
    Image.effect_noise((200, 200), 50).save(file, "PNG")
    for content in (b"hello", file.getvalue()[:2000]):
        with pytest.raises(ValueError, match="^this is not a picture[^\n]*$"):
            open_picture(io.BytesIO(content))
