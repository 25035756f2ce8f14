"""A network whose weights have exploded has no number left to show: every page says so in the same words."""

from __future__ import annotations

import numpy as np
import streamlit as st

from nncore import Network


def has_exploded(network: Network) -> bool:
    """Whether any of its parameters is no number any more."""
    return not np.isfinite(network.parameters).all()


def say_exploded(therefore: str) -> None:
    """Say it, and what follows from it for this place."""
    st.info(f"The weights of this network have exploded: they are no numbers any more, and {therefore}.", icon=":material/bolt:")
