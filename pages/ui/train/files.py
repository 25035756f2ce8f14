"""Files that a visitor opens: what a browser sends is never trusted, and a fault is said in one sentence."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

import nncore
from nncore import Digits, Experiment, settings
from nncore.files.checkpoints import load_checkpoint
from nncore.files.digit_files import DataFile, is_half_a_pair, read_digits
from nncore.files.untrusted.bounds import FROM_A_VISITOR, UPLOAD, check_upload
from nncore.files.untrusted.refusal import in_a_line

from ..shared.as_text import as_text
from ..shared.networks import file_name
from ..shared.state import OWN_DIGITS_NUMBER, remember
from ..shared.uploads import forget_refused, read_upload, say_refused
from ..shared.visitor import OpenedFile, OwnDigits, Visitor

OWN_DIGITS = "own digits"  # the place where they are asked for
MOST_EPOCHS = int(settings()["epochs"].maximum)


def open_network(visitor: Visitor) -> OpenedFile | None:
    """Ask for a saved network, which becomes the visitor's current one; the file that is there."""
    file = st.file_uploader("Open a trained network", "npz", key="open_network", max_upload_size=UPLOAD,
                            help="An .npz file that was downloaded here. It becomes the current network, on every page.")
    if file is None:
        return None
    if all(opened.identity != file.file_id for opened in visitor.files):
        opened = read_upload("network", file.file_id, lambda: OpenedFile(file.file_id, file.name, *nncore.load(file),
                                                                         load_checkpoint(file)),
                             f"{in_a_line(file.name)} cannot be opened: ")
        if opened is None:
            return None
        visitor.add_file(opened)
        visitor.network = file_name(opened)
        remember(visitor)
        st.rerun()  # the bar names it
    st.success(f"{as_text(in_a_line(file.name))} is open, and the current network on every page.", icon=":material/check:")
    return next(opened for opened in visitor.files if opened.identity == file.file_id)


def train_on(file: OpenedFile) -> Experiment | None:
    """Ask for how long an opened network shall be trained on; the settings for that once it is clicked."""
    at = file.checkpoint.epoch
    left = MOST_EPOCHS - at
    if left < 1:
        st.info(f"It has been trained for {at:,} epochs and cannot be trained on: a run may have up to {MOST_EPOCHS:,} of them.",
                icon=":material/info:")
        return None
    more = st.number_input("Epochs to train it on", 1, left, min(file.experiment.epochs, left),
                           key=f"train_on_{file.identity}", help=f"It goes on from the end of epoch {at}, as if it had never "
                                                                 "stopped, with the settings in the file.")
    if st.button("Train it on", icon=":material/play_arrow:"):
        return replace(file.experiment, epochs=at + more)
    return None


def own_digits(visitor: Visitor) -> None:
    """Ask for digits to learn from in place of MNIST's, and keep them for this visitor until they are given back."""
    number = st.session_state.setdefault(OWN_DIGITS_NUMBER, 0)  # a new number is a pair of empty uploaders
    files = st.file_uploader("Files", accept_multiple_files=True, key=f"own_files_{number}", max_upload_size=UPLOAD,
                             help="Two IDX files (images and labels, .gz too), or a .csv like Kaggle's digit-recognizer: "
                                  "label, pixel1 ... pixel784, with or without that header.")
    folder = st.file_uploader("A folder of pictures", accept_multiple_files="directory", key=f"own_folder_{number}",
                              max_upload_size=UPLOAD,
                              help="Each picture shows one digit. Its subfolder says which, 7/anna.png, or its name, 7_anna.png.")
    uploaded = [*files, *folder]
    if is_half_a_pair([file.name for file in uploaded]):
        forget_refused(OWN_DIGITS)
        st.info("This is one of two files: give the other one, too. The images are in one, and their labels in the other.",
                icon=":material/upload_file:")
    elif uploaded:
        _take(visitor, uploaded)
        st.session_state[OWN_DIGITS_NUMBER] += 1  # what was sent is held no longer
        st.rerun()
    say_refused(OWN_DIGITS)
    if visitor.own_digits:
        st.success(f"The next run learns from {len(visitor.own_digits.digits):,} digits of "
                   f"{as_text(in_a_line(visitor.own_digits.name))}.",
                   icon=":material/check:")
        st.button("Back to MNIST", icon=":material/undo:", on_click=_forget_own_digits, args=(visitor,))


def _take(visitor: Visitor, uploaded: list) -> None:
    """Keep the digits in some files as the visitor's own; if they are refused, those before stay."""
    def read() -> Digits:
        check_upload([file.size for file in uploaded])
        return read_digits([DataFile.in_memory(file.name, file.getvalue()) for file in uploaded], FROM_A_VISITOR)

    identity = tuple(file.file_id for file in uploaded)
    digits = read_upload(OWN_DIGITS, identity, read)
    if digits is not None:
        visitor.own_digits = OwnDigits(identity, uploaded[0].name, digits)
        remember(visitor)


def _forget_own_digits(visitor: Visitor) -> None:
    visitor.own_digits = None
    forget_refused(OWN_DIGITS)
