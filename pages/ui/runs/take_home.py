"""Take a run home: the network as a file, as a script, as PyTorch code; its curves; its settings as a link."""

from __future__ import annotations

import streamlit as st

from nncore.files.links import quoted, to_link
from nncore.files.numpy_script import as_script
from nncore.files.pytorch_code import as_torch_code

from ..shared import run_log, server
from ..shared.run import Run
from ..shared.state import SETTINGS_IN_LINK


def take_home(run: Run) -> None:
    """The downloads of a run that has ended, made when they are asked for, and its link."""
    history, name = run.history, f"inkling-run-{run.number}"
    module = name.replace("-", "_")
    st.subheader("Take it home", anchor=False)
    with st.container(horizontal=True):
        st.download_button("Network (.npz)", run.file, f"{name}.npz", "application/octet-stream", icon=":material/download:",
                           on_click="ignore", help="Opens here again, also to train it on, or with nncore.load.")
        st.download_button("Script (.py)", lambda: as_script(history.network, history.now, history.accuracy, f"{module}.py"),
                           f"{module}.py", "text/x-python", icon=":material/code:", on_click="ignore",
                           help="The network in one file that needs NumPy alone, and checks its own accuracy.")
        st.download_button("PyTorch (.py)", lambda: as_torch_code(history.now, history.accuracy, f"{module}_torch.py"),
                           f"{module}_torch.py", "text/x-python", icon=":material/code:", on_click="ignore",
                           help="The same network as PyTorch code that loads the .npz.")
        st.download_button("Curves (.csv)", lambda: run_log.curves(history).to_csv(index=False), f"{name}.csv", "text/csv",
                           icon=":material/table:", on_click="ignore")
    st.caption("The settings as a link; opening it sets every control, and Start gives the same run to the bit:")
    st.code(f"{server.base_url()}train?{SETTINGS_IN_LINK}={quoted(to_link(history.experiment))}", language=None, wrap_lines=True)
