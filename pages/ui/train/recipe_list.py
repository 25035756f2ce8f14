"""The recipes as a list: what each shows, and about how long it trains on this machine."""

from __future__ import annotations

import streamlit as st

from nncore import Experiment, Recipe, recipes

from ..shared import server
from ..shared.chosen_settings import show
from ..shared.state import RECIPE

OWN = ""  # no recipe: the controls say something of the visitor's own
HOURS = 3000.0  # seconds above which a time is said in hours


def recipe_list(experiment: Experiment, seconds: dict[str, float]) -> None:
    """The list, the quickest first, on which the recipe stands that the controls say; to choose another sets all controls.

    `seconds` says how long each takes, once that is known.
    """
    known = recipes()
    now = next((recipe for recipe in known.values() if recipe.experiment == experiment), None)
    quickest_first = sorted(known, key=lambda name: (name == "best", seconds.get(name, 0.0)))  # `best` takes hours
    st.session_state[RECIPE] = now.name if now else OWN
    st.selectbox("Recipe", [*quickest_first, OWN], key=RECIPE, on_change=_take,
                 format_func=lambda name: _title(name, seconds.get(name)) if name else "your own settings",
                 help="A recipe sets all controls. The time is about how long it trains on this machine. `quick` and `best` are "
                      f"ours, the others are networks that other people built. {_described(now) if now else ''}")
    st.caption(f"**{now.title}.** {now.shows}" if now else "A recipe sets all controls.")
    if not seconds:
        _wait_for_seconds()


@st.fragment(run_every=1.0)
def _wait_for_seconds() -> None:
    """Draw the page anew once the times are known; polling ends with that."""
    if server.recipe_seconds():
        st.rerun()


def _take() -> None:
    if name := st.session_state[RECIPE]:
        show(recipes()[name].experiment)


def _title(name: str, seconds: float | None) -> str:
    """The name and the time: modular-128-64, 4 s."""
    if seconds is None:
        return f"{name}, hours" if name == "best" else name
    return f"{name}, {duration(seconds)}"


def duration(seconds: float) -> str:
    """A time that is known roughly: 12 s, 2 min, 1.3 hours."""
    if seconds >= HOURS:
        return f"{seconds / 3600:.1f} hours"
    return f"{seconds / 60:.0f} min" if seconds >= 100 else f"{max(seconds, 1):.0f} s"


def _described(recipe: Recipe) -> str:
    return f"**{recipe.name}**: {recipe.source} Claims {recipe.claim * 100:g}% of the {recipe.claimed_on} digits."
