"""The Train page takes digits and networks from files, and explains what it cannot read."""

from dataclasses import replace

import nncore
from nncore.files.checkpoints import checkpoint_arrays
from nncore.files.networks import to_bytes
from nncore.files.untrusted import bounds
from nncore.runs.start import first_checkpoint
from pages.ui.train import files
from tests.doors import idx
from tests.pages.actions import (
    button,
    go_to,
    labelled,
    last_run,
    opened,
    set_controls,
    setting,
    texts,
    train_until_the_end,
    uploader,
)
from tests.waiting import until


def test_digits_of_ones_own_are_learned_from_until_they_are_given_back(digits):
    """An uploaded table is what the next run learns from, on another page too; a bad one is explained by row and column."""
    rows = [",".join(map(str, [label, *image.ravel()])) for image, label in
            zip(digits.test.images[:40], digits.test.labels[:40], strict=True)]
    app = opened("train")
    uploader(app, "Files").upload("mine.csv", "\n".join(rows).encode(), "text/csv").run()
    assert "40 digits of mine.csv" in app.success[0].value
    go_to(app, "weights")
    go_to(app, "train")
    set_controls(app, epochs=2)
    train_until_the_end(app)
    assert last_run(app).history.images == 2 * 36
    assert not uploader(app, "Files").value  # what was sent is held no longer
    button(app, "Back to MNIST").click().run()
    uploader(app, "Files").upload("bad.csv", "\n".join([*rows[:3], rows[3].replace(",0", ",x", 1)]).encode(), "text/csv").run()
    assert not app.exception
    for _ in range(2):
        assert "bad.csv, row 4, column 2: a pixel is 'x'" in app.error[0].value
        assert not uploader(app, "Files").value
        app.run()
    uploader(app, "Files").upload("mine.csv", "\n".join(rows).encode(), "text/csv").run()
    assert not app.error


def test_two_idx_files_may_come_one_after_the_other(digits):
    """The first half waits for the other, and is not refused; with both there are digits."""
    images, labels = ("images-idx3-ubyte", idx(digits.test.images[:30])), ("labels-idx1-ubyte", idx(digits.test.labels[:30]))
    app = opened("train")
    uploader(app, "Files").set_value([(*images, "")]).run()
    assert "This is one of two files" in texts(app.info)
    assert not app.error
    uploader(app, "Files").set_value([(*images, ""), (*labels, "")]).run()
    assert "30 digits of images-idx3-ubyte" in texts(app.success)


def test_a_saved_network_is_opened_and_a_bad_file_explained(monkeypatch):
    """A downloaded .npz joins the list; a file that is none gives one sentence and no traceback."""
    experiment = nncore.Experiment(hidden=(9,))
    app = opened("train")
    saved = to_bytes(nncore.build(experiment), experiment)
    uploader(app, "Open a trained network").upload("mine.npz", saved, "application/octet-stream").run()
    assert "mine.npz is open" in app.success[0].value
    go_to(app, "weights")
    assert any("mine.npz" in option for option in app.selectbox[0].options)
    go_to(app, "train")
    uploader(app, "Open a trained network").upload("bad.npz", b"no network", "application/octet-stream").run()
    assert not app.exception
    assert "bad.npz cannot be opened" in app.error[0].value
    monkeypatch.setattr(files.nncore, "load", None)  # it is not read again
    app.run()
    assert not app.exception
    assert "bad.npz cannot be opened" in app.error[0].value


def test_a_downloaded_network_is_trained_on():
    """The file of a run of two epochs, opened again, goes on for as many epochs as one asks; the controls say its settings."""
    app = opened("train")
    set_controls(app, training_images=1000, epochs=2)
    train_until_the_end(app)
    file = last_run(app).file()
    other = opened("train")
    uploader(other, "Open a trained network").upload("mine.npz", file).run()
    labelled(other.number_input, "Epochs to train it on").set_value(3).run()
    button(other, "Train it on").click().run()
    run = last_run(other)
    until(lambda: not run.active)
    other.run()
    assert not other.exception
    assert (run.history.first_epoch, run.epoch) == (2, 5)
    assert (setting(other, "training_images"), setting(other, "epochs")) == (1000, 5)
    assert run.history.now.epochs == 5


def test_a_network_that_has_had_all_epochs_is_not_trained_on():
    """A file after 2,000 epochs is opened, and a sentence says why it cannot go on; there is no button for it."""
    experiment = nncore.Experiment(hidden=(9,), epochs=2000)
    network = nncore.build(experiment)
    checkpoint = replace(first_checkpoint(network, experiment), epoch=2000, steps=2000)
    app = opened("train")
    file = to_bytes(network, experiment, **checkpoint_arrays(checkpoint))
    uploader(app, "Open a trained network").upload("mine.npz", file).run()
    assert not app.exception
    assert "trained for 2,000 epochs and cannot be trained on: a run may have up to 2,000" in texts(app.info)
    assert not [each for each in app.button if each.label == "Train it on"]


def test_too_many_files_at_once_are_refused_by_their_number(monkeypatch):
    """More files than are opened at once: one sentence, and what the next run learns from stays."""
    monkeypatch.setattr(bounds, "FILES", 2)
    app = opened("train")
    uploader(app, "Files").set_value([(f"{number}_*.png", b"", "image/png") for number in range(3)]).run()
    assert not app.exception
    assert app.error[0].value == "these are 3 files; up to 2 can be opened at once."
