"""What a visitor made is within bounds, and says how large it is."""

import gc
import json
import tracemalloc

import numpy as np
import pytest

import nncore
from nncore.checkpoint import Checkpoint
from nncore.runs.start import begin
from pages.ui.shared import visitor as module
from pages.ui.shared.visitor import Kept, OpenedFile, OwnDigits, Sheet, Visitor

SMALL = nncore.Experiment(hidden=(16,), epochs=1, training_images=500)


def sheet(strokes: int, points: int = 60, side: int = 328) -> Sheet:
    """A drawing of so many strokes of so many points each."""
    path = [["M", 0.5, 0.5], *(["Q", x + 0.25, x + 0.5, x + 0.75, x + 1.5] for x in range(points))]
    drawing = {"version": "7.4.0", "objects": [{"type": "Path", "left": 1.5, "path": path}] * strokes}
    return Sheet(json.loads(json.dumps(drawing)), bytes(side * side))


def checkpoint(experiment: nncore.Experiment, digits) -> Checkpoint:
    return begin(nncore.build(experiment), digits.train, experiment).checkpoint()


def test_a_drawing_keeps_its_newest_strokes_within_bounds():
    """However many strokes are drawn, so many can be taken back and no more bytes are held; the newest is always there."""
    visitor = Visitor("one")
    for strokes in range(1, 60):
        visitor.add_sheet(sheet(strokes))
        assert len(visitor.sheets) <= module.MOST_SHEETS
        assert visitor.size <= module.DRAWING_BYTES
        assert len(visitor.sheets[-1].strokes["objects"]) == strokes
        assert len(visitor.sheets) >= min(strokes, 3)


def test_a_drawing_that_is_too_large_by_itself_is_not_kept():
    """A sheet above the bound leaves none."""
    visitor = Visitor("one")
    visitor.add_sheet(sheet(1, side=2100))
    assert not visitor.sheets
    assert not visitor.made_something


def test_handwriting_and_files_are_bounded(monkeypatch, digits):
    """The oldest go: of 300 labelled digits 200 stay, of twelve files eight, and fewer where they are larger than the bound."""
    visitor = Visitor("one")
    visitor.add_handwriting(*(Kept(np.full((28, 28), number % 250, np.uint8), number % 10) for number in range(300)))
    assert [kept.image[0, 0] for kept in visitor.handwriting] == [number % 250 for number in range(100, 300)]
    files = [OpenedFile(str(number), "mine.npz", nncore.build(SMALL), SMALL, checkpoint(SMALL, digits)) for number in range(12)]
    for file in files:
        visitor.add_file(file)
    assert visitor.files == files[-8:]
    monkeypatch.setattr(module, "FILES_BYTES", 3 * files[0].size)
    visitor.add_file(files[0])
    assert visitor.files == [*files[-2:], files[0]]


def test_the_largest_file_that_there_can_be_is_kept(digits):
    """The widest network with every part that a checkpoint may have stays below the bound."""
    widest = nncore.Experiment(hidden=(1024,) * 4, optimizer="adamw", average=0.9, patience=2, batch_norm=True)
    full = checkpoint(widest, digits)
    visitor = Visitor("one")
    visitor.add_file(OpenedFile("one", "mine.npz", nncore.build(widest), widest, full))
    best = full.network.parameters.nbytes  # of an epoch, which a checkpoint before the first has not
    assert visitor.size + best <= module.FILES_BYTES


def test_the_size_is_what_memory_is_taken(digits):
    """What Python's own account of its memory says that a drawing, handwriting and a file take, within a tenth."""
    visitor, image = Visitor("one"), digits.test.images[0]
    trained = checkpoint(SMALL, digits)
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        own = nncore.Digits(digits.test.images[:500].copy(), digits.test.labels[:500].copy())
        visitor.add_sheet(sheet(8))
        visitor.add_sheet(sheet(9))
        visitor.add_handwriting(*(Kept(image.copy(), 3) for _ in range(100)))
        visitor.add_file(OpenedFile("one", "mine.npz", trained.network.snapshot(), SMALL, None))
        visitor.own_digits = OwnDigits(("a",), "mine.csv", own)
        gc.collect()
        taken = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert visitor.size == pytest.approx(taken, rel=0.1)
