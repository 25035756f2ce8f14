"""Guess first: who has said what will happen is told afterwards, and learns more from it."""

from __future__ import annotations

import streamlit as st

from ..shared.as_text import as_text
from ..shared.run import Guess, Run
from ..shared.visitor import Visitor


def ask_for_guess(visitor: Visitor) -> Guess | None:
    """What the person thinks will come of the next run; None if nothing was said. Each run has a guess of its own."""
    number = visitor.runs_started
    with st.popover("Guess first", icon=":material/psychology_alt:",
                    help="Say what will come of the run before you start it; afterwards both stand side by side."):
        percent = st.number_input("Its test accuracy will be, in %", 0.0, 100.0, None, 0.5, "%g", f"guess_accuracy_{number}",
                                  placeholder="your guess", persist_state="session")
        words = st.text_input("And this will happen", key=f"guess_words_{number}", max_chars=200, persist_state="session",
                              placeholder="the loss falls fast, then it stays")
    return Guess(None if percent is None else percent / 100, words) if percent is not None or words else None


def tell(run: Run) -> None:
    """What was guessed of a run that has ended, beside what came."""
    guess = run.guess
    if guess is None or run.history.accuracy is None:
        return
    said = []
    if guess.accuracy is not None:
        points = 100 * (run.history.accuracy - guess.accuracy)
        how = "that is it" if abs(points) < 0.05 else f"{abs(points):.1f} points {'more' if points > 0 else 'less'}"
        said.append(f"You guessed {guess.accuracy:.1%}; it is {run.history.accuracy:.2%}, {how}.")
    if guess.words:
        said.append(f"You wrote: “{as_text(guess.words)}”. Was it so?")
    st.info(" ".join(said), icon=":material/psychology_alt:")
