"""Digits are found wherever they are written, kept whole, and read in order."""

import io

import numpy as np
import pytest
from PIL import Image

import nncore
from nncore.augment.stroke_rendering import prepare_strokes
from nncore.files.pictures import open_picture
from nncore.reading import reader
from nncore.reading.photo import ink_of_photo
from nncore.reading.reader import read_ink, read_picture, read_strokes
from nncore.reading.segmentation import segment
from pages.ui.draw.answer import LEAST
from pages.ui.draw.canvas_strokes import strokes_of
from tests.sheet import beside, painted
from tests.written_digits import FORMS, LETTERS, strokes, varied


@pytest.fixture(scope="module")
def best():
    return nncore.load(nncore.recipes()["best"].file)[0]


def number(digits: str, height: float, form: int = 0) -> tuple[list[np.ndarray], float]:
    """The strokes of a number in one form of each digit, and the width of a sheet for it."""
    forms = [FORMS[int(digit)] for digit in digits]
    lines = beside([strokes(each[form % len(each)]) for each in forms], 0.35 * height, [height] * len(digits))
    return lines, np.concatenate(lines)[:, 0].max() + 45


def test_of_dust_without_end_only_the_largest_pieces_are_looked_at(best, monkeypatch):
    """A number in dust is read as it is without, and no more pieces are put together than can be in a moment."""
    lines, width = number("35", 70)
    ink = painted(lines, 7, width, 140)
    dust = np.zeros_like(ink)
    dust[::8, ::8] = 255
    looked_at = []
    monkeypatch.setattr(reader, "MOST_PIECES", 10)
    monkeypatch.setattr(reader, "segment", lambda pieces: looked_at.append(len(pieces)) or segment(pieces))
    assert read_ink(best, np.maximum(ink, dust)).number() == "35"
    assert looked_at == [10]


@pytest.mark.parametrize("form", range(5))
def test_every_form_is_read(best, form):
    """Each form of each digit is read as that digit from its strokes, large or small, and from its pixels."""
    for digit, forms in FORMS.items():
        lines = strokes(forms[form % len(forms)])
        for scale, corner in ((1.5, 40), (0.35, 4)):
            placed = [line * scale + corner for line in lines]
            assert read_strokes(best, placed).number() == str(digit)
        pixels = painted([line * 1.5 + 30 for line in lines], 14)
        assert best.predict(nncore.as_inputs(nncore.prepare_drawing(pixels)[None])).argmax() == digit


@pytest.mark.parametrize("written", ["2026", "0711457", "1984", "35"])
@pytest.mark.parametrize("form", [0, 1])
def test_a_number_is_read_in_order(best, written, form):
    """A year or a telephone number comes out as one number from strokes, and from a picture with uneven light and grain."""
    lines, width = number(written, 70, form)
    assert read_strokes(best, lines).number() == written
    ink = painted(lines, 7, width, 140)
    light = np.linspace(250, 170, ink.shape[1])[None] - 0.6 * ink
    photo = np.clip(light + np.random.default_rng(0).normal(0, 3, ink.shape), 0, 255).astype(np.uint8)
    assert read_picture(best, photo).number() == written
    assert read_picture(best, 255 - photo).number() == written


def test_ink_on_a_photo_does_not_depend_on_the_light():
    """Under light that falls to half from one corner to the other, the ink is that under even light, and the paper is blank."""
    ink = painted([line * 1.5 + 30 for line in strokes(FORMS[5][0])], 16, 280, 280)
    y, x = np.mgrid[:280, :280] / 280
    even, falling = (ink_of_photo((220 * light * (1 - 0.7 * ink / 255)).astype(np.uint8)) for light in (1.0, 1 - (x + y) / 4))
    assert (even[ink == 255] == 255).all()
    assert falling[ink == 255].min() > 200
    assert falling[ink == 0].max() == even[ink == 0].max() == 0


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
    (stroke,), _ = strokes_of({"objects": [{"path": path}]})
    assert stroke[0].tolist() == [0, 0]
    assert [5.0, 5.0] in stroke.tolist()
    assert stroke[-1].tolist() == [20, 0]
    line = {"path": [["M", 0, 0], ["L", 10, 0]], "left": 100, "top": 50, "scaleX": 2, "scaleY": 1, "angle": 90}
    (turned,), _ = strokes_of({"objects": [line]})
    np.testing.assert_allclose(turned, [[100, 40], [100, 60]], atol=1e-9)
    assert strokes_of({"objects": [{"type": "path"}]}) == ([], [])


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
