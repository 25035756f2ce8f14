"""Files that a visitor opens: what a browser sends is never trusted, and a fault is said in one sentence."""

from __future__ import annotations

import streamlit as st

import nncore
from nncore.files.checkpoints import load_checkpoint
from nncore.files.digit_files import DataFile, read_digits

from ..shared.state import OpenedFile, OwnDigits, visitor

LARGEST_NETWORK, LARGEST_DATA = 100, 200  # megabytes of a file
MOST_FILES = 8  # networks that one session keeps open


def open_network() -> OpenedFile | None:
    """Ask for a saved network and add it to the visitor's list; the file that is there."""
    file = st.file_uploader("Open a trained network", "npz", key="open_network", max_upload_size=LARGEST_NETWORK,
                            help="An .npz file that was downloaded here. It can then be chosen on Draw and Weights.")
    if file is None:
        return None
    files = visitor().files
    if all(opened.identity != file.file_id for opened in files):
        try:
            files.append(OpenedFile(file.file_id, file.name, *nncore.load(file), load_checkpoint(file)))
        except ValueError as error:
            st.error(f"{file.name} cannot be opened: {error}.", icon=":material/error:")
            return None
        del files[:-MOST_FILES]
    st.success(f"{file.name} is open. Choose it under Network on Draw or Weights.", icon=":material/check:")
    return next(opened for opened in files if opened.identity == file.file_id)


def own_digits() -> None:
    """Ask for digits to learn from in place of MNIST's, and keep them for this visitor until they are given back."""
    someone = visitor()
    number = someone.own_digits_number  # a new number is a pair of empty uploaders
    files = st.file_uploader("Files", accept_multiple_files=True, key=f"own_files_{number}", max_upload_size=LARGEST_DATA,
                             help="Two IDX files (images and labels, .gz too), or a .csv like Kaggle's digit-recognizer: "
                                  "label, pixel1 ... pixel784, with or without that header.")
    folder = st.file_uploader("A folder of pictures", accept_multiple_files="directory", key=f"own_folder_{number}",
                              max_upload_size=LARGEST_DATA,
                              help="Each picture shows one digit. Its subfolder says which, 7/anna.png, or its name, 7_anna.png.")
    uploaded = [*files, *folder]
    identity = tuple(file.file_id for file in uploaded)
    if identity and (someone.own_digits is None or someone.own_digits.identity != identity):
        try:
            digits = read_digits([DataFile.in_memory(file.name, file.getvalue()) for file in uploaded])
        except ValueError as error:
            st.error(f"{error}.", icon=":material/error:")
        else:
            someone.own_digits = OwnDigits(identity, uploaded[0].name, digits)
    if someone.own_digits:
        st.success(f"The next run learns from {len(someone.own_digits.digits):,} digits of {someone.own_digits.name}.",
                   icon=":material/check:")
        st.button("Back to MNIST", icon=":material/undo:", on_click=_forget_own_digits)


def _forget_own_digits() -> None:
    visitor().own_digits = None
    visitor().own_digits_number += 1
