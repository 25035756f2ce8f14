"""Files that a visitor opens: what a browser sends is never trusted, and a fault is said in one sentence."""

from __future__ import annotations

import streamlit as st

import nncore

from .state import OpenedFile, visitor

MOST_FILES = 8  # networks that one session keeps open


def open_network() -> None:
    """Ask for a saved network and add it to the visitor's list."""
    file = st.file_uploader("Open a trained network", "npz", key="open_network", max_upload_size=20,
                            help="An .npz file that was downloaded here. It can then be chosen on Draw and Weights.")
    if file is None:
        return
    files = visitor().files
    if all(opened.identity != file.file_id for opened in files):
        try:
            network, experiment = nncore.load(file)
        except ValueError as error:
            st.error(f"{file.name} cannot be opened: {error}.", icon=":material/error:")
            return
        files.append(OpenedFile(file.file_id, file.name, network, experiment))
        del files[:-MOST_FILES]
    st.success(f"{file.name} is open. Choose it under Network on Draw or Weights.", icon=":material/check:")
