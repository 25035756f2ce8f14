"""A run has one colour for as long as it is compared: in every chart, and beside its name."""

from __future__ import annotations

import streamlit as st

from ..shared.run import Run
from ..shared.state import RUN_COLOURS
from .charts import MOST_COMPARED


def coloured(compared: list[Run]) -> dict[int, int]:
    """By number of each run its place among the theme's colours for series, which stays when others come and go."""
    st.session_state[RUN_COLOURS] = with_colours([run.number for run in compared], st.session_state.get(RUN_COLOURS, {}))
    return st.session_state[RUN_COLOURS]


def with_colours(numbers: list[int], before: dict[int, int]) -> dict[int, int]:
    """A place for each number: those that had one `before` keep it, others take the first that is free."""
    places = {number: before[number] for number in numbers if number in before}
    for number in numbers:
        if number not in places:
            places[number] = next(place for place in range(MOST_COMPARED) if place not in places.values())
    return places
