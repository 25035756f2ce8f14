"""What the coach says of a run, with one click that tries it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from nncore import settings
from nncore.experiment import format_setting
from nncore.runs.coach import Advice

from . import runs
from .chosen_settings import hidden, show
from .refusal import attempt, say_refusal
from .run import Run
from .visitor import Visitor


def coach(visitor: Visitor, run: Run) -> None:
    """The most important advice for a run that has ended; what else there may be to say is for the run that takes it."""
    say_refusal("coach")
    for each in run.advice[:1]:
        with st.container(border=True):
            st.markdown(f":material/sports: **{each.rule.capitalize()}.** {each.saw} {each.why}")
            words = ", ".join(f"{settings()[name].label.lower()} {format_setting(name, value)}"
                              for name, value in each.change.items())
            if set(each.change) & set(hidden()):
                st.caption(f"It would take {words}, which stays as it is here.")
            else:
                st.button(f"Try it with {words}", key=f"advice_{run.number}_{each.rule}", icon=":material/play_arrow:",
                          on_click=attempt, args=("coach", _try, visitor, run, each),
                          help="Starts a run so; all else is as it was in this one.")


def _try(visitor: Visitor, run: Run, taken: Advice) -> None:
    later = replace(run.history.now, **taken.change)
    runs.start(visitor, later, run.digits)
    show(later)
